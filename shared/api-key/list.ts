import { isId } from '../crypto/id.ts';
import type { Database } from '../storage/database.ts';
import { fillPage, type Page, type Paging } from '../storage/page.ts';
import type { Scope } from '../user/user.ts';
import { type KeyItem, scanKeys } from './api-key-store.ts';
import { visibleKeys } from './visible-keys.ts';

type Candidate = { key: KeyItem | undefined; position: string };

/** A page of the keys that a principal of this scope could have made. */
export const listKeys = (
  db: Database,
  { scope, ...paging }: Paging & { scope: Scope },
): Promise<Page<KeyItem>> =>
  fillPage<Candidate, KeyItem>(
    {
      name: 'keys',
      filters: {},
      isPosition: isId,
      candidates: (after) => allKeys(db, after, paging.limit + 1),
      show: (candidates) =>
        visibleKeys(
          db,
          candidates.map(({ key }) => key),
          scope,
        ),
    },
    paging,
  );

async function* allKeys(db: Database, after: string | undefined, limit: number): AsyncGenerator<Candidate> {
  let from = after;
  for (;;) {
    const { scanned, next } = await scanKeys(db, { after: from, limit });
    for (const { id, key } of scanned) yield { key, position: id };
    if (next === undefined) return;
    from = next;
  }
}
