import { describe, expect, it } from 'vitest';
import { handler as recordEvents } from '../../../../functions/workers/record-history.ts';
import { send } from '../../../support/api.ts';
import { expectPage } from '../../../support/expect-page.ts';
import { expectConventionalHeaders } from '../../../support/expect-problem.ts';
import { useService } from '../../../support/fixture.ts';
import { DAY, inFuture, MINUTE, pass, SECOND } from '../../../support/frozen-clock.ts';
import {
  aCode,
  arrivalOf,
  aToken,
  aUser,
  CALLBACK,
  exchange,
  pressContinue,
  redeem,
} from '../../../support/given.ts';
import { deliver, streamRecords } from '../../../support/history.ts';

/** Pressing the button redeems the token and takes the browser to the storefront. */

const { admin, log } = useService({ frozen: true, settings: { callbackUrl: CALLBACK } });

const tokenOf = async (id: string) => (await send('GET', `/tokens/${id}`, { key: admin })).body;
const untouched = { status: 'active', successfulAttempts: 0, failedAttempts: 0, lastAccessedAt: null };

/** Posts a form with these headers and no others. */
const post = (form: Record<string, string> | [string, string][], headers: Record<string, string> = {}) =>
  send('POST', '/login', { form, headers });

describe('pressing the button', () => {
  it('takes the browser to the storefront with a code, once and for all', async () => {
    const { id, token } = await aToken();
    const pressed = await pressContinue(token);
    expect(pressed.status, pressed.text).toBe(303);
    expect(pressed.text).toBe('');
    expectConventionalHeaders(pressed);
    expect(pressed.headers['Referrer-Policy']).toBe('no-referrer');
    expect(pressed.headers.Location).toMatch(
      /^https:\/\/shop\.example\/callback\?code=[\w-]+\.[\w-]+\.[\w-]+$/,
    );
    expect(await tokenOf(id)).toMatchObject({ status: 'used', successfulAttempts: 1, failedAttempts: 0 });
  });

  it('yields a code that says who is signed in to nobody but the service', async () => {
    const userId = await aUser({ name: 'Erika Mustermann' });
    const code = await aCode((await aToken({ userId })).token);
    const [header, claims] = code.split('.').map((part) => Buffer.from(part, 'base64url').toString());
    for (const known of [userId, 'Erika', 'acme.com']) expect(`${header}${claims}`).not.toContain(known);
  });

  it('leaves token, code and state out of the log, and tells its outcome', async () => {
    const { id, token } = await aToken();
    const code = await aCode(token, { state: 'confidential' });
    expect(log.last()).toMatchObject({
      route: 'POST /login',
      status: 303,
      outcome: 'redeemed',
      tokenId: id,
      sessionId: expect.stringMatching(/^\w{22}$/),
    });
    const text = JSON.stringify(log.lines());
    for (const secret of [token, token.slice(25, 58), code, code.split('.')[2] ?? '', 'confidential'])
      expect(text).not.toContain(secret);
  });

  it('is in the history as an attempt at the page’s door, with the address of the browser', async () => {
    const { id, token } = await aToken();
    await send('POST', '/login', { form: { token }, ip: '203.0.113.9' });
    await deliver(recordEvents, await streamRecords());
    const { body } = await send('GET', `/tokens/${id}/events?kind=attempts`, { key: admin });
    expect(body.items).toEqual([
      expect.objectContaining({
        type: 'token.redeemed',
        by: { id: 'door:login', name: 'Login page' },
        ip: '203.0.113.9',
        userAgent: 'test',
      }),
    ]);
  });

  it('reads a form as gateways send it, in base64 or not, with a charset or not', async () => {
    for (const options of [{ base64: true }, {}] as const) {
      const { token } = await aToken();
      const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' };
      expect((await send('POST', '/login', { form: { token }, headers, ...options })).status).toBe(303);
    }
  });

  it('takes the token from the form alone, never from the address', async () => {
    const { id, token } = await aToken();
    const answer = await send('POST', `/login?token=${token}`, { form: { token: '' } });
    expectPage(answer, 400);
    expect(await tokenOf(id)).toMatchObject(untouched);
  });

  it.each([
    (token: string) => `${token} `,
    (token: string) => ` ${token}`,
    (token: string) => `${token}\r\n`,
    (token: string) => `${token.slice(0, 40)}\r\n${token.slice(40)}`,
    (token: string) => `3D${token}.`,
    (token: string) => `https://login.example.com/login?token=${token}`,
    (token: string) => token.padEnd(1_001),
  ])('takes a whole string with what was added to it: %s', async (damage) => {
    const { token } = await aToken();
    expect((await pressContinue(damage(token))).status).toBe(303);
  });

  it('tolerates fields that others have added', async () => {
    const { token } = await aToken();
    const form: [string, string][] = [...Object.entries({ token, extension: 'x' }), ['extension', 'y']];
    expect((await post(form)).status).toBe(303);
  });
});

describe('the state that the link came with', () => {
  it.each([
    'xyz',
    'a b+c%20&code=stolen&=',
    '"><script>alert(1)</script>',
    '../../?#',
    '😀 é \u200b\u202e',
    '__proto__',
    '0',
    ' ',
    'x'.repeat(1_024),
    '😀'.repeat(500),
  ])('comes back to the letter: %j', async (state) => {
    const pressed = await pressContinue((await aToken()).token, { state });
    expect(pressed.status, pressed.text).toBe(303);
    expect(arrivalOf(pressed).getAll('state')).toEqual([state]);
    expect(arrivalOf(pressed).getAll('code')).toHaveLength(1);
    expect(pressed.headers.Location).toMatch(/^[\x21-\x7e]+$/);
    expect(new URL(pressed.headers.Location ?? '').origin).toBe('https://shop.example');
  });

  it.each([
    ['a line break, which browsers change in forms', 'line\r\nset-cookie: a=b'],
    ['control characters', '\u0000\u001f'],
    ['characters that were damaged', '\ufffd'],
  ])('with %s would not come back so: it gets the 400 page, and the token is untouched', async (_, state) => {
    const { id, token } = await aToken();
    expectPage(await pressContinue(token, { state }), 400);
    expect((await send('GET', `/login?${new URLSearchParams({ token, state })}`)).status).toBe(400);
    expect(await tokenOf(id)).toMatchObject(untouched);
  });

  it('that is too long for an address when it is encoded gets the 400 page, and the token is untouched', async () => {
    const { id, token } = await aToken();
    const state = '😀'.repeat(1_024);
    expectPage(await pressContinue(token, { state }), 400);
    expectPage(await send('GET', `/login?${new URLSearchParams({ token, state })}`), 400);
    const returnTo = `${CALLBACK}?q=${'é'.repeat(1_100)}`;
    expectPage(await pressContinue(token, { return_to: returnTo }), 400);
    expect(await tokenOf(id)).toMatchObject(untouched);
    const longest = await pressContinue(token, { state: 'é'.repeat(1_000) });
    expect(longest.status).toBe(303);
    expect(longest.headers.Location?.length).toBeLessThan(8_000);
  });

  it('that was no text to begin with gets the 400 page, and the token is untouched', async () => {
    const { id, token } = await aToken();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    expectPage(await send('POST', '/login', { raw: `token=${token}&state=%FF`, headers }), 400);
    expect(await tokenOf(id)).toMatchObject(untouched);
  });

  it('is left out when there was none', async () => {
    const pressed = await pressContinue((await aToken()).token, { state: '' });
    expect(arrivalOf(pressed).has('state')).toBe(false);
  });
});

describe('pressing twice', () => {
  const attempt = 'one-page';

  it('on one page is one use, and one session', async () => {
    const { id, token } = await aToken();
    const codes = await Promise.all([aCode(token, { attempt }), aCode(token, { attempt })]);
    expect(await tokenOf(id)).toMatchObject({ successfulAttempts: 1, failedAttempts: 0 });
    const sessions = await Promise.all(codes.map(async (code) => (await exchange(code)).body.session));
    expect(sessions[0].id).toBe(sessions[1].id);
    expect(sessions[0].expiresAt).toBe(sessions[1].expiresAt);
  });

  it('twenty times at once on one page is one use, and all get in', async () => {
    const { id, token } = await aToken();
    const answers = await Promise.all(Array.from({ length: 20 }, () => pressContinue(token, { attempt })));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(303));
    expect(await tokenOf(id)).toMatchObject({ successfulAttempts: 1, failedAttempts: 0 });
  });

  it('on one page is the same sign-in for two minutes, and not after', async () => {
    const { token } = await aToken();
    await aCode(token, { attempt });
    pass(2 * MINUTE);
    expect((await pressContinue(token, { attempt })).status).toBe(303);
    pass(SECOND);
    expectPage(await pressContinue(token, { attempt }), 401);
  });

  it('on two pages is refused the second time', async () => {
    const { token } = await aToken();
    await aCode(token, { attempt: 'page-1' });
    expectPage(await pressContinue(token, { attempt: 'page-2' }), 401);
  });

  it('without an attempt is refused the second time', async () => {
    const { token } = await aToken();
    expect((await post({ token })).status).toBe(303);
    expectPage(await post({ token }), 401);
  });

  it('on twenty pages at once gets one in', async () => {
    const { id, token } = await aToken();
    const answers = await Promise.all(Array.from({ length: 20 }, () => pressContinue(token)));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([303, ...Array(19).fill(401)]);
    expect(await tokenOf(id)).toMatchObject({ successfulAttempts: 1, failedAttempts: 19 });
  });

  it('is nothing that a storefront can do in the page’s name', async () => {
    const { token } = await aToken();
    await aCode(token, { attempt });
    expect((await redeem(token, { attemptId: attempt })).status).toBe(401);
  });

  it.each([
    [
      'disabled',
      (id: string) => send('PATCH', `/tokens/${id}`, { key: admin, body: { status: 'disabled' } }),
    ],
    ['rotated', (id: string) => send('POST', `/tokens/${id}/rotate`, { key: admin })],
    ['deleted', (id: string) => send('DELETE', `/tokens/${id}`, { key: admin })],
    [
      'cut off from its sessions',
      (id: string) => send('POST', `/tokens/${id}/sessions/revoke`, { key: admin }),
    ],
  ])('is refused when the token was %s in between', async (_, close) => {
    const { id, token } = await aToken();
    await aCode(token, { attempt });
    await close(id);
    expectPage(await pressContinue(token, { attempt }), 401);
  });
});

it('a link is good to the last second before its expiry', async () => {
  const { token } = await aToken({ expiresAt: inFuture(DAY) });
  pass(DAY - SECOND);
  expect((await pressContinue(token)).status).toBe(303);
});
