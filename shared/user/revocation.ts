import { clock } from '../clock.ts';

/** What ends the sessions of a user or a token: all while it is disabled, and for good those of uses up to a moment. */
type Closable = { disabled?: boolean | undefined; sessionsNotBefore?: number | undefined };

/** Whether what a use yields is over. The moments are epoch milliseconds; what happens in the same one is over. */
export const isOver = (usedAt: number, ...by: readonly (Closable | undefined)[]): boolean =>
  by.some((one) => one !== undefined && (one.disabled || usedAt <= (one.sessionsNotBefore ?? 0)));

/** The moment to end sessions at, now, where some were ended before: it never moves back, whichever clock is behind. */
export const endingAfter = (before: number | undefined): number => Math.max(clock(), before ?? 0);
