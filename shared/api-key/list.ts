import { isId } from '../crypto/id.ts';
import type { Scope } from '../principal/scope.ts';
import type { Database } from '../storage/database.ts';
import { fillPage, type Page, type Paging } from '../storage/page.ts';
import { type ApiKeyItem, scanApiKeys } from './api-key-store.ts';
import { isIdentityId } from './principal-store.ts';
import { visibleKeys } from './visible-keys.ts';

/** A page of the keys that a principal of this scope could have created. */
export const listApiKeys = (
  db: Database,
  { scope, ...paging }: Paging & { scope: Scope },
): Promise<Page<ApiKeyItem>> =>
  fillPage(
    db,
    {
      name: 'keys',
      filters: {},
      // A position may be the mark of an identity.
      isPosition: (text) => isId(text) || isIdentityId(text),
      candidates: (after) => scanApiKeys(db, { after, pageSize: paging.limit + 1 }),
      show: (candidates) =>
        visibleKeys(
          db,
          candidates.map(({ key }) => key),
          scope,
        ),
    },
    paging,
  );
