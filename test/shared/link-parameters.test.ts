import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { restoreParameters } from '../../shared/link-parameters.ts';

const TOKEN = `lt_${'0'.repeat(61)}`;
const value = fc.string({ minLength: 1, maxLength: 40 }).filter((text) => !/lt_/i.test(text));
const link = fc.record({ state: value, return_to: value, HOOK_URL: value });

describe('the parameters of a link', () => {
  it.each<[string, (query: string) => string]>([
    ['as it was sent', (query) => query],
    ['with &amp;', (query) => query.replaceAll('&', '&amp;')],
    ['with &amp;amp;', (query) => query.replaceAll('&', '&amp;amp;')],
    ['encoded once more', encodeURIComponent],
    ['encoded from the token on', (query) => query.replace(/&.*/s, (rest) => encodeURIComponent(rest))],
    ['within another link', (query) => `u=${encodeURIComponent(`https://login.example/login?${query}`)}&x=1`],
  ])('are all there: %s', (_, damage) => {
    fc.assert(
      fc.property(link, (parameters) => {
        const query = String(new URLSearchParams({ token: TOKEN, ...parameters }));
        const restored = restoreParameters(new URLSearchParams(damage(query)));
        expect(Object.fromEntries(restored)).toMatchObject({ token: TOKEN, ...parameters });
      }),
    );
  });

  it('stay as they are where nothing was done to them', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), fc.string())), (pairs) => {
        const others = pairs.filter(([name, text]) => !/^amp;|token|lt_/i.test(name + text));
        expect(restoreParameters([['token', TOKEN], ...others])).toEqual([['token', TOKEN], ...others]);
      }),
    );
  });

  it.each(['return_to', 'state', 'HOOK_URL', 'url'])('are not searched for in %s beside a token', (name) => {
    const pairs: [string, string][] = [
      ['token', TOKEN],
      [name, `https://shop.example/?token=lt_other&state=x`],
    ];
    expect(restoreParameters(pairs)).toEqual(pairs);
  });

  it('are found in time that grows with the text', () => {
    for (const part of ['token=', '?token=', '&token=', 'amp;', '?', '&', 'lt_', '&amp;token=lt_', '%3F']) {
      const text = part.repeat(32_000 / part.length);
      expect(
        restoreParameters([
          [text, ''],
          ['x', text],
          ['token', text],
        ]).length,
      ).toBeGreaterThan(0);
    }
  });
});
