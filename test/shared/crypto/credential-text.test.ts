import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BASE62, toBase62 } from '../../../shared/crypto/base62.ts';
import {
  type CredentialPrefix,
  formatCredential,
  newSecret,
  readPastedCredential,
} from '../../../shared/crypto/credential.ts';
import { holdsCredential, withoutCredentials } from '../../../shared/crypto/credential-pattern.ts';
import { credentialChecksum, findCredentials } from '../../../shared/crypto/credential-text.ts';
import { newId } from '../../../shared/crypto/id.ts';
import { Secret } from '../../../shared/crypto/secret.ts';

const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom(...BASE62), minLength: length, maxLength: length });
/** Strings of tokens with any id and secret. */
const anyString = fc
  .tuple(digits(22), digits(33))
  .map(([id, secret]) => formatCredential('lt_', { id, secret: new Secret(secret) }).reveal());
const make = (prefix: CredentialPrefix = 'lt_') =>
  formatCredential(prefix, { id: newId(Date.now()), secret: newSecret() }).reveal();
const find = (text: string, prefix: CredentialPrefix = 'lt_') => {
  const [found, ...others] = findCredentials(prefix, text, credentialChecksum);
  return others.length === 0 ? found : undefined;
};

/** What mail, chat, forms and copying put inside a string. None of it leaves a letter or a digit behind. */
const INSIDE = [
  ...[' ', '\t', '\r\n', '\n', '\n> ', '=\r\n', '=\n', '=20\r\n', '=C2=A0', '=E2=80=8B', '=', '-\n', '\\'],
  ...[
    '\u00a0',
    '\u00ad',
    '\u200b',
    '\u200d',
    '\u202e',
    '\u2060',
    '\ufeff',
    '\u3000',
    '\u2028',
    '\ud800',
    '\0',
  ],
  ...['%20', '%0D%0A', '%0d%0a', '%E2%80%8B', '%C2%A0', '%2520', '%250D%250A', '%', '%%'],
  ...[
    '&nbsp;',
    '&shy;',
    '&#8203;',
    '&#x200B;',
    '<wbr>',
    '<br>',
    '<br />',
    '<span class="x">',
    '</b>',
    '*',
    '’',
  ],
];
/** What stands before or after it. It may hold letters and digits. */
const AROUND = [
  ...['.', ',', ';', ':', '!', ')', ']', '>', '"', '”', '»', '3D', '=3D', '==', '=452', '?utm_source=mail'],
  ...[
    '&amp;state=x',
    '&state=lt_x',
    '#top',
    '/',
    '?token=',
    'https://login.example.com/login?token=',
    '<https://x/',
    '%3E',
  ],
  ...[
    'token%3D',
    'Your link: ',
    '_',
    '**',
    'default_',
    'lt_',
    'lt_0aZ',
    'lk_',
    '<a href="',
    '\u200b',
    '[secret]',
    'é',
    '😀',
  ],
  ...INSIDE,
];
const inside = fc.constantFrom(...INSIDE);
const around = fc.array(fc.constantFrom(...AROUND), { maxLength: 4 }).map((parts) => parts.join(''));
/** What stands after it. A letter or a digit would belong to the string. */
const after = around.map((text) => (/^[0-9A-Za-z_]/.test(text) ? ` ${text}` : text));

describe('the checksum', () => {
  it('is the CRC-32 in base 62', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii' }), (text) => {
        expect(credentialChecksum(text)).toBe(toBase62(BigInt(crc32(text)), 6));
      }),
    );
  });
});

describe('a whole string', () => {
  it('is found whatever stands around it', () => {
    fc.assert(
      fc.property(anyString, around, after, (string, before, behind) => {
        expect(find(before + string + behind)).toBe(string);
      }),
    );
  });

  it('is found whatever was put into it, in one place or several', () => {
    const places = fc.uniqueArray(fc.integer({ min: 1, max: 63 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(anyString, places, inside, (string, at, junk) => {
        const damaged = [...string].map((one, index) => (at.includes(index) ? junk + one : one)).join('');
        expect(find(damaged)).toBe(string);
      }),
      { numRuns: 500 },
    );
  });

  it('is found in lines of any length, quoted and soft-broken', () => {
    fc.assert(
      fc.property(
        anyString,
        fc.integer({ min: 1, max: 63 }),
        fc.constantFrom('=\r\n', '\r\n', '\n> '),
        (string, width, end) => {
          const lines = string.match(new RegExp(`.{1,${width}}`, 'g')) ?? [];
          expect(find(lines.join(end))).toBe(string);
        },
      ),
    );
  });

  it('is found escaped in every character, twice too', () => {
    const percentEncode = (text: string) =>
      [...text].map((one) => `%${one.charCodeAt(0).toString(16).padStart(2, '0')}`).join('');
    const string = make();
    expect(find(percentEncode(string))).toBe(string);
    expect(find(percentEncode(percentEncode(string)))).toBe(string);
  });

  it('is found when it stands there more than once, and not beside another one', () => {
    const string = make();
    expect(find(`${string} ${string}`)).toBe(string);
    expect(find(`${string}&token=${string.slice(0, 40)}`)).toBe(string);
    expect(find(`${string} ${make()}`)).toBeUndefined();
  });

  it('is the first thing that is read of a long text, up to 4,096 characters', () => {
    const string = make();
    expect(find(' '.repeat(4_096 - 64) + string)).toBe(string);
    expect(find(' '.repeat(4_096 - 63) + string)).toBeUndefined();
  });

  it('of a key is none of a token, and the other way around', () => {
    const [token, key] = [make('lt_'), make('lk_')];
    expect(find(key)).toBeUndefined();
    expect(find(key.replace('lk_', 'lt_'))).toBeUndefined();
    expect(find(token, 'lk_')).toBeUndefined();
    expect(find(` ${key}.`, 'lk_')).toBe(key);
    expect(find(`${token} ${key}`)).toBe(token);
  });
});

describe('a string that is not whole', () => {
  it('is not found: cut anywhere, at either end', () => {
    fc.assert(
      fc.property(anyString, fc.integer({ min: 1, max: 63 }), around, (string, kept, other) => {
        fc.pre(!/[0-9A-Za-z]/.test(other));
        expect(find(string.slice(0, kept) + other)).toBeUndefined();
        expect(find(other + string.slice(-kept))).toBeUndefined();
      }),
    );
  });

  it('is not found: with any character changed to any other, or with a letter in another case', () => {
    fc.assert(
      fc.property(anyString, fc.nat({ max: 63 }), fc.constantFrom(...BASE62), (string, at, digit) => {
        fc.pre(string[at] !== digit);
        expect(find(string.slice(0, at) + digit + string.slice(at + 1))).toBeUndefined();
      }),
    );
    fc.assert(
      fc.property(anyString, (string) => {
        for (const other of [string.toLowerCase(), string.toUpperCase()]) expect(find(other)).toBeUndefined();
      }),
    );
  });

  it('is in no text that somebody hits upon', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(find(text)).toBeUndefined();
      }),
    );
  });
});

describe('text that is kept', () => {
  const kind = fc.constantFrom<CredentialPrefix>('lt_', 'lk_').map(make);
  const junk = fc.constantFrom(...INSIDE);

  it('holds a string that any door would read: whatever was put into it, and as often as it is there', () => {
    fc.assert(
      fc.property(kind, fc.integer({ min: 1, max: 63 }), junk, around, (string, at, put, before) => {
        const damaged = `${before} ${string.slice(0, at)}${put}${string.slice(at)}`;
        expect(holdsCredential(damaged)).toBe(true);
        expect(holdsCredential(`${damaged} ${make('lk_').split('').join(put)}`)).toBe(true);
        expect(findCredentials('l[tk]_', withoutCredentials(damaged), credentialChecksum)).toEqual([]);
      }),
    );
  });

  it('holds one wherever it is in a long text', () => {
    const [string, text] = [make(), 'word '.repeat(10_000)];
    for (const one of [string, string.replace('_', '%5F'), `${string.slice(0, 30)}=\n${string.slice(30)}`])
      expect(holdsCredential(`${text}${one} ${text}`)).toBe(true);
    expect(holdsCredential(text)).toBe(false);
  });

  it('holds what has the form of one, with any checksum', () => {
    expect(holdsCredential(`see lt_${'0'.repeat(61)}`)).toBe(true);
    expect(withoutCredentials(`see lt_${'0'.repeat(61)}.`)).toBe('see [secret].');
  });

  it('holds none where there is none: a part of one, words with an underscore, random text', () => {
    const string = make();
    for (const text of [string.slice(0, 63), 'result_of the quick brown fox '.repeat(20), 'lk_', ''])
      expect([holdsCredential(text), withoutCredentials(text)]).toEqual([false, text]);
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => !holdsCredential(text)));
  });
});

describe('reading a pasted text', () => {
  it('tells whole, incomplete and absent apart', () => {
    const string = make();
    const whole = readPastedCredential('lt_', `<${string}>`);
    expect(whole).toMatchObject({ outcome: 'whole', credential: { id: string.slice(3, 25) } });
    expect(whole.outcome === 'whole' && whole.string.reveal()).toBe(string);
    expect(whole.outcome === 'whole' && whole.credential.secret.reveal()).toBe(string.slice(25, 58));
    for (const text of [string.slice(1), string.toLowerCase(), make('lk_'), 'x', '0', 'lt_'])
      expect(readPastedCredential('lt_', text)).toEqual({ outcome: 'incomplete' });
    for (const text of ['', ' ', '\r\n', '.', '\u200b', '…', '\ud800'])
      expect(readPastedCredential('lt_', text)).toEqual({ outcome: 'absent' });
  });

  it('takes time in proportion to the text, whatever it is', () => {
    const hostile = [
      '%',
      '%25',
      '&',
      '&a',
      '<',
      '<a',
      '=',
      '=4',
      'lt_',
      'lt_0',
      '&#',
      '%2',
      '< <',
      'lt_0aZ0aZ0aZ',
    ];
    for (const part of hostile) {
      const text = part.repeat(4_096 / part.length);
      expect(readPastedCredential('lt_', text).outcome).not.toBe('whole');
      expect(readPastedCredential('lt_', text.repeat(8)).outcome).not.toBe('whole');
    }
  });
});
