import { format, inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { BASE62 } from '../../../shared/crypto/base62.ts';
import { newSecret } from '../../../shared/crypto/credential.ts';
import { randomBase62, Secret, sameDigest, sha256 } from '../../../shared/crypto/secret.ts';

describe('a secret', () => {
  const secret = new Secret('open sesame');
  const around = { deep: [{ secret }], map: new Map([['secret', secret]]) };

  it('is told to who asks for it by name', () => {
    expect(secret.reveal()).toBe('open sesame');
  });

  it.each([
    ['a template string', `${secret}`],
    ['a sum of strings', ['', secret].join('')],
    ['String()', String(secret)],
    ['JSON', JSON.stringify(around)],
    ['inspection', inspect(around, { depth: null })],
    ['inspection of all there is', inspect(secret, { showHidden: true, depth: null, customInspect: false })],
    ['inspection of hidden members', inspect(around, { showHidden: true, depth: null })],
    ['console formats', format('%s %o %O %j', secret, secret, around, around)],
    ['its members', JSON.stringify([Object.entries(secret), Reflect.ownKeys(secret)])],
    ['a copy', JSON.stringify({ ...secret })],
    ['an error', inspect(new Error('failed', { cause: secret }))],
  ])('does not show in %s', (_, text) => {
    expect(text).not.toContain('sesame');
  });

  it('hashes as SHA-256 does', () => {
    const hex = Buffer.from(new Secret('abc').hash()).toString('hex');
    expect(hex).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});

describe('digests', () => {
  it('are the same when their bytes are', () => {
    expect(sameDigest(sha256('a'), sha256('a'))).toBe(true);
    expect(sameDigest(sha256('a'), new Uint8Array(sha256('a')))).toBe(true);
  });

  it('differ with any byte, and with their length, without an error', () => {
    const digest = sha256('a');
    for (let at = 0; at < digest.length; at++) {
      const other = Uint8Array.from(digest, (byte, position) => (position === at ? byte ^ 1 : byte));
      expect(sameDigest(digest, other)).toBe(false);
    }
    expect(sameDigest(digest, digest.subarray(1))).toBe(false);
    expect(sameDigest(digest, new Uint8Array())).toBe(false);
  });
});

describe('random digits', () => {
  /** Pearson's statistic for 62 equally likely digits: 61 on average, and above 150 once in 10^9 times. */
  const chiSquare = (counts: readonly number[], total: number): number =>
    counts.reduce((sum, count) => sum + (count - total / 62) ** 2 / (total / 62), 0);

  const countsOf = (text: string): number[] => {
    const counts = Array<number>(62).fill(0);
    for (const digit of text) counts[BASE62.indexOf(digit)] = (counts[BASE62.indexOf(digit)] ?? 0) + 1;
    return counts;
  };

  it('are all equally likely', () => {
    const text = randomBase62(620_000);
    expect(chiSquare(countsOf(text), 620_000)).toBeLessThan(150);
  });

  it('are equally likely in every position of a secret', () => {
    const secrets = Array.from({ length: 6_200 }, () => newSecret().reveal());
    for (let at = 0; at < 33; at++) {
      const column = secrets.map((text) => text[at]).join('');
      expect(chiSquare(countsOf(column), 6_200)).toBeLessThan(150);
    }
  });

  it('would be seen to be biased if bytes were simply divided: the test can fail', () => {
    const bytes = Array.from({ length: 620_000 }, (_, n) => BASE62[(n % 256) % 62]).join('');
    expect(chiSquare(countsOf(bytes), 620_000)).toBeGreaterThan(150);
  });

  it.each([0, 1, 8, 33, 1_000])('come in the number asked for: %i', (length) => {
    expect(randomBase62(length)).toMatch(new RegExp(`^[0-9A-Za-z]{${length}}$`));
  });
});
