import { isKeysPosition } from '../api-key/list.ts';
import { type OffboardedIdentity, scanOffboarded } from '../api-key/principal-store.ts';
import type { Database } from '../storage/database.ts';
import { fillPage, type Page, type Paging } from '../storage/page.ts';

/** A page of the identities that were offboarded, and not reinstated since. A key that was offboarded is deleted. */
export const listOffboarded = (db: Database, paging: Paging): Promise<Page<OffboardedIdentity>> =>
  fillPage(
    db,
    {
      name: 'offboarded',
      filters: {},
      isPosition: isKeysPosition,
      candidates: (after) => scanOffboarded(db, { after, pageSize: paging.limit + 1 }),
      show: async (candidates) => candidates.map(({ identity }) => identity),
    },
    paging,
  );
