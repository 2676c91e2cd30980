import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addCode, chooseRedirect, redirectSchemes } from '../../../shared/sign-in/redirect.ts';

const SETTINGS = {
  callbackUrl: 'https://shop.example/callback?shop=1',
  allowedReturnUrls: [
    'https://shop.example/account',
    'http://localhost:3000/',
    'https://other.example:8443/a/b',
  ],
};

const PLACES = [SETTINGS.callbackUrl, ...SETTINGS.allowedReturnUrls].map((url) => {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
});

/** Texts close to an allowed URL: made of its parts and of parts of attacks. */
const PIECES = [
  ...[
    'https:',
    'http:',
    'HTTPS:',
    'javascript:',
    'data:',
    '//',
    '/',
    '\\',
    '@',
    '#',
    '?',
    ':',
    '.',
    ';',
    ',',
  ],
  ...['shop.example', 'localhost:3000', 'other.example:8443', 'evil.example', 'SHOP.example', 'shоp.example'],
  ...[
    '/callback',
    '/account',
    '/a/b',
    '/..',
    '/.',
    '%2e',
    '%2f',
    '%5c',
    '%00',
    ' ',
    '\t',
    '\n',
    '。',
    '\u00ad',
  ],
  ...['code=1', 'state=2', 'x=1', '&', '[::1]', 'user:pass', '443'],
];
const near = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((pieces) => pieces.join('')),
  fc
    .tuple(
      fc.constantFrom(...PLACES),
      fc.constantFrom('', '?', '?x=1', '?x=1&y='),
      fc.string({ unit: 'binary' }),
    )
    .map((parts) => parts.join('')),
  fc
    .tuple(fc.constantFrom(...PLACES), fc.nat(40), fc.constantFrom(...PIECES))
    .map(([url, at, piece]) => url.slice(0, at) + piece + url.slice(at)),
);

const chosen = (returnTo: string): string | undefined => {
  const target = chooseRedirect(SETTINGS, returnTo);
  return target.outcome === 'chosen' ? target.url : undefined;
};

describe('where a link may have people taken', () => {
  it('is, whatever it says, a place that was allowed, as browsers read it', () => {
    fc.assert(
      fc.property(near, (returnTo) => {
        const url = chosen(returnTo);
        if (url === undefined) return;
        const { origin, pathname, username, password, hash } = new URL(url);
        expect(PLACES).toContain(origin + pathname);
        expect([username, password, hash]).toEqual(['', '', '']);
      }),
      { numRuns: 5_000 },
    );
  });

  it('adds one code and the state, to the letter, and leaves its own query before them', () => {
    fc.assert(
      fc.property(near, fc.string({ unit: 'grapheme' }), (returnTo, state) => {
        const url = chosen(returnTo);
        if (url === undefined) return;
        const before = new URL(url);
        const after = new URL(addCode(url, 'a.b-c_d', state));
        expect(after.origin + after.pathname).toBe(before.origin + before.pathname);
        expect(after.searchParams.getAll('code')).toEqual(['a.b-c_d']);
        expect(after.searchParams.getAll('state')).toEqual([state.toWellFormed()]);
        expect(after.search.startsWith(before.search)).toBe(true);
      }),
      { numRuns: 5_000 },
    );
  });

  it('is written in ASCII: nothing else may stand in a header', () => {
    fc.assert(
      fc.property(near, (returnTo) => {
        const url = chosen(returnTo);
        if (url !== undefined) expect(addCode(url, 'code', 'é')).toMatch(/^[\x21-\x7e]*$/);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is the callback when it says nothing, and nothing when there is none', () => {
    expect(chooseRedirect(SETTINGS, undefined)).toEqual({ outcome: 'chosen', url: SETTINGS.callbackUrl });
    expect(chooseRedirect({ ...SETTINGS, callbackUrl: null }, undefined)).toEqual({
      outcome: 'not_configured',
    });
  });

  it('is nowhere when nothing is allowed', () => {
    const nothing = { callbackUrl: null, allowedReturnUrls: [] };
    for (const url of ['', 'https://shop.example/', '/'])
      expect(chooseRedirect(nothing, url).outcome).toBe('not_allowed');
  });
});

it('the schemes of the targets are named once each, and https is always one', () => {
  expect(redirectSchemes(SETTINGS)).toEqual(['https:', 'http:']);
  const app = { callbackUrl: null, allowedReturnUrls: ['com.example.app:/callback', 'com.example.app://x'] };
  expect(redirectSchemes(app)).toEqual(['https:', 'com.example.app:']);
});
