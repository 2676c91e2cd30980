import { formatCredential } from '../crypto/credential.ts';
import type { Sealer } from '../crypto/sealer.ts';
import type { Secret } from '../crypto/secret.ts';
import { type AuditContext, type LastEvent, newEvent } from '../event/event.ts';
import { intersection, isWithin, type Scope } from '../principal/scope.ts';
import type { Database } from '../storage/database.ts';
import { writeUntilDone } from '../storage/write-until-done.ts';
import { findToken } from './find.ts';
import { isRevealable, type Token } from './token.ts';
import { setLastEvent, storeTokenChange } from './token-change-store.ts';
import { type TokenItem, timeKey, toToken } from './token-item.ts';

export type TokenReveal =
  | { outcome: 'revealed'; string: Secret; token: Token }
  | { outcome: 'token_not_found' | 'not_revealable' };

/**
 * Unseals the secret of a token. Stores the event first, and with it the limits of the principal that is about to know the
 * secret: no string is revealed without them.
 */
export async function revealToken(
  { db, sealer }: { db: Database; sealer: Sealer },
  id: string,
  { audit, scope }: { audit: AuditContext; scope: Scope },
): Promise<TokenReveal> {
  // One event, however often it is stored: an answer may be lost, and another change come in between.
  const event = newEvent('revealed', audit);
  return writeUntilDone(async () => {
    const found = await findToken(db, id, scope);
    if (!found) return { outcome: 'token_not_found' };
    if (!isRevealable(found.item)) return { outcome: 'not_revealable' };
    const item = await storeReveal(db, found.item, { event, scope });
    if (!item) return undefined;
    if (!item.sealedSecret) throw new Error('a token that may be revealed has no sealed secret');
    const secret = await sealer.unseal(item.sealedSecret, { purpose: 'token', tokenId: id });
    return { outcome: 'revealed', string: formatCredential('lt_', { id, secret }), token: toToken(item) };
  });
}

/** Stores the event of a reveal. Narrower limits are a change of the token: two reveals at once must both count. */
function storeReveal(
  db: Database,
  item: TokenItem,
  { event, scope }: { event: LastEvent; scope: Scope },
): Promise<TokenItem | undefined> {
  const { limits, limitsAfter, previousUntil } = item;
  const isNarrow = isWithin(limits, scope) && (previousUntil === undefined || isWithin(limitsAfter, scope));
  if (isNarrow) return setLastEvent(db, item, event);
  return storeTokenChange(db, item, {
    limits: intersection(limits, scope),
    limitsAfter: intersection(limitsAfter, scope),
    updatedKey: timeKey(event.at, item.id),
    lastEvent: event,
  });
}
