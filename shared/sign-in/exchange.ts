import { isPrincipalGone } from '../api-key/principal-store.ts';
import { idTime, newId } from '../crypto/id.ts';
import { sameDigest } from '../crypto/secret.ts';
import type { Scope } from '../principal/scope.ts';
import type { Procurement } from '../punchout/procurement.ts';
import { actorOf } from '../session/session.ts';
import { endSession } from '../session/session-store.ts';
import type { Database } from '../storage/database.ts';
import { limitsAt, type Token } from '../token/token.ts';
import { authorityOf, toToken } from '../token/token-item.ts';
import { isRevoked, type LoginRefusal, loginRefusal } from '../user/login-rules.ts';
import type { User } from '../user/user.ts';
import { getUser } from '../user/user-store.ts';
import type { LoginCode } from './login-code.ts';
import { getCodeState, spendCode } from './login-code-store.ts';
import { digestAttempt } from './redeem.ts';

/** The private reason of a refusal, for the log. */
export type CodeRefusal = 'invalid' | 'ended' | 'token_blocked' | LoginRefusal | 'maker_gone' | 'spent';

export type Exchange =
  | {
      outcome: 'exchanged';
      token: Token;
      /** null: anonymous. */
      user: User | null;
      sessionId: string;
      procurement: Procurement | undefined;
    }
  | { outcome: 'refused'; reason: CodeRefusal };

/** The storefront that exchanges a code. */
type Caller = {
  id: string;
  /** The users that it may log in. */
  scope: Scope;
  /** The caller's id of this attempt, which it can repeat; absent: it does not repeat it. */
  attemptId: string | undefined;
};

/**
 * Exchanges a code for the session of its use, at `time` in epoch milliseconds. All checks come before the write that
 * spends the code, so a caller can repeat an attempt whose answer was lost. A second attempt with the same code means that
 * the code leaked, so it ends the session (RFC 6749, section 4.1.2).
 */
export async function exchangeCode(
  db: Database,
  code: LoginCode,
  caller: Caller,
  time: number,
): Promise<Exchange> {
  const { sessionId, incarnation } = code;
  const attemptDigest = digestAttempt(caller.id, caller.attemptId ?? newId(time));
  const usedAt = idTime(sessionId);
  const refuseReplay = async (): Promise<Exchange> => {
    await endSession(db, sessionId, time);
    return { outcome: 'refused', reason: 'spent' };
  };
  const { ended, spentBy, token: item, procurement } = await getCodeState(db, code);
  if (ended) return { outcome: 'refused', reason: 'ended' };
  if (spentBy && !sameDigest(spentBy, attemptDigest)) return refuseReplay();
  if (typeof item === 'string' || isRevoked(usedAt, item))
    return { outcome: 'refused', reason: 'token_blocked' };
  const token = toToken(item);
  if (actorOf(token)?.id !== code.actor) return { outcome: 'refused', reason: 'token_blocked' };
  const user = token.userId === undefined ? undefined : await getUser(db, token.userId);
  // The incarnation of the code: a rotation may have given the token to another user since.
  const issuedFor = { userId: token.userId, incarnation, limits: limitsAt(token, usedAt) };
  const refusal = loginRefusal(issuedFor, user, caller.scope);
  if (refusal) return { outcome: 'refused', reason: refusal };
  if (isRevoked(usedAt, user)) return { outcome: 'refused', reason: 'user_blocked' };
  const principal = authorityOf(item);
  if (principal && (await isPrincipalGone(db, { ...principal, since: usedAt }, time)))
    return { outcome: 'refused', reason: 'maker_gone' };
  if (!(await spendCode(db, code, attemptDigest))) return refuseReplay();
  return { outcome: 'exchanged', token, user: user ?? null, sessionId, procurement };
}
