import { backOff } from './backoff.ts';
import { UnavailableError } from './unavailable.ts';

/** After this many collisions in a row the item is too busy. */
const ATTEMPTS = 25;
/** In milliseconds. */
const BACKOFF = { base: 1, longest: 100 };

/** Whether the caller of a change accepts to replace this version; undefined: there is no item. */
export type ExpectedVersion = (version: number | undefined) => boolean;

/**
 * Repeats an attempt until it has an outcome. An attempt reads, decides, and writes on the condition that the item is
 * still the one it has read; it returns undefined when another request has written in between.
 */
export async function writeUntilDone<T>(attempt: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 1; tries <= ATTEMPTS; tries++) {
    const outcome = await attempt();
    if (outcome !== undefined) return outcome;
    await backOff(tries, BACKOFF);
  }
  throw new UnavailableError('other requests keep changing the item');
}
