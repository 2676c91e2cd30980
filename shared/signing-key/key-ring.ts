import type { CryptoKey } from 'jose';
import { UnavailableError } from '../storage/unavailable.ts';
import { type KeyRing, openKeys, PUBLISHED_BEFORE, type SigningKeys } from './signing-keys.ts';
import type { StoredKey } from './stored-keys.ts';

/** In milliseconds. A key that was taken away after it leaked is believed, and signs, for as long as this. */
const FRESH_FOR = 60_000;

/** In milliseconds. A signature of a key that is not known has the keys read again, and no flood of them does more often. */
const LOOK_AGAIN_AFTER = 10_000;

/**
 * Milliseconds that keys serve on while they cannot be read again. A key is published that long before it signs,
 * so nothing is signed or refused wrongly meanwhile; five minutes are left for the rotation itself, between the
 * time that it gives a key and the moment others can read it.
 */
const SERVE_ON_FOR = (PUBLISHED_BEFORE - 300) * 1_000;

/** Milliseconds until a read that failed is tried again: what waits for it is a request each time. */
const RETRY_AFTER = 10_000;

type Held = {
  at: (time: number) => SigningKeys;
  /** Epoch milliseconds. */
  readAt: number;
};

/**
 * Keeps what `read` gives in memory, reads it again every minute, once for all requests that wait, and serves on with
 * what it has for almost an hour while it cannot. A key that replaced all others is known as soon as it is met.
 */
export function keyRing(read: () => Promise<readonly StoredKey[]>): KeyRing {
  let held: Held | undefined;
  let reading: Promise<void> | undefined;
  let retryAt = Number.NEGATIVE_INFINITY;

  async function refresh(time: number): Promise<void> {
    try {
      held = { at: await openKeys(await read()), readAt: time };
    } catch (error) {
      retryAt = time + RETRY_AFTER;
      if (!held || time - held.readAt >= SERVE_ON_FOR)
        throw new UnavailableError('the signing keys cannot be read', { cause: error });
    }
  }

  function mustRead(time: number): boolean {
    const age = held ? time - held.readAt : Number.POSITIVE_INFINITY;
    const waits = age < SERVE_ON_FOR && time < retryAt;
    return age >= FRESH_FOR && !waits;
  }

  async function readOnce(time: number): Promise<void> {
    reading ??= refresh(time).finally(() => {
      reading = undefined;
    });
    await reading;
  }

  async function lookAgain(kid: string, time: number): Promise<CryptoKey | undefined> {
    if (held && time - held.readAt < LOOK_AGAIN_AFTER) return undefined;
    if (time >= retryAt) await readOnce(time);
    return held?.at(time).find(kid);
  }

  return async (time) => {
    // Twice at most: what was under way in a process that then stood still can be of long ago.
    for (let reads = 0; reads < 2 && mustRead(time); reads += 1) await readOnce(time);
    if (!held) throw new UnavailableError('the signing keys cannot be read');
    const keys = held.at(time);
    return { ...keys, find: async (kid) => (await keys.find(kid)) ?? lookAgain(kid, time) };
  };
}
