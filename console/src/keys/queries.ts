import { queryOptions } from '@tanstack/react-query';
import type { Key, OffboardedIdentity } from '../../../client/src/index.ts';
import { pagesOf } from '../../../client/src/pages.ts';
import { PAGE_LIMIT } from '../../../functions/http/fields.ts';
import { api } from '../api/client.ts';

/** All keys, newest first, on one page: a deployment has few. */
export const keysQuery = queryOptions({
  queryKey: ['keys'],
  queryFn: async ({ signal }) => {
    const keys: Key[] = [];
    const pages = pagesOf((cursor) => api.keys.list({ limit: PAGE_LIMIT, cursor }, { signal }));
    for await (const { items } of pages) keys.push(...items);
    return keys.sort((one, other) => Date.parse(other.createdAt) - Date.parse(one.createdAt));
  },
});

/** The identities that were removed, latest first. Only for administrators without limit. */
export const offboardedQuery = queryOptions({
  queryKey: ['offboarded'],
  queryFn: async ({ signal }) => {
    const people: OffboardedIdentity[] = [];
    const pages = pagesOf((cursor) =>
      api.principals.listOffboarded({ limit: PAGE_LIMIT, cursor }, { signal }),
    );
    for await (const { items } of pages) people.push(...items);
    return people.sort((one, other) => Date.parse(other.offboardedAt) - Date.parse(one.offboardedAt));
  },
});
