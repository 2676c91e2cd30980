import { idTime } from '../crypto/id.ts';
import type { Database } from '../storage/database.ts';
import { mayLogIn } from '../token/may-log-in.ts';
import { isOver } from '../user/revocation.ts';
import type { Scope } from '../user/user.ts';
import type { Session } from './session.ts';
import { readStanding } from './session-store.ts';

/**
 * Whether a session whose signature and expiry were checked still stands: it was not ended, and neither its user nor
 * its token was blocked since. One request. A token that is no longer there because its time was over ends nothing.
 */
export async function isActive(db: Database, session: Session, scope: Scope): Promise<boolean> {
  const { ended, token, user } = await readStanding(db, { ...session, sessionId: session.id });
  if (ended || token === 'deleted') return false;
  const closers = [token === 'gone' ? undefined : token, user];
  return mayLogIn(session, user, scope) && !isOver(idTime(session.id), ...closers);
}
