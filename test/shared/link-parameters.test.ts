import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parameterName, repairQuery } from '../../shared/link-parameters.ts';

const TOKEN = `lt_${'0'.repeat(61)}`;
const value = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
  .filter((text) => !/lt_/i.test(text));
const link = fc.record({ state: value, return_to: value, HOOK_URL: value });

const read = (query: string): [string, string][] =>
  [...new URLSearchParams(repairQuery(query))].map(([name, value]) => [parameterName(name), value]);

describe('the parameters of a link', () => {
  const eachPair = (damage: (pair: string) => string) => (query: string) =>
    query.split('&').map(damage).join('&');
  const before = (junk: string) => (query: string) => query.replaceAll('&', `&${junk}`);
  const linkWith = (query: string) => `https://login.example/login?${query}`;

  it.each<[string, (query: string) => string]>([
    ['as it was sent', (query) => query],
    ['with &amp;', (query) => query.replaceAll('&', '&amp;')],
    ['with &amp;amp;', (query) => query.replaceAll('&', '&amp;amp;')],
    ['with &#38;', (query) => query.replaceAll('&', '&%2338;')],
    ['with a second ? behind the token', (query) => query.replace('&', '?')],
    ['with a ? in front of each', (query) => query.replace(/&(?=\w+=)/g, '?')],
    ['wrapped before each name', before('%0D%0A')],
    ['with soft breaks before each name', before('=%0D%0A')],
    ['with soft breaks in names', (query) => query.replace('return_to', 'return=%0D%0A_to')],
    ['with blanks before each name', before('%20')],
    ['with no-break spaces before each name', before('%C2%A0')],
    [
      'with zero-width characters around each name',
      (query) => query.replace(/&(\w+)=/g, '&%E2%80%8B$1%E2%80%8B='),
    ],
    ['with a zero-width character behind the token', (query) => query.replace('&', '%E2%80%8B&')],
    ['quoted-printable', (query) => query.replaceAll('=', '=3D')],
    ['with each = encoded', eachPair((pair) => pair.replace('=', '%3D'))],
    ['with each pair encoded once more', eachPair(encodeURIComponent)],
    ['encoded once more', encodeURIComponent],
    ['encoded twice more', (query) => encodeURIComponent(encodeURIComponent(query))],
    ['encoded from the token on', (query) => query.replace(/&.*/s, (rest) => encodeURIComponent(rest))],
    ['with each & encoded', (query) => query.replaceAll('&', '%26')],
    ['with each & encoded as &amp;', (query) => query.replaceAll('&', '%26amp%3B')],
    ['as a link in place of the token', (query) => `token=${encodeURIComponent(linkWith(query))}`],
  ])('are all there: %s', (_, damage) => {
    fc.assert(
      fc.property(link, fc.boolean(), (parameters, isFirst) => {
        // What a value says cannot be told from a separator where the whole was not encoded.
        fc.pre(!/%25|\+/.test(String(new URLSearchParams(parameters))));
        const own = Object.entries({ token: TOKEN, ...parameters });
        const canMove = /^(?:as|with &|encoded once|encoded twice|within|quoted)/.test(_);
        const query = String(new URLSearchParams(isFirst || !canMove ? own : own.reverse()));
        const restored = Object.fromEntries(read(damage(query)));
        expect({ ...restored, token: restored.token?.replace(/\u200b$/, '') }).toMatchObject({
          token: TOKEN,
          ...parameters,
        });
      }),
      { numRuns: 200 },
    );
  });

  it('keep what separators cannot be, however the query was encoded', () => {
    const parameters = { token: TOKEN, state: 'ab+c/d== 100%', HOOK_URL: 'http://b.example/?x=1&y=2%20+' };
    const query = String(new URLSearchParams(parameters));
    for (const damaged of [
      query,
      encodeURIComponent(query),
      query.replaceAll('&', '&amp;'),
      query.replace('&', '?'),
    ])
      expect(Object.fromEntries(read(damaged))).toEqual(parameters);
  });

  it('stay as they are where nothing was done to them', () => {
    const text = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text)), (pairs) => {
        const others = pairs.filter(
          ([name, said]) => !/token|lt_|amp;|#38;|#x26;/i.test(name + said) && parameterName(name) === name,
        );
        const query = String(new URLSearchParams([['token', TOKEN], ...others]));
        expect(read(query)).toEqual([['token', TOKEN], ...others]);
      }),
    );
  });

  it.each([
    (said: string) => `token=${TOKEN}%26token=${said}`,
    (said: string) => `token=${TOKEN}%3Ftoken=${said}`,
    (said: string) => `token=${TOKEN}%26return_to=x%26token=${said}`,
  ])('have two tokens where the link has two, and none is chosen: %s', (damage) => {
    const other = `lt_${'1'.repeat(61)}`;
    const tokens = read(damage(other)).filter(([name]) => name === 'token');
    expect(tokens.map(([, value]) => value)).toEqual([TOKEN, other]);
  });

  it.each([';', '%0A', '%0D%0A', '+', ',', '.', '%7C', '%20%20'])(
    'are called incomplete where %s stands for the & behind the token',
    (separator) => {
      for (const said of ['x', 'x%26HOOK_URL%3Dhttps%3A%2F%2Fevil.example', 'x%26token%3Dlt_other'])
        expect(read(`token=${TOKEN}${separator}state=${said}`)).toEqual([['token', 'lt_']]);
    },
  );

  it('stay apart where the second ? was encoded', () => {
    expect(read(`token=${TOKEN}%3Fstate=x%26HOOK_URL%3Dhttps%3A%2F%2Fevil.example`)).toEqual([
      ['token', TOKEN],
      ['state', 'x&HOOK_URL=https://evil.example'],
    ]);
  });

  it('are never what a value says, whatever it says and however the & of the link was encoded', () => {
    const said = fc.constantFrom(
      ...['x&token=lt_other&state=y', '&token=lt_other', '#token=lt_other', '?token=lt_other'],
      ...['https://shop.example/?token=lt_other&return_to=z', '\r\nabc', '\r\n&b=c'],
    );
    const own = fc.constantFrom('cc', 'utm_source', 'url', 'state', 'HOOK_URL', 'return_to');
    const damage = fc.constantFrom<(query: string) => string>(
      (query) => query,
      (query) => query.replaceAll('&', '%26'),
      (query) => query.replaceAll('&', '%26amp%3B'),
      (query) => query.replaceAll('&', '&amp;'),
    );
    const credentials: fc.Arbitrary<[string, string][]> = fc.constantFrom(
      [['token', TOKEN]],
      [
        ['USERNAME', 'v'],
        ['PASSWORD', TOKEN],
      ],
    );
    fc.assert(
      fc.property(credentials, own, said, damage, (login, name, value, damaged) => {
        const pairs: [string, string][] = [...login, [name, value]];
        fc.pre(login.length === 1 || damaged('&') === '&');
        expect(read(damaged(String(new URLSearchParams(pairs))))).toEqual(pairs);
      }),
    );
  });

  it.each(['return_to', 'state', 'HOOK_URL', 'url'])('are not searched for in %s beside a token', (name) => {
    for (const said of ['https://shop.example/?token=lt_other&state=x', 'x?state=y&return_to=z', '3Dx'])
      expect(
        read(
          String(
            new URLSearchParams([
              ['token', TOKEN],
              [name, said],
            ]),
          ),
        ),
      ).toEqual([
        ['token', TOKEN],
        [name, said],
      ]);
    const unencoded = `token=${TOKEN}&${name}=https://shop.example/?a=1`;
    expect(read(unencoded)).toEqual([
      ['token', TOKEN],
      [name, 'https://shop.example/?a=1'],
    ]);
  });

  it('are found in time that grows with the text', () => {
    const hostile = [
      'token=',
      '?token=',
      '&token=',
      'amp;',
      '?',
      '&',
      'lt_',
      '&amp;token=lt_',
      '%3F',
      '%3D',
      '%26',
      '=%0A',
    ];
    for (const part of hostile) {
      const text = part.repeat(32_000 / part.length);
      for (const query of [text, `x=${text}`, `token=${text}`, `token%3D${text}`, `x=lt_${text}`])
        expect(typeof repairQuery(query)).toBe('string');
    }
  });
});
