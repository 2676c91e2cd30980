import type { Purpose } from '../../../client/src/index.ts';
import { fromLocal } from '../ui/local-time.ts';

/** When a token expires, as a form has it. */
export type Expiry = {
  /** Seconds from now as text, such as `3600`; `at`: as `at` says; `never`; `keep`: as it was. */
  choice: string;
  /** What the browser's picker of date and time holds: local time without a zone, or nothing. */
  at: string;
};

const HOUR = 3_600;
const DAY = 24 * HOUR;

/** Seconds. */
export const PRESETS: readonly number[] = [HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, DAY, 30 * DAY, 90 * DAY];

/** Seconds that an impersonation can be used for, counted from its creation: what the API allows. */
export const IMPERSONATION_LIMIT = DAY;

/** Seconds: ten years, what the API allows. */
const LONGEST = 315_360_000;

/**
 * What is chosen for a purpose before anybody chooses: support is done within hours, a partner's system is set up once
 * and used for months.
 */
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

/** «24 hours», «30 days», «90 minutes»: in the largest unit that it is a whole number of. */
export function durationLabel(seconds: number): string {
  const [unit, length] =
    UNITS.find(([, length]) => seconds % length === 0 && (length < DAY || seconds > DAY)) ?? UNITS[3];
  const number = seconds / length;
  return `${number.toLocaleString()} ${unit}${number === 1 ? '' : 's'}`;
}

/** The seconds that a choice stands for, if it is a duration that the API takes. */
export function durationSeconds(choice: string | undefined): number | undefined {
  if (choice === undefined || !/^\d{1,9}$/.test(choice)) return undefined;
  const seconds = Number(choice);
  return seconds >= 1 && seconds <= LONGEST ? seconds : undefined;
}

/** Epoch milliseconds of what is chosen; null: never. Undefined: nothing is chosen yet, or it is to stay as it was. */
export function expiryTime({ choice, at }: Expiry, now: number): number | null | undefined {
  if (choice === 'never') return null;
  if (choice === 'at') return fromLocal(at);
  const seconds = durationSeconds(choice);
  return seconds === undefined ? undefined : now + seconds * 1000;
}

/** What is wrong with it, if anything. `latest`: epoch milliseconds, where there is a limit. */
export function expiryError(expiry: Expiry, now: number, latest?: number): string | undefined {
  if (expiry.choice === 'keep') return undefined;
  const moment = expiryTime(expiry, now);
  if (moment === undefined) return 'Choose a date and a time.';
  if (moment !== null && moment <= now) return 'This must be in the future.';
  if (latest !== undefined && (moment === null || moment > latest))
    return 'An impersonation expires within 24 hours of being made.';
  return undefined;
}
