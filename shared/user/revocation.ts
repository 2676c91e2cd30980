import { clock } from '../clock.ts';

/** A user or a token. Its sessions are revoked while it is disabled, and for good those of uses up to an instant. */
type Revocable = { disabled?: boolean | undefined; sessionsNotBefore?: number | undefined };

/** Whether the session of a use is revoked. Instants are epoch milliseconds; a use at `sessionsNotBefore` is revoked. */
export const isRevoked = (usedAt: number, ...by: readonly (Revocable | undefined)[]): boolean =>
  by.some((one) => one !== undefined && (one.disabled || usedAt <= (one.sessionsNotBefore ?? 0)));

/** The present instant as the new `sessionsNotBefore`. It never moves back, even when a clock is slow. */
export const nextNotBefore = (before: number | undefined): number => Math.max(clock(), before ?? 0);
