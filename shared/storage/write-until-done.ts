import { backOff, UnavailableError } from './unavailable.ts';

const ATTEMPTS = 25;
/** In milliseconds. */
const BACKOFF = { base: 1, longest: 100 };

/** Whether the caller accepts to replace this version (`If-Match`); undefined: there is no item. */
export type ExpectedVersion = (version: number | undefined) => boolean;

/**
 * Repeats `attempt` until it has an outcome. It reads an item, decides, and writes on the condition that the item has not
 * changed since; it returns undefined when the item has. Throws an `UnavailableError` after 25 attempts.
 */
export async function writeUntilDone<T>(attempt: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 1; tries <= ATTEMPTS; tries++) {
    const outcome = await attempt();
    if (outcome !== undefined) return outcome;
    await backOff(tries, BACKOFF);
  }
  throw new UnavailableError('other requests keep changing the item');
}
