import { idTime } from '../crypto/id.ts';
import { sameDigest } from '../crypto/secret.ts';
import type { Procurement } from '../punchout/procurement.ts';
import { actorOf } from '../session/session.ts';
import { endSession, readStanding, spendCode } from '../session/session-store.ts';
import type { Database } from '../storage/database.ts';
import { mayLogIn } from '../token/may-log-in.ts';
import type { Token } from '../token/token.ts';
import { fromItem } from '../token/token-item.ts';
import { isOver } from '../user/revocation.ts';
import type { Scope, User } from '../user/user.ts';
import { getUser } from '../user/user-store.ts';
import type { LoginCode } from './login-code.ts';

/** Why a code was refused: for the log. The caller is never told. */
export type CodeRefusal = 'invalid' | 'ended' | 'token_blocked' | 'user_blocked' | 'spent';

export type Exchange =
  | {
      outcome: 'exchanged';
      token: Token;
      user: User | null;
      sessionId: string;
      procurement: Procurement | undefined;
    }
  | { outcome: 'refused'; reason: CodeRefusal };

/**
 * Turns a code into what its use yields. Everything that can fail for a passing reason comes before the one write that
 * spends the code, so a lost answer costs nobody their sign-in. Somebody who comes second with a code has it from where
 * the first one had it: nobody can tell who is who, so the session that it made is ended.
 */
export async function exchangeCode(
  db: Database,
  code: LoginCode,
  {
    attempt,
    scope,
    time,
  }: {
    /** Which attempt of which caller this is. */
    attempt: Uint8Array;
    /** The users this caller may log in. */
    scope: Scope;
    /** Epoch milliseconds. */
    time: number;
  },
): Promise<Exchange> {
  const { sessionId, incarnation } = code;
  const usedAt = idTime(sessionId);
  const replayed = async (): Promise<Exchange> => {
    await endSession(db, sessionId, time);
    return { outcome: 'refused', reason: 'spent' };
  };
  const { ended, spentBy, token: item, procurement } = await readStanding(db, { ...code, code });
  if (ended) return { outcome: 'refused', reason: 'ended' };
  if (spentBy && !sameDigest(spentBy, attempt)) return replayed();
  if (typeof item === 'string' || isOver(usedAt, item))
    return { outcome: 'refused', reason: 'token_blocked' };
  const token = fromItem(item);
  if (actorOf(token)?.id !== code.actor) return { outcome: 'refused', reason: 'token_blocked' };
  const user = token.userId === undefined ? undefined : await getUser(db, token.userId);
  // A token that was given to another user since logs nobody in by a code of before.
  const theirs = { userId: token.userId, incarnation };
  if (!mayLogIn(theirs, user, scope) || isOver(usedAt, user))
    return { outcome: 'refused', reason: 'user_blocked' };
  if (!(await spendCode(db, code, attempt))) return replayed();
  return {
    outcome: 'exchanged',
    token,
    user: user ?? null,
    sessionId,
    procurement,
  };
}
