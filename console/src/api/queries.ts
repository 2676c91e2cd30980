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

/** Users who are shown of a search: whoever is not among them types on. */
const SHOWN = 8;

/** Users of whose name a word begins so, or whose address does. What was found before stays until this is there. */
export const userSearchQuery = (search: string) =>
  queryOptions({
    queryKey: ['users', 'picker', search],
    // Who types on is not interested in the answer any more: the signal aborts its request.
    queryFn: async ({ signal }) => {
      const { items, nextCursor } = await api.users.list({ search, limit: SHOWN }, { signal });
      return { users: items, more: nextCursor !== null };
    },
    placeholderData: keepPreviousData,
    enabled: search !== '',
  });
