import { formatCredential } from '../crypto/credential.ts';
import type { Sealer } from '../crypto/sealer.ts';
import type { Secret } from '../crypto/secret.ts';
import { newEvent, type Origin } from '../event/event.ts';
import type { Database } from '../storage/database.ts';
import { untilWritten } from '../storage/write-until-done.ts';
import type { Scope } from '../user/user.ts';
import { findToken } from './find.ts';
import { isRevealable, type Token } from './token.ts';
import { noteEvent } from './token-change-store.ts';
import { fromItem } from './token-item.ts';

export type Revelation =
  | { outcome: 'revealed'; string: Secret; token: Token }
  | { outcome: 'token_not_found' | 'not_revealable' };

/** Unseals a token's secret. The event is written first: whoever saw the string is in the history. */
export async function revealToken(
  { db, sealer }: { db: Database; sealer: Sealer },
  id: string,
  { origin, scope }: { origin: Origin; scope: Scope },
): Promise<Revelation> {
  return untilWritten(async () => {
    const found = await findToken(db, id, scope);
    if (!found) return { outcome: 'token_not_found' };
    if (!isRevealable(found.item)) return { outcome: 'not_revealable' };
    const item = await noteEvent(db, found.item, newEvent('revealed', origin));
    if (!item) return undefined;
    if (!item.sealedSecret) throw new Error('a token that may be revealed has no sealed secret');
    const secret = await sealer.unseal(item.sealedSecret, { purpose: 'token', tokenId: id });
    return { outcome: 'revealed', string: formatCredential('lt_', { id, secret }), token: fromItem(item) };
  });
}
