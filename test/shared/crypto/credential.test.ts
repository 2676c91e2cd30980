import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BASE62 } from '../../../shared/crypto/base62.ts';
import {
  type CredentialPrefix,
  formatCredential,
  newSecret,
  parseCredential,
} from '../../../shared/crypto/credential.ts';
import { newId } from '../../../shared/crypto/id.ts';
import { Secret } from '../../../shared/crypto/secret.ts';

const prefix = fc.constantFrom<CredentialPrefix>('lt_', 'lk_');
const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom(...BASE62), minLength: length, maxLength: length });
const other = ({ length }: string) =>
  fc.tuple(fc.nat({ max: length - 1 }), fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }));
const make = () => formatCredential('lt_', { id: newId(Date.now()), secret: newSecret() }).reveal();

describe('the string of a credential', () => {
  it('has 64 characters that need no escaping anywhere', () => {
    for (let made = 0; made < 100; made++) expect(make()).toMatch(/^lt_[0-9A-Za-z]{61}$/);
  });

  it('says which record it names and the secret, and nothing else', () => {
    fc.assert(
      fc.property(prefix, digits(22), digits(33), (kind, id, text) => {
        const string = formatCredential(kind, { id, secret: new Secret(text) }).reveal();
        const parsed = parseCredential(kind, string);
        expect(parsed?.id).toBe(id);
        expect(parsed?.secret.reveal()).toBe(text);
      }),
    );
  });

  it('of a token is none of a key, and the other way around', () => {
    expect(parseCredential('lk_', make())).toBeUndefined();
    const key = formatCredential('lk_', { id: newId(0), secret: newSecret() }).reveal();
    expect(parseCredential('lt_', key)).toBeUndefined();
    expect(parseCredential('lt_', key.replace('lk_', 'lt_'))).toBeUndefined();
  });

  it('is refused with any one character changed to any other', () => {
    const string = make();
    for (let at = 0; at < string.length; at++) {
      for (const digit of `${BASE62}-_ é`) {
        const changed = string.slice(0, at) + digit + string.slice(at + 1);
        if (changed !== string) expect(parseCredential('lt_', changed), changed).toBeUndefined();
      }
    }
  });

  it('is refused with any character changed to anything', () => {
    const string = make();
    fc.assert(
      fc.property(other(string), ([at, character]) => {
        const changed = string.slice(0, at) + character + string.slice(at + 1);
        if (changed !== string) expect(parseCredential('lt_', changed)).toBeUndefined();
      }),
    );
  });

  it('is refused with two neighbours swapped', () => {
    const string = make();
    for (let at = 0; at < string.length - 1; at++) {
      const [a = '', b = ''] = [string[at], string[at + 1]];
      if (a !== b)
        expect(parseCredential('lt_', string.slice(0, at) + b + a + string.slice(at + 2))).toBeUndefined();
    }
  });

  it('is refused with anything before or after it, or without a part', () => {
    const string = make();
    for (const wrong of [
      ` ${string}`,
      `${string} `,
      `${string}\n`,
      `${string}0`,
      string.slice(1),
      string.slice(0, -1),
      '',
    ]) {
      expect(parseCredential('lt_', wrong)).toBeUndefined();
    }
  });

  it('is nothing that somebody hits upon', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(parseCredential('lt_', text)).toBeUndefined();
      }),
    );
    fc.assert(
      fc.property(digits(61), (text) => {
        expect(parseCredential('lt_', `lt_${text}`)).toBeUndefined();
      }),
      { seed: 7 },
    );
  });
});
