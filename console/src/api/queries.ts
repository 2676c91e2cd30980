import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, publicApi } from './client.ts';

/** The principal that the credentials belong to. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => api.me({ signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

/** The OpenID Connect provider that administrators sign in with; null where only API keys are accepted. */
export const providerQuery = queryOptions({
  queryKey: ['sign-in'],
  queryFn: async ({ signal }) => (await publicApi.signIn({ signal })).oidc,
  staleTime: Number.POSITIVE_INFINITY,
});

export const userQuery = (id: string) =>
  queryOptions({ queryKey: ['user', id], queryFn: ({ signal }) => api.users.get(id, { signal }) });

/** Only for administrators of the whole service. */
export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: ({ signal }) => api.settings.get({ signal }),
});

const SEARCH_LIMIT = 8;

/** Users by the beginning of a word of the name, or of the e-mail address. The previous result stays until this one loads. */
export const userSearchQuery = (search: string) =>
  queryOptions({
    queryKey: ['users', 'picker', search],
    // The signal aborts the request when the search changes.
    queryFn: async ({ signal }) => {
      const { items, nextCursor } = await api.users.list({ search, limit: SEARCH_LIMIT }, { signal });
      return { users: items, more: nextCursor !== null };
    },
    placeholderData: keepPreviousData,
    enabled: search !== '',
  });
