import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readerOf } from '../../console/src/address/by-schema.ts';
import { pastedCredential } from '../../console/src/address/credential.ts';
import { parseSearch } from '../../console/src/address/search-params.ts';
import { tokenQuery } from '../../functions/tokens/query-schemas.ts';
import { formatCredential, newSecret } from '../../shared/crypto/credential.ts';
import { newId } from '../../shared/crypto/id.ts';

const id = newId(1_764_300_000_000);
const TOKEN = formatCredential('lt_', { id, secret: newSecret() }).reveal();
const KEY = formatCredential('lk_', { id, secret: newSecret() }).reveal();

/** What mail programs, chats and spreadsheets put around a link. */
const junk = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '<',
    '>',
    '"',
    '(',
    ').',
    ',\n',
    'Dear Jane, ',
    '3D',
    '=\n',
    '\u200b',
    '\u00a0',
    '?x=',
  ),
  fc.string({ maxLength: 8 }),
);

describe('what people paste where they search', () => {
  it.each([
    ['a string', TOKEN],
    ['a link', `https://login.example/login?token=${TOKEN}`],
    ['a link with the token in the fragment', `https://login.example/login#token=${TOKEN}`],
    ['a link of a mail that was forwarded', `<https://login.example/login?token=3D${TOKEN}>.`],
    ['an encoded link', encodeURIComponent(`https://login.example/login?token=${TOKEN}`)],
    ['a string whose sign was encoded', TOKEN.replace('_', '%5F')],
    ['a string with a line break inside', `${TOKEN.slice(0, 12)}=\r\n${TOKEN.slice(12)}`],
    ['a string with characters of no width inside', `${TOKEN.slice(0, 12)}\u200b\u00ad${TOKEN.slice(12)}`],
    ['a string that was cut off', TOKEN.slice(0, 40)],
    ['a string with a word behind it', `${TOKEN}Regards`],
  ])('is found: %s', (_, text) => {
    expect(pastedCredential(text)).toEqual({ kind: 'token', id });
  });

  it('is found in capitals, which mean no other token', () => {
    expect(pastedCredential(TOKEN.toUpperCase())?.kind).toBe('token');
  });

  it('is told apart: a token, a key', () => {
    expect(pastedCredential(`Authorization: Bearer ${KEY}`)).toEqual({ kind: 'key', id });
  });

  it('is found with anything around it', () => {
    fc.assert(
      fc.property(junk, fc.constantFrom(TOKEN, KEY), junk, (before, string, after) => {
        fc.pre(pastedCredential(before) === undefined);
        expect(pastedCredential(before + string + after)?.id).toBe(id);
      }),
    );
  });

  it.each([
    'Jane Doe',
    'jane_doe@acme.example',
    '+31 20 123',
    'lt_',
    'LT_acme',
    id,
    `${id},${id}`,
    'walt_disney',
  ])('is not found in %j, which is searched for', (text) => expect(pastedCredential(text)).toBeUndefined());
});

describe('an address', () => {
  const read = readerOf(tokenQuery().entries);

  it('with the string of a token in a filter has no such filter', () => {
    const link = encodeURIComponent(`https://login.example/login?token=${TOKEN}`);
    expect(read(parseSearch(`?userId=${TOKEN}&ids=${link}&status=active`))).toEqual({ status: 'active' });
  });

  it('with a cursor keeps it, whatever the service has made it of', () => {
    expect(read(parseSearch(`?cursor=${TOKEN}`))).toEqual({ cursor: TOKEN });
  });
});
