import { GetCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, describe, expect, it } from 'vitest';
import { PROBLEMS } from '../../../functions/http/problem.ts';
import { config } from '../../../functions/runtime/config.ts';
import { db } from '../../../functions/runtime/database.ts';
import { handler as recordEvents } from '../../../functions/workers/record-history.ts';
import { formatCredential, newSecret } from '../../../shared/crypto/credential.ts';
import { type Answer, send } from '../../support/api.ts';
import { expectConventionalHeaders, expectProblem } from '../../support/expect-problem.ts';
import { failRequests, heal, loseAnswers, requestsOf } from '../../support/faults.ts';
import { useService } from '../../support/fixture.ts';
import { DAY, inFuture, MINUTE, pass, SECOND } from '../../support/frozen-clock.ts';
import { arrivalOf, aToken, aUser, CALLBACK, exchange, setSettings, unique } from '../../support/given.ts';
import { deliver, streamRecords } from '../../support/history.ts';
import { makeKey } from '../../support/keys.ts';

/** The door for procurement systems that speak OCI: they open a link, and can press no button. */

const { admin, log } = useService({
  frozen: true,
  settings: { callbackUrl: CALLBACK, allowedReturnUrls: ['https://shop.example/oci'] },
});

afterEach(() => heal(db));

const HOOK = 'https://srm.partner.example/hook?sap-sessionid=a%2Fb+c&x=%c3%a4&x=1';
const OCI = { HOOK_URL: HOOK, '~OkCode': 'ADDI', '~TARGET': '_top', '~CALLER': 'CTLG', VENDOR: '100' };
type Fields = Record<string, string> | [string, string][];

const query = (fields: Fields) => new URLSearchParams(fields).toString();
const get = (fields: Fields, path = '/punchout/oci') => send('GET', `${path}?${query(fields)}`);
const post = (form: Fields, path = '/punchout/oci') => send('POST', path, { form, base64: true });
const aProcurementToken = async (members: object = {}) =>
  aToken({ userId: await aUser(), purpose: 'procurement', ...members });
/** Follows the redirect of a login link to the OCI door, as a browser does: with the same method and form. */
async function follow(answer: Answer, form?: Fields): Promise<Answer> {
  expect(answer.status, answer.text).toBe(307);
  expectConventionalHeaders(answer);
  expect(answer.headers['Referrer-Policy']).toBe('no-referrer');
  const target = (answer.headers.Location ?? '').replace('https://login.example.com', '');
  expect(target).toMatch(/^\/punchout\/oci(\?|$)/);
  return form ? send('POST', target, { form, base64: true }) : send('GET', target);
}
const getLogin = async (fields: Fields) => follow(await get(fields, '/login'));
const postLogin = async (form: Fields, path = '/login') => follow(await post(form, path), form);
const tokenOf = async (id: string) => (await send('GET', `/tokens/${id}`, { key: admin })).body;
const untouched = { status: 'active', successfulAttempts: 0, failedAttempts: 0 };

async function exchanged(answer: Answer) {
  expect(answer.status, answer.text).toBe(303);
  const result = await exchange(arrivalOf(answer).get('code') ?? '');
  expect(result.status, result.text).toBe(200);
  return result.body;
}

function expectPage(answer: Answer, status: number): void {
  expect(answer.status, answer.text).toBe(status);
  expectConventionalHeaders(answer);
  expect(answer.headers['Content-Type']).toBe('text/html; charset=utf-8');
  expect(answer.headers.Location).toBeUndefined();
}

describe('opening the catalogue', () => {
  it('signs the buyer in with no further input, and tells the storefront what was sent along', async () => {
    const { id, token, loginUrl } = await aProcurementToken();
    expect(loginUrl).toBe(`https://login.example.com/punchout/oci?token=${token}`);
    const answer = await get({
      token,
      ...OCI,
      OCI_VERSION: '5.0',
      FUNCTION: 'detail',
      PRODUCTID: 'A-1',
      QUANTITY: '2',
    });
    expectConventionalHeaders(answer);
    expect(answer.headers['Referrer-Policy']).toBe('no-referrer');
    expect(answer.headers.Location).toMatch(
      /^https:\/\/shop\.example\/callback\?code=[\w-]+\.[\w-]+\.[\w-]+$/,
    );
    const body = await exchanged(answer);
    expect(body.procurement).toEqual({
      protocol: 'oci',
      hookUrl: HOOK,
      okCode: 'ADDI',
      target: '_top',
      caller: 'CTLG',
      version: '5.0',
      function: 'DETAIL',
      productId: 'A-1',
      quantity: '2',
      searchString: null,
      extra: { VENDOR: '100' },
      repeated: {},
      withheld: [],
    });
    expect(body).toMatchObject({ token: { id, purpose: 'procurement' }, session: { tokenType: 'Bearer' } });
  });

  it.each([
    ['a query', (token: string) => get({ token, ...OCI })],
    ['a form', (token: string) => post({ token, ...OCI })],
    ['both', (token: string) => post(OCI, `/punchout/oci?token=${token}`)],
    ['a login link, by query', (token: string) => getLogin({ token, ...OCI })],
    ['a login link, by form', (token: string) => postLogin({ token, ...OCI })],
    ['a login link, by both', (token: string) => postLogin({ hook_url: HOOK }, `/login?token=${token}`)],
  ])('takes the fields in %s', async (_name, open) => {
    const { token } = await aProcurementToken();
    const { procurement } = await exchanged(await open(token));
    expect(procurement).toMatchObject({ protocol: 'oci', hookUrl: HOOK });
  });

  it('takes a form from another site: there is no other way to post to it', async () => {
    const { token } = await aProcurementToken();
    const headers = { origin: 'https://srm.partner.example', 'sec-fetch-site': 'cross-site' };
    expect((await send('POST', '/punchout/oci', { form: { token, ...OCI }, headers })).status).toBe(303);
    expect((await send('POST', '/login', { form: { token, ...OCI }, headers })).status).toBe(307);
  });

  it('may be done for 90 days as often as wanted, each time in a session of its own', async () => {
    const { token, maxUses, expiresAt } = await aProcurementToken();
    expect([maxUses, expiresAt]).toEqual([null, inFuture(90 * DAY)]);
    const sessions = [await get({ token, ...OCI }), await get({ token, ...OCI })].map(exchanged);
    const [one, other] = await Promise.all(sessions);
    expect(one.session.id).not.toBe(other.session.id);
  });

  it('takes the buyer to an allowed address with the state of the link', async () => {
    const { token } = await aProcurementToken();
    const answer = await get({ token, ...OCI, return_to: 'https://shop.example/oci?a=b', state: 's 1' });
    const url = new URL(answer.headers.Location ?? '');
    expect(url.origin + url.pathname).toBe('https://shop.example/oci');
    expect([url.searchParams.get('a'), url.searchParams.get('state')]).toEqual(['b', 's 1']);
  });

  it('never takes the buyer to what was sent as HOOK_URL', async () => {
    const { token } = await aProcurementToken();
    for (const hook of [HOOK, 'SAPEVENT:POST']) {
      const answer = await get({ token, HOOK_URL: hook });
      expect(answer.headers.Location).toMatch(/^https:\/\/shop\.example\/callback\?code=/);
      expect((await exchanged(answer)).procurement.hookUrl).toBe(hook);
    }
  });

  it('may be tried by an administrator without anything of a procurement system', async () => {
    const { token } = await aProcurementToken();
    const { procurement } = await exchanged(await get({ token }));
    expect(procurement).toMatchObject({ protocol: 'oci', hookUrl: null, extra: {} });
  });

  it('keeps a HOOK_URL and text of any kind as they came', async () => {
    const { token } = await aProcurementToken();
    const hook = 'https://host/x?a=%2F%2f&b=+%20&c=ä&d=%E4#e';
    const { procurement } = await exchanged(
      await post({ token, HOOK_URL: hook, SEARCHSTRING: 'Schräubchen 日本 😀' }),
    );
    expect(procurement).toMatchObject({ hookUrl: hook, searchString: 'Schräubchen 日本 😀' });
  });

  it('is told in the history as done at this door', async () => {
    const { id, token } = await aProcurementToken();
    await get({ token, ...OCI });
    await deliver(recordEvents, await streamRecords());
    const { body } = await send('GET', `/tokens/${id}/events?kind=attempts`, { key: admin });
    expect(body.items).toEqual([
      expect.objectContaining({ type: 'token.redeemed', by: { id: 'door:oci', name: 'OCI punch-out' } }),
    ]);
  });

  it('puts nothing of what was sent in the log, and no token', async () => {
    const { id, token } = await aProcurementToken();
    const answer = await get({ token, ...OCI, SEARCHSTRING: 'confidential' });
    expect(log.last()).toMatchObject({
      route: 'GET /punchout/oci',
      outcome: 'redeemed',
      tokenId: id,
      reason: 'none',
    });
    const printed = JSON.stringify(log.lines());
    for (const text of [token, 'partner.example', 'confidential', arrivalOf(answer).get('code') ?? ''])
      expect(printed).not.toContain(text);
  });
});

describe('a system that fills in a user and a password', () => {
  it.each(['PASSWORD', 'password', 'Password'])(
    'has the token as %s, and the id or the address of its user',
    async (name) => {
      const userId = await aUser();
      const { token } = await aProcurementToken({ userId });
      for (const username of [userId, `${userId}@acme.com`, `${userId.toUpperCase()}@ACME.com`])
        expect((await post({ USERNAME: username, [name]: token, ...OCI })).status).toBe(303);
      expect((await postLogin({ username: userId, [name]: token, ...OCI })).status).toBe(303);
    },
  );

  it('is refused with the name of anybody else, or none, and the use is taken back', async () => {
    const other = await aUser();
    const { id, token } = await aProcurementToken({ maxUses: 1 });
    for (const fields of [{ USERNAME: other }, { USERNAME: '' }, {}, { USERNAME: 'jane' }]) {
      expectPage(await post({ PASSWORD: token, ...fields, ...OCI }), 401);
      expect(log.last()).toMatchObject({ outcome: 'refused', reason: 'wrong_user', tokenId: id });
    }
    expect(await tokenOf(id)).toMatchObject({ ...untouched, failedAttempts: 4 });
  });

  it('is refused with a token of nobody in particular', async () => {
    const { id, token } = await aToken({ purpose: 'procurement' });
    expectPage(await post({ USERNAME: 'undefined', PASSWORD: token }), 401);
    expect(await tokenOf(id)).toMatchObject({ successfulAttempts: 0, failedAttempts: 1 });
    expect((await get({ token })).status).toBe(303);
  });

  it('may fill in another shop’s password too when the link has the token', async () => {
    const { token } = await aProcurementToken();
    expect(
      (await post({ USERNAME: 'u', PASSWORD: 'p', ...OCI }, `/punchout/oci?token=${token}`)).status,
    ).toBe(303);
  });
});

/** Strings that must be refused, by the private reason. */
const REFUSED: Record<string, () => Promise<{ token: string; reason: string }>> = {
  'no token': async () => ({ token: '', reason: 'malformed' }),
  'a typo': async () => ({
    token: `${(await aProcurementToken()).token.slice(0, -1)}!`,
    reason: 'malformed',
  }),
  'an API key': async () => ({ token: admin, reason: 'malformed' }),
  'a token that never was': async () => ({
    token: formatCredential('lt_', { id: 'z'.repeat(22), secret: newSecret() }).reveal(),
    reason: 'unknown',
  }),
  'another secret': async () => ({
    token: formatCredential('lt_', { id: (await aProcurementToken()).id, secret: newSecret() }).reveal(),
    reason: 'wrong_secret',
  }),
  'a disabled token': async () => {
    const { id, token } = await aProcurementToken();
    await send('PATCH', `/tokens/${id}`, { key: admin, body: { status: 'disabled' } });
    return { token, reason: 'disabled' };
  },
  'a deleted token': async () => {
    const { id, token } = await aProcurementToken();
    await send('DELETE', `/tokens/${id}`, { key: admin });
    return { token, reason: 'unknown' };
  },
  'an expired token': async () => {
    const { token } = await aProcurementToken({ expiresAt: inFuture(MINUTE) });
    pass(MINUTE);
    return { token, reason: 'expired' };
  },
  'a used token': async () => {
    const { token } = await aProcurementToken({ maxUses: 1 });
    await get({ token });
    return { token, reason: 'used' };
  },
  'a person’s token': async () => ({
    token: (await aToken({ userId: await aUser() })).token,
    reason: 'wrong_purpose',
  }),
  'an impersonation': async () => {
    const token = await aToken({ userId: await aUser(), purpose: 'impersonation', reason: 'Ticket 1' });
    return { token: token.token, reason: 'wrong_purpose' };
  },
  'the token of a disabled user': async () => {
    const userId = await aUser();
    const { token } = await aProcurementToken({ userId });
    await aUser({ disabled: true }, userId);
    return { token, reason: 'user_blocked' };
  },
};

const NEVER_WAS = formatCredential('lt_', { id: 'z'.repeat(22), secret: newSecret() }).reveal();

describe('who may not come in', () => {
  it.each(Object.keys(REFUSED))('with %s sees the same page as anybody else', async (name) => {
    const { token, reason } = (await REFUSED[name]?.()) ?? { token: '', reason: '' };
    const reference = await get({ token: reason === 'malformed' ? 'nonsense' : NEVER_WAS, ...OCI });
    const status = reason === 'malformed' ? 400 : 401;
    for (const open of [
      () => get({ token, ...OCI }),
      () => post({ token, ...OCI }),
      () => getLogin({ token, ...OCI }),
      () => postLogin({ token, ...OCI }),
    ]) {
      const answer = await open();
      expectPage(answer, status);
      expect(answer.text).toBe(reference.text);
      expect(log.last()).toMatchObject({ outcome: 'refused', reason, status });
    }
  });

  it('leaves a person’s one-time token unused, however a scanner decorates its link', async () => {
    const { id, token } = await aToken({ userId: await aUser() });
    await getLogin({ token, HOOK_URL: HOOK });
    await get({ token });
    expect(await tokenOf(id)).toMatchObject({ ...untouched, failedAttempts: 2 });
  });

  it('lets a damaged string in with the fields of the call, as a whole one', async () => {
    const { token } = await aProcurementToken();
    const damaged = `3D${token.slice(0, 40)}\r\n${token.slice(40)}.`;
    expect((await exchanged(await get({ token: damaged, ...OCI }))).procurement.hookUrl).toBe(HOOK);
  });

  it.each(['', ' '])(
    'a return address of %j makes no call of a procurement system of a person’s link',
    async (hookUrl) => {
      const { id, token } = await aToken({ userId: await aUser() });
      expectPage(await get({ token, hook_url: hookUrl }, '/login'), 200);
      expect(await tokenOf(id)).toMatchObject(untouched);
      expect((await post({ token, HOOK_URL: hookUrl }, '/login')).status).toBe(303);
    },
  );

  it('does not use a token on HEAD', async () => {
    const { id, token } = await aProcurementToken();
    expect((await send('HEAD', `/punchout/oci?${query({ token, ...OCI })}`)).status).toBe(200);
    expect((await send('HEAD', `/login?${query({ token, ...OCI })}`)).status).toBe(307);
    expect(await tokenOf(id)).toMatchObject(untouched);
  });
});

describe('what is sent along', () => {
  const WRONG: [string, Fields][] = [
    ['a script', { HOOK_URL: 'javascript:alert(1)' }],
    ['data', { HOOK_URL: 'data:text/html,<script>' }],
    ['a path', { HOOK_URL: '/basket' }],
    ['credentials in the address', { HOOK_URL: 'https://a:b@c.example/' }],
    ['an address without end', { HOOK_URL: `https://a.example/${'x'.repeat(2_048)}` }],
    ['a damaged address', { HOOK_URL: 'https://a.example/\ufffd' }],
    [
      'two addresses',
      [
        ['HOOK_URL', HOOK],
        ['HOOK_URL', `${HOOK}&y=1`],
      ],
    ],
    [
      'two addresses, written in two ways',
      [
        ['HOOK_URL', HOOK],
        ['hook_url', 'https://evil.example/'],
      ],
    ],
    ['a function that is none', { HOOK_URL: HOOK, FUNCTION: '<b>' }],
    ['a value without end', { HOOK_URL: HOOK, SEARCHSTRING: 'x'.repeat(1_001) }],
    ['a field without end', { HOOK_URL: HOOK, X: 'x'.repeat(1_001) }],
    [
      'fields without end',
      [['HOOK_URL', HOOK], ...Array.from({ length: 51 }, (_, at): [string, string] => [`F${at}`, ''])],
    ],
    [
      'two tokens',
      [
        ['HOOK_URL', HOOK],
        ['TOKEN', 'x'],
      ],
    ],
    ['a place that is not allowed', { HOOK_URL: HOOK, return_to: 'https://evil.example/' }],
    ['a state without end', { HOOK_URL: HOOK, state: 'x'.repeat(1_025) }],
  ];
  it.each(WRONG)('is refused before the token is used: %s', async (_name, fields) => {
    const { id, token } = await aProcurementToken();
    const pairs: [string, string][] = [
      ['token', token],
      ...(Array.isArray(fields) ? fields : Object.entries(fields)),
    ];
    for (const open of [get, post, getLogin, postLogin]) {
      const { result, requests } = await requestsOf(db, () => open(pairs));
      expectPage(result, 400);
      expect(requests.map(({ command }) => command)).toEqual([]);
    }
    expect(await tokenOf(id)).toMatchObject(untouched);
  });

  it('is refused when query and form say different things, and not when they say the same', async () => {
    const { token } = await aProcurementToken();
    expectPage(await post(OCI, `/punchout/oci?${query({ token, HOOK_URL: 'https://evil.example/' })}`), 400);
    expectPage(await post({ token: 'x', ...OCI }, `/punchout/oci?${query({ token })}`), 400);
    expect((await post({ token, ...OCI }, `/punchout/oci?${query({ token })}`)).status).toBe(303);
  });

  it('is read as UTF-8, and where it is none as Windows-1252, field by field', async () => {
    const { token } = await aProcurementToken();
    const fields = `token=${token}&SEARCHSTRING=B%FCrostuhl+%80&PRODUCTID=%C3%9F&K%F6ln=Stra%DFe&empty&=x&UTF=%E6%97%A5`;
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const hooked = `HOOK_URL=${encodeURIComponent(HOOK)}&${fields}`;
    for (const open of [
      () => send('GET', `/punchout/oci?${fields}`),
      () => send('POST', '/punchout/oci', { raw: fields, headers: form, base64: true }),
      async () => send('GET', (await send('GET', `/login?${hooked}`)).headers.Location?.slice(25) ?? ''),
    ]) {
      const { procurement } = await exchanged(await open());
      expect(procurement).toMatchObject({
        searchString: 'Bürostuhl €',
        productId: 'ß',
        extra: { Köln: 'Straße', empty: '', UTF: '日' },
      });
    }
  });

  it.each([
    (query: string) => query.replaceAll('&', '&amp;'),
    (query: string) => query.replaceAll('&', '&amp;amp;'),
    (query: string) => encodeURIComponent(query),
    (query: string) => query.replace(/&.*/, (rest) => encodeURIComponent(rest)),
    (query: string) => query.replace('&', '?'),
    (query: string) => query.replaceAll('&', '&%E2%80%8B'),
    (query: string) => query.replaceAll('=', '=3D'),
    (query: string) => query.replaceAll('=', '%3D'),
  ])('is whole though its link was damaged on the way: %s', async (damage) => {
    const { token } = await aProcurementToken();
    const query = new URLSearchParams({ token, HOOK_URL: HOOK, '~OkCode': 'ADDI', costcenter: '1' });
    const { procurement } = await exchanged(await send('GET', `/punchout/oci?${damage(String(query))}`));
    expect(procurement).toMatchObject({ hookUrl: HOOK, okCode: 'ADDI', extra: { costcenter: '1' } });
    const throughLogin = await send('GET', `/login?${damage(String(query))}`);
    expect([throughLogin.status, throughLogin.headers.Location]).toEqual([
      307,
      `https://login.example.com/punchout/oci?${damage(String(query))}`,
    ]);
  });

  it.each([
    (query: string) => query.replaceAll('&', '&amp;'),
    (query: string) => query.replaceAll('&', '&%E2%80%8B'),
    (query: string) => query.replaceAll('=', '%3D'),
    (query: string) => encodeURIComponent(query),
  ])('is whole in a form that was made of a damaged link: %s', async (damage) => {
    const { token } = await aProcurementToken();
    const query = new URLSearchParams({ token, HOOK_URL: HOOK, '~OkCode': 'ADDI', costcenter: '1' });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const posted = await send('POST', '/punchout/oci', { raw: damage(String(query)), headers });
    const { procurement } = await exchanged(posted);
    expect(procurement).toMatchObject({ hookUrl: HOOK, okCode: 'ADDI', extra: { costcenter: '1' } });
  });

  it.each(['x&token=', 'token=', '?token=', 'http://shop.example/?return_to=x&state=evil&token='])(
    'never names the token, nor where it leads, by what a field says: %s',
    async (said) => {
      const userId = await aUser();
      const { token } = await aProcurementToken({ userId, maxUses: null });
      const { token: other } = await aProcurementToken();
      const login = { USERNAME: userId, PASSWORD: token, HOOK_URL: HOOK };
      const form = { ...login, cc: said + other };
      for (const posted of [
        await send('POST', '/punchout/oci', { form }),
        await send('GET', `/punchout/oci?${new URLSearchParams(form)}`),
        await send('POST', `/punchout/oci?token=${token}`, { form: { HOOK_URL: HOOK, cc: said + other } }),
      ]) {
        expect(arrivalOf(posted).get('state')).toBeNull();
        const { user, procurement } = await exchanged(posted);
        expect(user.id).toBe(userId);
        expect(procurement).toMatchObject({ hookUrl: HOOK, extra: {}, withheld: ['cc'] });
      }
    },
  );

  it('is told to be incomplete where the token of a form has more parameters in it', async () => {
    const { id, token } = await aProcurementToken();
    const form = { token: `${token}&state=x&HOOK_URL=https://evil.example/b` };
    expectPage(await send('POST', '/punchout/oci', { form }), 400);
    expect((await send('GET', `/tokens/${id}`, { key: admin })).body.uses).toBe(0);
  });

  it('keeps a value that begins with a line break, and what stands behind a ? in a form', async () => {
    const { token } = await aProcurementToken();
    const hook = 'https://buyer.example/basket?x=1&y=2';
    const form = { token: `${token}?HOOK_URL=${hook}`, cc: '\r\nabc' };
    const { procurement } = await exchanged(await send('POST', '/punchout/oci', { form }));
    expect(procurement).toMatchObject({ hookUrl: hook, extra: { cc: 'abc' } });
  });

  it('reaches the storefront whole, but for what is a credential, which is named', async () => {
    const { token } = await aProcurementToken();
    const { procurement } = await exchanged(
      await get([
        ['token', `${token} `],
        ['HOOK_URL', `${HOOK} `],
        ['OKCODE', 'ADDI'],
        ['COMPASS_ID', '1'],
        ['costcenter', '1'],
        ['costcenter', '2'],
        ['USERNAME', 'shop-login'],
        ['PASSWORD', 'welcome'],
        ['SHARED_SECRET', 'x'],
      ]),
    );
    expect(procurement).toMatchObject({
      hookUrl: HOOK,
      okCode: 'ADDI',
      extra: { COMPASS_ID: '1', costcenter: '1', USERNAME: 'shop-login' },
      repeated: { costcenter: ['1', '2'] },
      withheld: ['SHARED_SECRET', 'PASSWORD'],
    });
    expect(JSON.stringify(procurement)).not.toContain('welcome');
  });

  it('has no token in it, wherever one was put', async () => {
    const { token } = await aProcurementToken();
    expectPage(await get({ token, HOOK_URL: `https://a.example/?back=${token}` }), 400);
    const { procurement } = await exchanged(
      await get({ token, ...OCI, SELF: `https://login.example.com/?t=${token}` }),
    );
    expect(procurement.extra).toEqual({ VENDOR: '100' });
  });

  it('must be a form, when it is posted', async () => {
    const headers = { 'content-type': 'application/json' };
    expectPage(await send('POST', '/punchout/oci', { raw: '{}', headers }), 415);
    const form = { HOOK_URL: HOOK, X: 'x'.repeat(32 * 1024) };
    expectPage(await send('POST', '/punchout/oci', { form }), 413);
  });

  it.each(['constructor', '__proto__', 'prototype', 'toString', 'hasOwnProperty', 'length', 'id'])(
    'may have a field called %s',
    async (name) => {
      const { token } = await aProcurementToken();
      const { procurement } = await exchanged(
        await get([
          ['token', token],
          ['VENDOR', '1'],
          [name, 'x'],
        ]),
      );
      expect(procurement.extra).toMatchObject({ VENDOR: '1' });
    },
  );

  it('is given to the storefront once, and nowhere else', async () => {
    const { token } = await aProcurementToken();
    const answer = await get({ token, ...OCI });
    expect(answer.headers.Location).not.toContain('partner');
    const claims = Buffer.from(arrivalOf(answer).get('code')?.split('.')[1] ?? '', 'base64url').toString();
    expect(claims).not.toContain('partner');
    const code = arrivalOf(answer).get('code') ?? '';
    expect((await exchange(code)).body.procurement).toMatchObject({ hookUrl: HOOK });
    expectProblem(await exchange(code), 'code_refused');
  });

  it('is kept for an hour at most when nobody asks for it', async () => {
    const { token } = await aProcurementToken();
    const answer = await get({ token, HOOK_URL: 'https://orphan.example/' });
    const claims = JSON.parse(
      Buffer.from(arrivalOf(answer).get('code')?.split('.')[1] ?? '', 'base64url').toString(),
    );
    const { Item } = await db.client.send(
      new GetCommand({ TableName: config.tables.transient, Key: { id: `punchout#${claims.punchout}` } }),
    );
    expect(Item?.procurement.hookUrl).toBe('https://orphan.example/');
    expect(Item?.ttl).toBe(Math.floor(Date.now() / 1000) + 3_600);
    pass(MINUTE + SECOND);
    expectProblem(await exchange(arrivalOf(answer).get('code') ?? ''), 'code_refused');
  });
});

describe('costs and faults', () => {
  const commands = ({ requests }: Awaited<ReturnType<typeof requestsOf>>) =>
    requests.map(({ command, input }) => `${command} ${TABLES[String(input.TableName)]}`);
  const TABLES = Object.fromEntries(Object.entries(config.tables).map(([table, name]) => [name, table]));

  it('one put comes after what a redemption costs', async () => {
    const { token } = await aProcurementToken();
    await get({ token });
    const found = await requestsOf(db, () => get({ token, ...OCI }));
    expect(commands(found)).toEqual(['UpdateItem tokens', 'GetItem users', 'PutItem transient']);
  });

  it('a string that is none costs nothing, and leaves nothing', async () => {
    const found = await requestsOf(db, () => get({ token: 'nonsense', ...OCI }));
    expect(found.requests).toEqual([]);
  });

  it.each(Object.keys(REFUSED))('nothing of a call is stored that is refused: %s', async (name) => {
    const { token } = (await REFUSED[name]?.()) ?? { token: '' };
    const form: Fields = { token, ...OCI, SEARCHSTRING: 'x'.repeat(1_000) };
    const found = await requestsOf(db, () => post(form));
    expect(found.result.status).not.toBe(303);
    expect(commands(found).filter((command) => command.endsWith('transient'))).toEqual([]);
  });

  it('a forged string costs one write that is refused', async () => {
    const token = formatCredential('lt_', { id: 'z'.repeat(22), secret: newSecret() }).reveal();
    expect(commands(await requestsOf(db, () => get({ token, ...OCI })))).toEqual(['UpdateItem tokens']);
  });

  it.each([1, null])(
    'a use is taken back when what was sent cannot be stored: of %j uses',
    async (maxUses) => {
      const { id, token } = await aProcurementToken({ maxUses });
      failRequests(db, 'PutItem');
      expectPage(await get({ token, ...OCI }), 503);
      heal(db);
      expect(await tokenOf(id)).toMatchObject({ ...untouched, uses: 0, lastAccessedAt: null });
      expect((await exchanged(await get({ token, ...OCI }))).procurement.hookUrl).toBe(HOOK);
    },
  );

  it.each(['PutItem', 'UpdateItem', 'GetItem'] as const)(
    'a lost answer to %s changes nothing',
    async (command) => {
      const { id, token } = await aProcurementToken({ maxUses: 1 });
      loseAnswers(db, command);
      const answer = await get({ token, ...OCI });
      heal(db);
      expect((await exchanged(answer)).procurement.hookUrl).toBe(HOOK);
      expect(await tokenOf(id)).toMatchObject({ successfulAttempts: 1, failedAttempts: 0 });
    },
  );

  it('a one-time token opened 25 times at once lets one in', async () => {
    const { id, token } = await aProcurementToken({ maxUses: 1 });
    const answers = await Promise.all(Array.from({ length: 25 }, () => get({ token, ...OCI })));
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(24);
    expect(await tokenOf(id)).toMatchObject({ successfulAttempts: 1, failedAttempts: 24 });
  });

  it('says that the service is not set up, and leaves the token unused, while there is no address to go to', async () => {
    const { id, token } = await aProcurementToken();
    await setSettings({});
    pass(MINUTE);
    expectPage(await get({ token, ...OCI }), PROBLEMS.not_ready.status);
    await setSettings({ callbackUrl: CALLBACK, allowedReturnUrls: ['https://shop.example/oci'] });
    pass(MINUTE);
    expect(await tokenOf(id)).toMatchObject(untouched);
  });
});

it('a storefront limited to domains gets what procurement systems of its domains sent, and no other', async () => {
  const inside = await aUser();
  const outside = await aUser({ email: `${unique('x')}@elsewhere.org` });
  const key = await makeKey('storefront', ['acme.com']);
  const codeFor = async (userId: string) =>
    arrivalOf(await get({ token: (await aProcurementToken({ userId })).token, ...OCI })).get('code') ?? '';
  const exchangeAs = (code: string) => send('POST', '/sessions/exchange', { key, body: { code } });
  expect((await exchangeAs(await codeFor(inside))).body.procurement).toMatchObject({ hookUrl: HOOK });
  const refused = await exchangeAs(await codeFor(outside));
  expectProblem(refused, 'code_refused');
  expect(refused.text).not.toContain('partner');
});

it('nothing that is stored holds a token', async () => {
  const { Items = [] } = await db.client.send(new ScanCommand({ TableName: config.tables.transient }));
  expect(JSON.stringify(Items)).not.toMatch(/lt_[0-9A-Za-z]{61}/);
});
