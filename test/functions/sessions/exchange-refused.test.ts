import { randomBytes } from 'node:crypto';
import { decodeProtectedHeader, generateKeyPair } from 'jose';
import { describe, expect, it } from 'vitest';
import { type Answer, send } from '../../support/api.ts';
import { expectProblem } from '../../support/expect-problem.ts';
import { useService } from '../../support/fixture.ts';
import { edited, resigned, signedBy, unsigned } from '../../support/forge.ts';
import { DAY, pass, SECOND } from '../../support/frozen-clock.ts';
import { aCode, aSession, aToken, aUser, CALLBACK, exchange, introspect } from '../../support/given.ts';
import { makeKey } from '../../support/keys.ts';

/** Forged codes, and codes of users or tokens that are blocked since. */

const { admin, log } = useService({ frozen: true, settings: { callbackUrl: CALLBACK } });

const exchangeAs = (key: string, code: string, members: object = {}) =>
  send('POST', '/sessions/exchange', { key, body: { code, ...members } });
const freshCode = async (members: Record<string, unknown> = {}) => aCode((await aToken(members)).token);
async function expectRefused(answer: Answer | Promise<Answer>, reason: string): Promise<void> {
  expectProblem(await answer, 'code_refused');
  expect(log.last()).toMatchObject({ status: 401, exchange: 'refused', reason });
}

/** Forged codes, each made of a good one. */
const FORGED: Record<string, (code: string) => string | Promise<string>> = {
  'that is empty': () => '',
  'that is no JWT': () => 'x.y.z',
  'that is a token’s string': async () => (await aToken()).token,
  'that is an access token': async () => (await aSession()).accessToken,
  'with an access token’s type': (code) => resigned(code, { header: { typ: 'JWT' } }),
  'without a type': (code) => resigned(code, { header: { typ: undefined } }),
  'of another issuer': (code) => resigned(code, { claims: { iss: 'https://evil.example' } }),
  'without an issuer': (code) => resigned(code, { claims: { iss: undefined } }),
  'without an expiry': (code) => resigned(code, { claims: { exp: undefined } }),
  'that expired': (code) => resigned(code, { claims: { exp: Math.floor(Date.now() / 1_000) } }),
  'without a signature, alg none': (code) => unsigned(code),
  'with another kid': (code) => edited(code, {}, { kid: 'x'.repeat(22) }),
  'with an edited session': (code) => edited(code, { sid: '0'.repeat(22) }),
  'with an edited token': (code) => edited(code, { token_id: '0'.repeat(22) }),
  'with a later expiry': (code) => edited(code, { exp: 4_000_000_000 }),
  'with an edited id, to be spent again': (code) => edited(code, { jti: 'another' }),
  'with an edited signature': (code) =>
    code.slice(0, -10) + (code.at(-10) === 'A' ? 'B' : 'A') + code.slice(-9),
  'with a line break after it': (code) => `${code}\n`,
  'with padding after it': (code) => `${code}==`,
  'with a blank in its signature': (code) => `${code.slice(0, -9)} ${code.slice(-9)}`,
  'with no signature': (code) => code.slice(0, code.lastIndexOf('.') + 1),
  'signed by another key under our kid': async (code) =>
    signedBy((await generateKeyPair('ES256')).privateKey, code),
  'with a key of its own in its header': async (code) => {
    const jwk = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' };
    return signedBy((await generateKeyPair('ES256')).privateKey, code, { header: { jwk } });
  },
  'signed with a password, alg HS256': (code) =>
    signedBy(randomBytes(32), code, { header: { alg: 'HS256' } }),
};

describe('a code', () => {
  it.each(Object.entries(FORGED))('%s is refused, and tells nothing', async (_, forge) => {
    const code = await freshCode();
    await expectRefused(exchange(await forge(code)), 'invalid');
    expect((await exchange(code)).status).toBe(200);
  });

  it('signed again by the service’s own key is good: the forgeries above fail for what they changed', async () => {
    const code = await freshCode();
    expect((await exchange(await resigned(code, {}))).status).toBe(200);
  });

  it('is no access token', async () => {
    const code = await freshCode();
    expect((await introspect(code)).body).toEqual({ active: false });
    expectProblem(await send('GET', '/me', { key: code }), 'unauthenticated');
  });

  it('says in its header what it is', async () => {
    expect(decodeProtectedHeader(await freshCode())).toEqual({
      alg: 'ES256',
      typ: 'login-code+jwt',
      kid: expect.stringMatching(/^\w{22}$/),
    });
  });
});

type Given = { id: string; userId: string };
const patchToken = (id: string, body: object) => send('PATCH', `/tokens/${id}`, { key: admin, body });

/** Changes between press and exchange that end the code, each with the change that undoes it. */
const CLOSED: Record<
  string,
  [close: (given: Given) => Promise<unknown>, undo?: (given: Given) => Promise<unknown>]
> = {
  'the user was disabled': [
    ({ userId }) => aUser({ disabled: true }, userId),
    ({ userId }) => aUser({ disabled: false }, userId),
  ],
  'the user was deleted': [
    ({ userId }) => send('DELETE', `/users/${userId}`, { key: admin }),
    ({ userId }) => aUser({}, userId),
  ],
  'the user’s sessions were revoked': [
    ({ userId }) => send('POST', `/users/${userId}/sessions/revoke`, { key: admin }),
  ],
  'the token was disabled': [
    ({ id }) => patchToken(id, { status: 'disabled' }),
    ({ id }) => patchToken(id, { status: 'active' }),
  ],
  'the token was deleted': [({ id }) => send('DELETE', `/tokens/${id}`, { key: admin })],
  'the token was deleted with others': [
    ({ id }) => send('POST', '/tokens/delete', { key: admin, body: { ids: [id] } }),
  ],
  'the token was rotated to another user': [
    async ({ id }) => send('POST', `/tokens/${id}/rotate`, { key: admin, body: { userId: await aUser() } }),
    ({ id, userId }) => send('POST', `/tokens/${id}/rotate`, { key: admin, body: { userId } }),
  ],
  'the token’s sessions were revoked': [
    ({ id }) => send('POST', `/tokens/${id}/sessions/revoke`, { key: admin }),
  ],
};

describe('a code is refused when, since the press,', () => {
  it.each(Object.entries(CLOSED))(
    '%s, and stays refused when that is undone',
    async (name, [close, undo]) => {
      const userId = await aUser();
      const { id, token } = await aToken({ userId, maxUses: null });
      const code = await aCode(token);
      pass(SECOND);
      await close({ id, userId });
      const reason = name.includes('user') ? 'user_blocked' : 'token_blocked';
      await expectRefused(exchange(code), reason);
      pass(SECOND);
      if (!undo) return;
      await undo({ id, userId });
      if (name.includes('rotated')) return;
      await expectRefused(exchange(code), reason);
    },
  );

  it('an anonymous token was rotated to a user', async () => {
    const { id, token } = await aToken();
    const code = await aCode(token);
    await send('POST', `/tokens/${id}/rotate`, { key: admin, body: { userId: await aUser() } });
    await expectRefused(exchange(code), 'user_blocked');
  });

  it('the user left the domains of the storefront', async () => {
    const limited = await makeKey('storefront', ['acme.com']);
    const userId = await aUser({ email: 'jane@acme.com' });
    const code = await freshCode({ userId });
    await aUser({ email: 'jane@elsewhere.org' }, userId);
    await expectRefused(exchangeAs(limited, code), 'user_blocked');
  });

  it('the same happened in the very millisecond of the press', async () => {
    const userId = await aUser();
    const code = await freshCode({ userId });
    await send('POST', `/users/${userId}/sessions/revoke`, { key: admin });
    await expectRefused(exchange(code), 'user_blocked');
  });

  it('and a press after that is good again', async () => {
    const userId = await aUser();
    const { token } = await aToken({ userId, maxUses: null });
    await send('POST', `/users/${userId}/sessions/revoke`, { key: admin });
    pass(1);
    expect((await exchange(await aCode(token))).status).toBe(200);
  });
});

describe('a code is good though, since the press,', () => {
  it('the user was changed in other ways', async () => {
    const userId = await aUser();
    const code = await freshCode({ userId });
    await aUser({ name: 'Another Name', disabled: false }, userId);
    expect((await exchange(code)).body.user.name).toBe('Another Name');
  });

  it('the token was changed in other ways', async () => {
    const { id, token } = await aToken();
    const code = await aCode(token);
    await patchToken(id, { extra: 'changed', status: 'active' });
    expect((await exchange(code)).body.token.extra).toBe('changed');
  });

  it('the token was rotated for the same user', async () => {
    const { id, token } = await aToken({ userId: await aUser() });
    const code = await aCode(token);
    await send('POST', `/tokens/${id}/rotate`, { key: admin });
    expect((await exchange(code)).status).toBe(200);
  });
});

it('all refusals say the same', async () => {
  const spent = await freshCode();
  await exchange(spent);
  const userId = await aUser();
  const blocked = await freshCode({ userId });
  await aUser({ disabled: true }, userId);
  const { id, token } = await aToken();
  const deleted = await aCode(token);
  await send('DELETE', `/tokens/${id}`, { key: admin });
  const limited = await makeKey('storefront', ['acme.com']);
  const foreign = await freshCode();
  const old = await freshCode();
  const answers = [
    await exchange(spent),
    await exchange(spent),
    await exchange(blocked),
    await exchange(deleted),
    await exchangeAs(limited, foreign),
    await exchange('x.y.z'),
  ];
  pass(DAY);
  answers.push(await exchange(old));
  const bodies = answers.map(({ status, body }) => JSON.stringify([status, { ...body, requestId: '' }]));
  expect(new Set(bodies).size).toBe(1);
  expect(answers[0]?.headers['WWW-Authenticate']).toBe('Bearer realm="login-tokens"');
});
