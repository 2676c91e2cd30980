import { backOff, UnavailableError } from './unavailable.ts';

const MAX_TRIES = 25;
/** In milliseconds. */
const BACKOFF = { base: 1, longest: 100 };

/** Whether the caller accepts to replace this version (`If-Match`); undefined: there is no item. */
export type ExpectedVersion = (version: number | undefined) => boolean;

/**
 * Repeats `change` until it has an outcome. It reads an item, decides, and writes on the condition that the item has not
 * changed since; it returns undefined when the item has. Throws an `UnavailableError` after 25 tries.
 */
export async function writeUntilDone<T>(change: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 1; tries <= MAX_TRIES; tries++) {
    const outcome = await change();
    if (outcome !== undefined) return outcome;
    await backOff(tries, BACKOFF);
  }
  throw new UnavailableError('other requests keep changing the item');
}
