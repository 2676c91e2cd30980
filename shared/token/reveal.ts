import { formatCredential } from '../crypto/credential.ts';
import type { Sealer } from '../crypto/sealer.ts';
import type { Secret } from '../crypto/secret.ts';
import { type AuditContext, newEvent } from '../event/event.ts';
import type { Scope } from '../principal/scope.ts';
import type { Database } from '../storage/database.ts';
import { writeUntilDone } from '../storage/write-until-done.ts';
import { findToken } from './find.ts';
import { isRevealable, type Token } from './token.ts';
import { setLastEvent } from './token-change-store.ts';
import { toToken } from './token-item.ts';

export type TokenReveal =
  | { outcome: 'revealed'; string: Secret; token: Token }
  | { outcome: 'token_not_found' | 'not_revealable' };

/** Unseals the secret of a token. Stores the event first: no string is revealed without one. */
export async function revealToken(
  { db, sealer }: { db: Database; sealer: Sealer },
  id: string,
  { audit, scope }: { audit: AuditContext; scope: Scope },
): Promise<TokenReveal> {
  return writeUntilDone(async () => {
    const found = await findToken(db, id, scope);
    if (!found) return { outcome: 'token_not_found' };
    if (!isRevealable(found.item)) return { outcome: 'not_revealable' };
    const item = await setLastEvent(db, found.item, newEvent('revealed', audit));
    if (!item) return undefined;
    if (!item.sealedSecret) throw new Error('a token that may be revealed has no sealed secret');
    const secret = await sealer.unseal(item.sealedSecret, { purpose: 'token', tokenId: id });
    return { outcome: 'revealed', string: formatCredential('lt_', { id, secret }), token: toToken(item) };
  });
}
