import { toSeconds } from '../clock.ts';
import { expiryOf, type Principal } from '../principal/principal.ts';
import type { Scope } from '../principal/scope.ts';

/** What bounds the keys that a principal makes or rotates. */
export type KeyLimits = {
  scope: Scope;
  /** The expiry of the principal, in epoch seconds; undefined: it has none. */
  expiresAt: number | undefined;
  /** Seconds that any key lives at most. */
  lifetime: number;
};

export const limitsOf = (principal: Principal, lifetime: number): KeyLimits => ({
  scope: principal.scope,
  expiresAt: expiryOf(principal),
  lifetime,
});

/** The limits of commands of the deployment itself. */
export const unlimited = (lifetime: number): KeyLimits => ({
  scope: undefined,
  expiresAt: undefined,
  lifetime,
});

/** The latest expiry of a key, in epoch seconds. `time` is epoch milliseconds. */
export const latestExpiry = ({ expiresAt, lifetime }: KeyLimits, time: number): number =>
  Math.min(toSeconds(time) + lifetime, expiresAt ?? Number.POSITIVE_INFINITY);

/** Why a key may not expire at an instant (epoch seconds): it would outlive its maker, or live longer than any key may. */
export function refuseExpiry(
  expiresAt: number,
  limits: KeyLimits,
  time: number,
): 'forbidden' | 'lives_too_long' | undefined {
  if (expiresAt > (limits.expiresAt ?? Number.POSITIVE_INFINITY)) return 'forbidden';
  return expiresAt > toSeconds(time) + limits.lifetime ? 'lives_too_long' : undefined;
}
