import type { Purpose } from './token.ts';
import type { TokenItem } from './token-item.ts';

/** The fragments from which the conditions of writes to a token are composed. */
export const exists = 'attribute_exists(secretHash)';
/** The present secret, or the one before it while the overlap of a rotation lasts. */
export const secretIsThis =
  '(secretHash = :secretHash OR (previousHash = :secretHash AND previousUntil > :now))';
export const enabled = 'attribute_not_exists(disabled)';
export const unexpired = 'expiresAt > :now';
export const unspent = '(attribute_not_exists(maxUses) OR uses < maxUses)';
/** The latest use is of another attempt, or too long ago to be repeated. */
export const notThisAttempt =
  '(attribute_not_exists(lastUse.digest) OR lastUse.digest <> :digest OR lastUse.#at < :repeatableSince)';
export const thisAttempt = 'lastUse.digest = :digest';
export const unrepeated = 'attribute_not_exists(lastUse.repeated)';
export const noPriorReverted = 'attribute_not_exists(lastUse.priorReverted)';
export const versionIsThis = 'version = :version';
export const limitsAreThese = 'limits = :limits';

/** A condition that a door adds: as a fragment of the write, and as a test of the item when the write has failed. */
export type TokenCondition = {
  on: 'token';
  expression: string;
  values: Readonly<Record<string, unknown>>;
  holds(token: TokenItem): boolean;
};

/** The token is bound to no door. */
export const unbound: TokenCondition = {
  on: 'token',
  expression: 'attribute_not_exists(door)',
  values: {},
  holds: ({ door }) => door === undefined,
};

/** The token is bound to this door; all others refuse it. */
export const boundTo = (name: string): TokenCondition => ({
  on: 'token',
  expression: 'door = :door',
  values: { ':door': name },
  holds: ({ door }) => door === name,
});

export const purposeIs = (purpose: Purpose): TokenCondition => ({
  on: 'token',
  expression: 'purpose = :purpose',
  values: { ':purpose': purpose },
  holds: (token) => token.purpose === purpose,
});
