import { idTime } from '../crypto/id.ts';
import type { Scope } from '../principal/scope.ts';
import type { Database } from '../storage/database.ts';
import { isRevoked, loginRefusal } from '../user/login-rules.ts';
import type { Session } from './session.ts';
import { getSessionState } from './session-store.ts';

/**
 * Whether a session of a valid access token is active: it was not ended, nor revoked with its token or user. One request
 * to the database. A token that TTL has removed revokes no session.
 */
export async function isActive(db: Database, session: Session, scope: Scope): Promise<boolean> {
  const { ended, token, user } = await getSessionState(db, session);
  if (ended || token === 'deleted') return false;
  const known = token === 'absent' ? undefined : token;
  const refusal = loginRefusal({ ...session, limits: known?.limits }, user, scope);
  return !refusal && !isRevoked(idTime(session.id), known, user);
}
