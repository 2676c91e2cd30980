import { formatCredential } from '../crypto/credential.ts';
import type { Sealer } from '../crypto/sealer.ts';
import type { Secret } from '../crypto/secret.ts';
import { newEvent, type Origin } from '../event.ts';
import type { Database } from '../storage/database.ts';
import { untilWritten } from '../storage/until-written.ts';
import type { Scope } from '../user/user.ts';
import { findToken } from './find.ts';
import { noteEvent } from './token-changes.ts';

export type Revelation = { outcome: 'revealed'; string: Secret } | { outcome: 'token_not_found' };

/** Unseals a token's secret. The event is written first: whoever saw the string is in the history. */
export async function revealToken(
  { db, sealer }: { db: Database; sealer: Sealer },
  id: string,
  { origin, scope }: { origin: Origin; scope: Scope },
): Promise<Revelation> {
  return untilWritten(async () => {
    const found = await findToken(db, id, scope);
    if (!found) return { outcome: 'token_not_found' };
    const item = await noteEvent(db, found.item, newEvent('revealed', origin));
    if (!item) return undefined;
    const secret = await sealer.unseal(item.sealedSecret, { purpose: 'token', tokenId: id });
    return { outcome: 'revealed', string: formatCredential('lt_', { id, secret }) };
  });
}
