import { sameDigest } from '../crypto/secret.ts';
import { statusOf } from '../token/token.ts';
import { fromItem, type TokenItem } from '../token/token-item.ts';
import type { Use } from '../token/token-use-store.ts';

/** Why an attempt was refused: for the history and the log. The caller is never told. */
export type RefusalReason =
  | 'malformed'
  | 'unknown'
  | 'wrong_secret'
  | 'disabled'
  | 'expired'
  | 'used'
  | 'wrong_purpose'
  | 'user_blocked'
  | 'wrong_user';

/** The first reason that holds for a token that a use has met. */
export function refusalReason(item: TokenItem, { secretHash, purposes, setUp, event }: Use): RefusalReason {
  if (!sameDigest(item.secretHash, secretHash)) return 'wrong_secret';
  const status = statusOf(fromItem(item), event.at);
  if (status !== 'active') return status;
  const isForHere = (purposes?.includes(item.purpose) ?? true) && (item.setUp ?? false) === setUp;
  if (!isForHere) return 'wrong_purpose';
  throw new Error('the database refused a use that nothing forbids');
}
