import { isPrincipalGone } from '../api-key/principal-store.ts';
import { idTime } from '../crypto/id.ts';
import type { Scope } from '../principal/scope.ts';
import type { Database } from '../storage/database.ts';
import { limitsAt } from '../token/token.ts';
import { authorityOf } from '../token/token-item.ts';
import { isRevoked, loginRefusal } from '../user/login-rules.ts';
import type { Session } from './session.ts';
import { getSessionState } from './session-store.ts';

/**
 * Whether a session of a valid access token is active at an instant (epoch milliseconds): it was not ended, nor revoked with
 * its token or user. One request to the database. A token that TTL has removed revokes no session. Impersonations and
 * punch-outs cost one more: they end with the principal that began them.
 */
export async function isActive(
  db: Database,
  session: Session,
  { scope, time }: { scope: Scope; time: number },
): Promise<boolean> {
  const { ended, token, user } = await getSessionState(db, session);
  if (ended || token === 'deleted') return false;
  const known = token === 'absent' ? undefined : token;
  const since = idTime(session.id);
  const refusal = loginRefusal({ ...session, limits: known && limitsAt(known, since) }, user, scope);
  if (refusal || isRevoked(since, known, user)) return false;
  // Not that of the token: another principal may have rotated the impersonation since.
  const principal = session.actor ?? (known && authorityOf(known));
  return !principal || !(await isPrincipalGone(db, { id: principal.id, since }, time));
}
