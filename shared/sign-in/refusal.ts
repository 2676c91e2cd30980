import { isSecretOf } from '../crypto/rotated-secret.ts';
import { statusOf } from '../token/token.ts';
import { type TokenItem, toToken } from '../token/token-item.ts';
import type { Use } from '../token/token-use-store.ts';
import type { LoginRefusal } from '../user/login-rules.ts';

/** The private reason of a refusal, for the history and the log. Callers and visitors do not get it. */
export type RefusalReason =
  | 'malformed'
  | 'unknown'
  | 'wrong_secret'
  | 'disabled'
  | 'expired'
  | 'used'
  /** A condition of the door on the token does not hold. */
  | 'wrong_purpose'
  | LoginRefusal
  /** A condition of the door on the user does not hold. */
  | 'wrong_user'
  /** The principal that acts as the user, or that began the punch-out, was deleted or offboarded. */
  | 'maker_gone';

/** The first reason why a token does not allow a use; undefined: there is none. */
export function refusalReason(
  item: TokenItem,
  { secretHash, accepts, event }: Use,
): RefusalReason | undefined {
  if (!isSecretOf(item, secretHash, event.at)) return 'wrong_secret';
  const status = statusOf(toToken(item), event.at);
  if (status !== 'active') return status;
  return accepts.every((condition) => condition.holds(item)) ? undefined : 'wrong_purpose';
}
