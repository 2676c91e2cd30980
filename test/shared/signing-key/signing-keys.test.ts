import fc from 'fast-check';
import { importJWK, jwtVerify, SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { LONGEST_SESSION } from '../../../shared/settings/settings.ts';
import { addKey } from '../../../shared/signing-key/rotate.ts';
import {
  importKeys,
  importPublishedKeys,
  PREPUBLISHED_FOR,
  signingKeyAt,
} from '../../../shared/signing-key/signing-keys.ts';
import { publishedOf, type StoredKey } from '../../../shared/signing-key/stored-keys.ts';

const NOW = 1_900_000_000;
const HOUR = 3_600;
const DAY = 24 * HOUR;

/** Seconds for which a function serves at most with keys that it cannot read again. */
const STALE = 55 * 60;
/** Seconds that a rotation takes at most until other functions can read its key. */
const SLOW = 5 * 60;

const aged = (...ages: number[]) => ages.map((age) => ({ kid: `of ${age}`, createdAt: NOW - age }));

describe('the key that signs', () => {
  test.each([
    ['the only one, however new', aged(0), 'of 0'],
    ['the newest of an hour', aged(10, HOUR, 30 * DAY), `of ${HOUR}`],
    ['the one before, to the last second of the hour', aged(HOUR - 1, 30 * DAY), `of ${30 * DAY}`],
    ['the oldest where none is of an hour', aged(0, 10, 20), 'of 20'],
    ['the only one, when the clock that made it was ahead', aged(-30), 'of -30'],
  ])('is %s', (_, keys, kid) => {
    expect(signingKeyAt(keys, NOW).kid).toBe(kid);
  });

  test('is none where there are no keys', () => {
    expect(() => signingKeyAt([], NOW)).toThrow('no signing key');
  });
});

describe('keys that are opened', () => {
  test('sign what the published ones verify', async () => {
    const stored = await addKey([], NOW);
    const keys = (await importKeys(stored))(NOW * 1_000);
    const published = (await importPublishedKeys(publishedOf(stored)))(NOW * 1_000);
    const { kid, privateKey } = keys.current;
    const jwt = await new SignJWT({}).setProtectedHeader({ alg: 'ES256', kid }).sign(privateKey);
    const [jwk] = published.publicKeys;
    await expect(jwtVerify(jwt, await importJWK(jwk ?? {}))).resolves.toBeDefined();
    for (const { find } of [keys, published]) {
      await expect(jwtVerify(jwt, (await find(kid)) ?? new Uint8Array())).resolves.toBeDefined();
      expect(await find('another')).toBeUndefined();
    }
  });

  test('show nothing private, and cannot be exported', async () => {
    const stored = await addKey(await addKey([], NOW - DAY), NOW);
    const keys = (await importKeys(stored))(NOW * 1_000);
    const published = (await importPublishedKeys(publishedOf(stored)))(NOW * 1_000);
    expect(published.publicKeys).toEqual(
      stored.map(({ kid, jwk: { kty, crv, x, y } }) => ({ kid, alg: 'ES256', use: 'sig', kty, crv, x, y })),
    );
    expect(keys.current.privateKey.extractable).toBe(false);
    for (const { jwk } of stored) expect(JSON.stringify([keys, published])).not.toContain(jwk.d);
  });

  test('change the one that signs when its hour has come, without being read again', async () => {
    const stored = await addKey(await addKey([], NOW - DAY), NOW);
    const at = await importKeys(stored);
    expect(at((NOW + HOUR) * 1_000 - 1).current.kid).toBe(stored[1]?.kid);
    expect(at((NOW + HOUR) * 1_000).current.kid).toBe(stored[0]?.kid);
  });
});

/** Rotations at any times, and the keys that can be read at an instant. */
type History = { createdAt: number; visibleAt: number; keys: StoredKey[] }[];

async function historyOf(rotations: readonly { after: number; slow: number }[]): Promise<History> {
  const history: History = [];
  let time = NOW;
  for (const { after, slow } of rotations) {
    const before = history.at(-1);
    // A rotation under way excludes the next: the slower of two writes nothing.
    time = Math.max(time + after, before?.visibleAt ?? 0);
    history.push({ createdAt: time, visibleAt: time + slow, keys: await addKey(before?.keys ?? [], time) });
  }
  return history;
}

const readAt = (history: History, time: number): StoredKey[] =>
  history.findLast(({ visibleAt }) => visibleAt <= time)?.keys ?? [];

const rotations = fc.array(
  fc.record({
    after: fc.oneof(
      fc.integer({ min: 0, max: 2 * HOUR }),
      fc.integer({ min: 0, max: 40 * DAY }),
      fc.constant(30 * DAY),
    ),
    slow: fc.integer({ min: 0, max: SLOW }),
  }),
  { minLength: 1, maxLength: 8 },
);
const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('whenever keys are rotated, slowly or in quick succession', () => {
  test('a key signs when it has been published for an hour, or when none has', async () => {
    const times = fc.array(share, { minLength: 5, maxLength: 20 });
    const property = fc.asyncProperty(rotations, times, async (plan, shares) => {
      const history = await historyOf(plan);
      const from = history[0]?.visibleAt ?? 0;
      const span = (history.at(-1)?.createdAt ?? 0) + 2 * HOUR - from;
      for (const part of shares) {
        const time = Math.floor(from + part * span);
        const keys = readAt(history, time);
        const old = keys.filter(({ createdAt }) => time - createdAt >= PREPUBLISHED_FOR);
        const signing = signingKeyAt(keys, time);
        expect(signing).toBe(old[0] ?? keys.at(-1));
      }
    });
    await fc.assert(property, { numRuns: 100 });
  });

  test('every session of whatever length verifies until it ends, with keys that could not be read for almost an hour too', async () => {
    const moments = fc.array(fc.record({ at: share, signer: share, until: share, verifier: share }), {
      minLength: 5,
      maxLength: 20,
    });
    const property = fc.asyncProperty(rotations, moments, async (plan, all) => {
      const history = await historyOf(plan);
      const from = history[0]?.visibleAt ?? 0;
      const span = (history.at(-1)?.visibleAt ?? 0) + 2 * HOUR - from;
      const stale = (time: number, part: number) => readAt(history, Math.max(from, time - part * STALE));
      for (const { at, signer, until, verifier } of all) {
        const signedAt = Math.floor(from + at * span);
        const { kid } = signingKeyAt(stale(signedAt, signer), signedAt);
        for (const verifiedAt of [signedAt, signedAt + until * LONGEST_SESSION, signedAt + LONGEST_SESSION]) {
          const kids = stale(verifiedAt, verifier).map((key) => key.kid);
          expect(kids).toContain(kid);
        }
      }
    });
    await fc.assert(property, { numRuns: 200 });
  });
});

describe('a rotation', () => {
  test('puts a new key of another name before the others', async () => {
    const first = await addKey([], NOW);
    const second = await addKey(first, NOW + 30 * DAY);
    expect(second).toEqual([
      {
        kid: expect.stringMatching(/^[0-9A-Za-z]{22}$/),
        createdAt: NOW + 30 * DAY,
        jwk: expect.objectContaining({ kty: 'EC' }),
      },
      ...first,
    ]);
    expect(second[0]?.kid).not.toBe(first[0]?.kid);
    expect(second[0]?.jwk.d).not.toBe(first[0]?.jwk.d);
  });

  test('keeps a key for thirty-one days after the next one began to sign', async () => {
    const keys = await addKey(await addKey([], NOW), NOW + DAY);
    const over = NOW + DAY + HOUR + 31 * DAY;
    expect(await addKey(keys, over - 1)).toHaveLength(3);
    expect((await addKey(keys, over)).slice(1)).toEqual(keys.slice(0, 1));
  });

  test('leaves no more than three keys when it is done every month', async () => {
    let keys: StoredKey[] = [];
    for (let month = 0; month < 12; month += 1) keys = await addKey(keys, NOW + month * 30 * DAY);
    expect(keys).toHaveLength(3);
  });
});
