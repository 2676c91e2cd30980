import { beforeEach, describe, expect, it } from 'vitest';
import { LOCALES } from '../../../../functions/pages/locale.ts';
import { TEXTS } from '../../../../functions/pages/texts.ts';
import { db } from '../../../../functions/runtime/database.ts';
import { formatCredential, newSecret } from '../../../../shared/crypto/credential.ts';
import { type Answer, send } from '../../../support/api.ts';
import { expectPage } from '../../../support/expect-page.ts';
import { failRequests, heal, requestsOf } from '../../../support/faults.ts';
import { useService } from '../../../support/fixture.ts';
import { MINUTE, pass } from '../../../support/frozen-clock.ts';
import { aToken, aUser, CALLBACK, pressContinue, setSettings } from '../../../support/given.ts';
import { ADMIN } from '../../../support/keys.ts';

/** The page that a link opens. Its markup is tested in `test/functions/pages/`. */

const ACCOUNT = 'https://shop.example/account';
const RETURN_TO = encodeURIComponent(`${ACCOUNT}?a=1&b=2`);
const LOCAL = 'http://localhost:3000/callback';
const SETTINGS = { callbackUrl: `${CALLBACK}?shop=1`, allowedReturnUrls: [ACCOUNT, LOCAL], shopName: 'Acme' };
const { admin, log } = useService({ frozen: true, settings: SETTINGS });

const open = (
  parameters: Record<string, string> | [string, string][],
  headers: Record<string, string> = {},
) => send('GET', `/login?${new URLSearchParams(parameters)}`, { headers });
const tokenOf = async (id: string) => (await send('GET', `/tokens/${id}`, { key: admin })).body;

/** Two pages differ in the token and in the attempt only. */
const attemptIn = ({ text }: Answer) => /name="attempt" value="(\w+)"/.exec(text)?.[1] ?? '';
const withoutItsOwn = (answer: Answer, token = '') =>
  answer.text
    .replace(`name="token" value="${token}"`, 'name="token" value="TOKEN"')
    .replace(attemptIn(answer), 'ATTEMPT');

describe('opening a link', () => {
  it('shows a page with the token, and what the link said, in a form', async () => {
    const { token } = await aToken();
    const answer = await open({ token, state: 'a"<b>', return_to: `${ACCOUNT}?order=1&x` });
    expectPage(answer, 200);
    expect(answer.text).toContain(`name="token" value="${token}"`);
    expect(answer.text).toContain('name="state" value="a&quot;&lt;b&gt;"');
    expect(answer.text).toContain(`name="return_to" value="${ACCOUNT}?order=1&amp;x"`);
    expect(answer.text).toContain('Acme');
  });

  it('uses nothing: after a HEAD and five GETs the token is as it was, and good', async () => {
    const { id, token, loginUrl } = await aToken();
    const before = await tokenOf(id);
    const path = loginUrl.slice('https://login.example.com'.length);
    for (const method of ['HEAD', 'GET', 'GET', 'GET', 'GET', 'GET'])
      expect((await send(method, path)).status).toBe(200);
    expect(await tokenOf(id)).toEqual(before);
    expect((await pressContinue(token)).status).toBe(303);
  });

  it('asks the database nothing, but the settings once a minute', async () => {
    const { token } = await aToken();
    pass(MINUTE);
    const first = await requestsOf(db, () => open({ token }));
    expect(first.requests.map(({ command }) => command)).toEqual(['GetItem']);
    const warm = await requestsOf(db, async () => {
      await open({ token, return_to: ACCOUNT });
      await open({ token: token.slice(0, 40) });
      await send('HEAD', `/login?token=${token}`);
    });
    expect(warm.requests).toEqual([]);
  });

  it('shows the same page for every whole token: nobody can tell a good one by it', async () => {
    const userId = await aUser();
    const good = (await aToken({ userId })).token;
    const used = (await aToken()).token;
    await pressContinue(used);
    const unknown = formatCredential('lt_', { id: 'z'.repeat(22), secret: newSecret() }).reveal();
    const pages = await Promise.all(
      [good, used, unknown].map(async (token) => withoutItsOwn(await open({ token }), token)),
    );
    expect(new Set(pages).size).toBe(1);
  });

  it('makes an attempt of its own every time', async () => {
    const attempts = await Promise.all(Array.from({ length: 5 }, async () => attemptIn(await open({}))));
    expect(new Set(attempts).size).toBe(5);
    for (const attempt of attempts) expect(attempt).toMatch(/^[0-9A-Za-z]{22}$/);
  });

  it('takes no attempt from the link: somebody else might know it', async () => {
    expect(attemptIn(await open({ attempt: 'known' }))).not.toBe('known');
  });

  it('leaves token and state out of the log', async () => {
    const { token } = await aToken();
    await open({ token, state: 'confidential' });
    expect(log.last()).toMatchObject({ route: 'GET /login', status: 200 });
    const text = JSON.stringify(log.lines());
    for (const secret of [token, token.slice(25, 58), 'confidential']) expect(text).not.toContain(secret);
  });

  it('is the same without anything in its query', async () => {
    expectPage(await send('GET', '/login'), 200);
  });

  it('asked for by HEAD has the headers of the page and no body', async () => {
    const { token } = await aToken();
    const head = await send('HEAD', `/login?token=${token}`);
    expect([head.status, head.text]).toEqual([200, '']);
    const page = await open({ token });
    const length = { 'Content-Length': String(Buffer.byteLength(page.text)) };
    expect({ ...head.headers, 'X-Request-Id': '' }).toEqual({
      ...page.headers,
      ...length,
      'X-Request-Id': '',
    });
  });

  it('asked for by HEAD with what a procurement system sends leads to its door, and uses nothing there', async () => {
    const { id, token } = await aToken({ purpose: 'procurement', userId: await aUser() });
    const before = await tokenOf(id);
    const query = new URLSearchParams({ token, HOOK_URL: 'https://procurement.example/back' });
    const { result, requests } = await requestsOf(db, async () => {
      const led = await send('HEAD', `/login?${query}`);
      expect([led.status, led.headers.Location]).toEqual([
        307,
        `https://login.example.com/punchout/oci?${query}`,
      ]);
      return send('HEAD', `/punchout/oci?${query}`);
    });
    expect(result.status).toBe(200);
    expect(requests).toEqual([]);
    expect(await tokenOf(id)).toEqual(before);
  });

  it('tells browsers which schemes the form may lead to, and no others', async () => {
    const policy = (await open({})).headers['Content-Security-Policy'] ?? '';
    expect(policy.split('; ')).toContain("form-action 'self' https: http:");
    expect(policy.split('; ')).toContain("frame-ancestors 'none'");
  });

  it('may be shown in the frames that the settings name', async () => {
    await setSettings({ ...SETTINGS, frameAncestors: ['https://procurement.example'] });
    const policy = (await open({})).headers['Content-Security-Policy'] ?? '';
    expect(policy.split('; ')).toContain('frame-ancestors https://procurement.example');
    await setSettings(SETTINGS);
  });

  it('tolerates what mail tools add, repeated too', async () => {
    const { token } = await aToken();
    const answer = await open([
      ['utm_source', 'mail'],
      ['utm_source', 'again'],
      ['__proto__', 'x'],
      ['token', token],
    ]);
    expectPage(answer, 200);
    expect(answer.text).toContain(token);
    expect(answer.text).not.toContain('utm_source');
  });

  it.each(['PUT', 'DELETE', 'PATCH'])('takes no %s', async (method) => {
    const answer = await send(method, '/login');
    expect(answer.status).toBe(405);
    expect(answer.headers.Allow?.split(', ').sort()).toEqual(['GET', 'HEAD', 'POST']);
  });
});

describe('the language of the page', () => {
  const langOf = ({ text }: Answer) => /<html lang="([^"]+)"/.exec(text)?.[1];

  it.each([
    ['nl', {}, 'nl'],
    ['pt-BR,pt;q=0.9', {}, 'pt-BR'],
    ['xx, el;q=0.4, sv;q=0.5', {}, 'sv'],
    ['nb-NO', {}, 'nb'],
    ['ja', {}, 'en'],
    ['', {}, 'en'],
    ['nl', { locale: 'de' }, 'de'],
    ['nl', { locale: 'pt_BR' }, 'pt-BR'],
    ['nl', { locale: 'tlh' }, 'nl'],
    ['nl', { locale: '"><script>' }, 'nl'],
    [';;;,=,q=x', {}, 'en'],
  ])('for a reader of %j with %j is %s', async (accepted, parameters, lang) => {
    expect(langOf(await open(parameters, { 'accept-language': accepted }))).toBe(lang);
  });

  it('is that of the page when the press of its button is refused', async () => {
    const refused = await pressContinue(ANOTHER, { locale: 'fr' });
    expect(refused.status).toBe(401);
    expect(langOf(refused)).toBe('fr');
  });
});

const ANOTHER = formatCredential('lt_', { id: 'z'.repeat(22), secret: newSecret() }).reveal();

describe('a link that is damaged', () => {
  it.each([
    ['return_to', ACCOUNT, `${ACCOUNT}?x`],
    ['state', 'x', 'y'],
    ['attempt', 'x', 'y'],
    ['token', ANOTHER, undefined],
  ])('by two values of %s gets the 400 page', async (name, value, other) => {
    const { id, token } = await aToken();
    const answer = await open([...Object.entries({ token, [name]: value }), [name, other ?? token]]);
    expectPage(answer, 400);
    expect(answer.text).not.toContain(token);
    expect(await tokenOf(id)).toMatchObject({ successfulAttempts: 0, failedAttempts: 0 });
  });

  it('by a rewriter that repeats its query, or adds empty parameters, is as good as before', async () => {
    const { token } = await aToken();
    const query = [...new URLSearchParams({ token, return_to: ACCOUNT, state: 'x' })] as [string, string][];
    const answer = await open([
      ['token', ''],
      ['state', ''],
      ...query,
      ...query,
      ['token', token.slice(0, 40)],
    ]);
    expectPage(answer, 200);
    expect(answer.text).toContain(`name="token" value="${token}"`);
    expect(answer.text).toContain('name="state" value="x"');
  });

  it.each([
    (token: string) => `token=${token}.`,
    (token: string) => `token=3D${token}`,
    (token: string) => `token=%3C${token}%3E`,
    (token: string) => `token=${token}%0D%0A`,
    (token: string) => `token=${token}=452`,
    (token: string) => `token=${token}?utm_source=mail`,
    (token: string) => `token=${token.slice(0, 40)}%0D%0A${token.slice(40)}`,
    (token: string) => `Token=${token}`,
    (token: string) => `token%3D${token}`,
    (token: string) => `utm_source=x&amp;token=${token}`,
    (token: string) => token,
    (token: string) => `url=https%3A%2F%2Flogin.example.com%2Flogin%3Ftoken%3D${token}`,
  ])('around a whole string is as good as before: %s', async (damage) => {
    const { token } = await aToken();
    const answer = await send('GET', `/login?${damage(token)}`);
    expectPage(answer, 200);
    expect(answer.text).toContain(`name="token" value="${token}"`);
  });

  it.each([
    (token: string) => `token=${token}&amp;return_to=${RETURN_TO}&amp;state=a%20b`,
    (token: string) => `return_to=${RETURN_TO}&amp;state=a%20b&amp;token=${token}`,
    (token: string) => `token=${token}&amp;amp;state=a%20b&AMP;return_to=${RETURN_TO}`,
    (token: string) => `TOKEN=${token}&STATE=a%20b&Return_To=${RETURN_TO}`,
    (token: string) => encodeURIComponent(`token=${token}&return_to=${RETURN_TO}&state=a%20b`),
    (token: string) => encodeURIComponent(`return_to=${RETURN_TO}&state=a%20b&token=${token}`),
    (token: string) => `token=${token}${encodeURIComponent(`&state=a%20b&return_to=${RETURN_TO}`)}`,
    (token: string) => `token=${token}?return_to=${RETURN_TO}&state=a%20b`,
    (token: string) => `token=${token}?return_to=${RETURN_TO}?state=a%20b`,
    (token: string) => `token=${token}&%0D%0Areturn_to=${RETURN_TO}&=%0D%0Astate=a%20b`,
    (token: string) => `token=${token}&%E2%80%8Breturn_to=${RETURN_TO}&%C2%A0state%20=a%20b`,
    (token: string) => `token%3D${token}&return_to%3D${RETURN_TO}&state%3Da%20b`,
    (token: string) => `token=3D${token}&return_to=3D${RETURN_TO}&state=3Da%20b`,
    (token: string) =>
      `token=${encodeURIComponent(`https://login.example.com/login?return_to=${RETURN_TO}&token=${token}&state=a%20b`)}`,
  ])('loses none of its parameters with its form: %s', async (damage) => {
    const { token } = await aToken();
    const answer = await send('GET', `/login?${damage(token)}`);
    expectPage(answer, 200);
    expect(answer.text).toContain(`name="token" value="${token}"`);
    expect(answer.text).toContain('name="state" value="a b"');
    expect(answer.text).toContain(`name="return_to" value="${ACCOUNT}?a=1&amp;b=2"`);
  });

  it('is not taken from a link within another one that has parameters of its own', async () => {
    const { token } = await aToken();
    const link = `https://login.example.com/login?state=a%20b&return_to=${RETURN_TO}&token=${token}`;
    const answer = await open({ utm_source: 'mail', url: link });
    expectPage(answer, 200);
    expect(answer.text).not.toContain(token);
  });

  it('keeps what a parameter of ours says, a link of another token too, and the one in its own spelling', async () => {
    const { token } = await aToken();
    const other = `${ACCOUNT}?token=lt_x&b=y`;
    const answer = await open({ token, return_to: other, state: 'x&token=lt_y', STATE: 'of a tracker' });
    expectPage(answer, 200);
    expect(answer.text).toContain('name="state" value="x&amp;token=lt_y"');
    expect(answer.text).toContain(`name="return_to" value="${other.replace('&', '&amp;')}"`);
  });

  it.each([
    (token: string) => `token=${token.slice(0, 40)}`,
    (token: string) => `token=${token.slice(0, -1)}`,
    (token: string) => `token=${token.toLowerCase()}`,
    (token: string) => `token=${token.slice(1)}`,
    (token: string) => `token%3D${token.slice(0, 50)}`,
    (token: string) => token.slice(0, 50),
    () => 'token=x',
    () => `token=${'x'.repeat(30_000)}`,
    () => 'token=%22%3E%3Cscript%3Ealert(1)%3C/script%3E',
    () => `token=${ADMIN}`,
  ])(
    'so that it is not whole is called incomplete, by GET and HEAD, and nobody is asked: %s',
    async (damage) => {
      const { token } = await aToken();
      await open({});
      const { result, requests } = await requestsOf(db, () => send('GET', `/login?${damage(token)}`));
      expectPage(result, 400);
      expect(result.text).toContain('<h1>This link is incomplete</h1>');
      expect(result.text).not.toMatch(/<button|expired|used|alert/);
      expect(requests).toEqual([]);
      expect((await send('HEAD', `/login?${damage(token)}`)).status).toBe(400);
    },
  );

  it.each(LOCALES)('is called incomplete in %s', async (locale) => {
    const { title, text } = TEXTS[locale].errors.invalid;
    expect((await open({ token: 'x', locale })).text).toContain(`<h1>${title}</h1><p>${text}</p>`);
  });

  it('says nothing of a token that was never there', async () => {
    for (const query of ['token=', 'token=.', 'token=%20', 'utm_source=default_x', '_=lt'])
      expect((await send('GET', `/login?${query}`)).text).toContain('<div id="missing">');
  });

  it.each([
    ['return_to', 2_048],
    ['state', 1_024],
    ['attempt', 64],
  ] as const)('by a %s of more than %i characters gets the 400 page', async (name, most) => {
    const value = (length: number) =>
      name === 'return_to' ? `${ACCOUNT}?`.padEnd(length, 'x') : 'x'.repeat(length);
    expectPage(await open({ [name]: value(most) }), 200);
    expectPage(await open({ [name]: value(most + 1) }), 400);
  });
});

describe('while the settings cannot be read', () => {
  beforeEach(() => {
    pass(MINUTE);
    failRequests(db, 'GetItem');
    return () => heal(db);
  });

  it('links show the 503 page, with the time to try again', async () => {
    const answer = await open({ token: ANOTHER });
    expectPage(answer, 503);
    expect(answer.headers['Retry-After']).toBe('1');
  });
});
