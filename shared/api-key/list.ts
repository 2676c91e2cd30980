import { isId } from '../crypto/id.ts';
import { isIdentityId } from '../principal/principal.ts';
import type { Scope } from '../principal/scope.ts';
import type { Database } from '../storage/database.ts';
import { fillPage, type Page, type Paging } from '../storage/page.ts';
import { type ApiKeyItem, scanApiKeys } from './api-key-store.ts';
import { visibleKeys } from './visible-keys.ts';

/** Whether a text can be a position in the table of keys: the id of a key, or the mark of an identity. */
export const isKeysPosition = (text: string): boolean => isId(text) || isIdentityId(text);

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
      isPosition: isKeysPosition,
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
