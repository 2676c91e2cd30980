import { queryOptions } from '@tanstack/react-query';
import { publicApi } from '../api/client.ts';

/** How administrators sign in here; null where there are API keys only. */
export const providerQuery = queryOptions({
  queryKey: ['sign-in'],
  queryFn: async ({ signal }) => (await publicApi.signIn({ signal })).oidc,
  staleTime: Number.POSITIVE_INFINITY,
});
