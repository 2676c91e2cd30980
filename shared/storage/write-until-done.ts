import { UnavailableError } from './unavailable.ts';

/** Somebody else came first this many times in a row: the item is busy indeed. */
const ATTEMPTS = 25;
const LONGEST_PAUSE = 100;

/**
 * Tries until an attempt has an outcome. An attempt reads, decides, and writes on the condition that what it read still
 * holds; it has none (undefined) when somebody else wrote in between. The pauses, in milliseconds, are random, so that
 * those who met do not meet again.
 */
export async function untilWritten<T>(attempt: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 1; tries <= ATTEMPTS; tries++) {
    const outcome = await attempt();
    if (outcome !== undefined) return outcome;
    await new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(2 ** tries, LONGEST_PAUSE)));
  }
  throw new UnavailableError('the item is changed by others all the time');
}
