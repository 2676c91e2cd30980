import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { Secret } from '../../../shared/crypto/secret.ts';
import { addKey } from '../../../shared/signing-key/rotate.ts';
import {
  BrokenSecretError,
  formatKeys,
  formatPublishedKeys,
  parseKeys,
  parsePublishedKeys,
  publishedOf,
  type StoredKey,
} from '../../../shared/signing-key/stored-keys.ts';

const [key] = (await addKey([], 1_900_000_000)) as [StoredKey];
const broken = (change: object): string => JSON.stringify({ keys: [{ ...key, ...change }] });

describe('the secret of the signing keys', () => {
  test('gives back what was put into it, the newest first', async () => {
    const older = { ...key, kid: 'x'.repeat(22), createdAt: key.createdAt - 1 };
    expect(parseKeys(formatKeys([key, older]))).toEqual([key, older]);
    expect(parseKeys(formatKeys([older, key]))).toEqual([key, older]);
  });

  test.each([
    ['nothing', ''],
    ['no JSON', `{"keys":[${JSON.stringify(key)}`],
    ['null', 'null'],
    ['no keys', '{"keys":[]}'],
    ['keys that are no list', JSON.stringify({ keys: { 0: key } })],
    ['a list alone', JSON.stringify([key])],
    ['a key that is null', '{"keys":[null]}'],
    ['the same key twice', JSON.stringify({ keys: [key, key] })],
    ['a name that is none', broken({ kid: '../../x' })],
    ['a time that is none', broken({ createdAt: '2026-01-01' })],
    ['a key without its private part', broken({ jwk: { ...key.jwk, d: undefined } })],
    ['a key of another curve', broken({ jwk: { ...key.jwk, crv: 'P-384' } })],
    ['a key of another type', broken({ jwk: { ...key.jwk, kty: 'oct' } })],
    ['a key that is too long', broken({ jwk: { ...key.jwk, d: `${key.jwk.d}A` } })],
  ])('is refused with %s in it, and nothing of it is told', (_, text) => {
    const error = errorOf(() => parseKeys(new Secret(text)));
    expect(error).toBeInstanceOf(BrokenSecretError);
    for (const said of [inspect(error), JSON.stringify(error), String(error)]) {
      expect(said).not.toContain(key.jwk.d);
      expect(said).not.toContain(key.jwk.d.slice(0, 8));
    }
  });

  test('is a secret: it does not print', () => {
    expect(inspect(formatKeys([key]))).toBe('[secret]');
  });
});

function errorOf(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}

describe('the secret of the published keys', () => {
  test('gives back the public halves, and holds nothing else', () => {
    const { d: _, ...jwk } = key.jwk;
    const formatted = formatPublishedKeys(publishedOf([key]));
    expect(parsePublishedKeys(formatted)).toEqual([{ kid: key.kid, createdAt: key.createdAt, jwk }]);
    expect(formatted.reveal()).not.toContain(key.jwk.d);
  });

  test('is refused with a private half in it, which it does not tell', () => {
    const error = errorOf(() => parsePublishedKeys(formatKeys([key])));
    expect(error).toBeInstanceOf(BrokenSecretError);
    expect(inspect(error)).not.toContain(key.jwk.d);
  });
});
