import type { Purpose } from '../../../client/src/index.ts';
import { LIFETIME_MAX } from '../../../shared/token/limits.ts';
import { IMPERSONATION_LIMIT } from '../../../shared/token/token.ts';
import { fromLocal } from '../ui/local-time.ts';
import { formatNumber } from '../ui/locale.ts';

/** An expiry, as form values. */
export type Expiry = {
  /** Seconds from now as text, such as `3600`; or `at`, `never`, `keep` (the present expiry stays). */
  choice: string;
  /** The value of `<input type="datetime-local">`, for `at`. */
  at: string;
};

const HOUR = 3_600;
const DAY = 24 * HOUR;

/** Seconds. */
export const PRESETS: readonly number[] = [HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, DAY, 30 * DAY, 90 * DAY];

/** Support cases are closed within hours; a procurement system is set up once and used for months. */
export const DEFAULT_EXPIRY: Record<Purpose, string> = {
  login: String(DAY),
  impersonation: String(2 * HOUR),
  procurement: String(90 * DAY),
};

const UNITS = [
  ['day', DAY],
  ['hour', HOUR],
  ['minute', 60],
  ['second', 1],
] as const;

/** «24 hours», «30 days», «90 minutes»: a whole number of the largest possible unit. */
export function durationLabel(seconds: number): string {
  const [unit, length] =
    UNITS.find(([, length]) => seconds % length === 0 && (length < DAY || seconds > DAY)) ?? UNITS[3];
  const number = seconds / length;
  return `${formatNumber(number)} ${unit}${number === 1 ? '' : 's'}`;
}

/** The seconds of a choice that is a duration within the limit; undefined for all others. */
export function durationSeconds(choice: string | undefined): number | undefined {
  if (choice === undefined || !/^\d{1,9}$/.test(choice)) return undefined;
  const seconds = Number(choice);
  return seconds >= 1 && seconds <= LIFETIME_MAX ? seconds : undefined;
}

/** Epoch milliseconds; null for never; undefined for an incomplete date, or to keep the present expiry. */
export function expiryTime({ choice, at }: Expiry, now: number): number | null | undefined {
  if (choice === 'never') return null;
  if (choice === 'at') return fromLocal(at);
  const seconds = durationSeconds(choice);
  return seconds === undefined ? undefined : now + seconds * 1000;
}

/** `latest`: the latest expiry that the API accepts, in epoch milliseconds. */
export function expiryError(expiry: Expiry, now: number, latest?: number): string | undefined {
  if (expiry.choice === 'keep') return undefined;
  const time = expiryTime(expiry, now);
  if (time === undefined) return 'Choose a date and a time.';
  if (time !== null && time <= now) return 'This must be in the future.';
  if (latest !== undefined && (time === null || time > latest))
    return `An impersonation expires within ${durationLabel(IMPERSONATION_LIMIT)} of being made.`;
  return undefined;
}
