import { afterAll, beforeAll, vi } from 'vitest';

/** The time when frozen tests begin: in the future, since the engine deletes items whose time to live has passed. */
export const START = Date.parse('2031-03-01T12:00:00.000Z');

/** Stops `Date`, and no timers, for the tests of a file. */
export function freezeClock(start: number = START): void {
  beforeAll(() => {
    vi.useFakeTimers({ toFake: ['Date'] });
    vi.setSystemTime(start);
  });
  afterAll(() => {
    vi.useRealTimers();
  });
}

/** Lets time pass. */
export const pass = (milliseconds: number): void => {
  vi.setSystemTime(Date.now() + milliseconds);
};

/** A timestamp this many milliseconds from now. */
export const inFuture = (milliseconds: number): string => new Date(Date.now() + milliseconds).toISOString();

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
