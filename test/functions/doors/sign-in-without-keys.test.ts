import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { send } from '../../support/api.ts';
import { expectOAuthError, expectProblem } from '../../support/expect-problem.ts';
import { useService } from '../../support/fixture.ts';
import { aToken, aUser, CALLBACK, pressContinue, redeem, setSettings } from '../../support/given.ts';
import { useMockClient } from '../../support/mock-client.ts';

/** Without a signing key no token is redeemed: the use would yield no session. */

const { admin, storefront, log } = useService({ frozen: true });
const secrets = useMockClient(SecretsManagerClient);

const fail = () =>
  secrets
    .on(GetSecretValueCommand)
    .rejects(Object.assign(new Error('of the engine, not for the caller'), { code: 'ECONNREFUSED' }));

beforeAll(async () => {
  fail();
  await setSettings({ callbackUrl: CALLBACK });
});
afterEach(() => {
  secrets.reset();
  fail();
});

const tokenOf = async (id: string) => (await send('GET', `/tokens/${id}`, { key: admin })).body;
const untouched = { status: 'active', successfulAttempts: 0, failedAttempts: 0 };

describe('a function that has never read the signing keys', () => {
  it('answers a press with the 503 page, and the token is untouched', async () => {
    const { id, token } = await aToken({ userId: await aUser() });
    const answer = await pressContinue(token);
    expect(answer.status, answer.text).toBe(503);
    expect(answer.headers['Content-Type']).toBe('text/html; charset=utf-8');
    expect(answer.headers['Retry-After']).toBe('1');
    expect(answer.text).not.toContain('engine');
    expect(await tokenOf(id)).toMatchObject(untouched);
  });

  it('answers a redemption with 503, and the token is untouched', async () => {
    const { id, token } = await aToken({ userId: await aUser() });
    const answer = await redeem(token);
    expectProblem(answer, 'unavailable');
    expect(answer.headers['Retry-After']).toBe('1');
    expect(await tokenOf(id)).toMatchObject(untouched);
  });

  it('does not take a code or a session for a bad one: all of them are 503', async () => {
    const key = storefront;
    const form = { token: 'x.y.z' };
    expectProblem(await send('POST', '/sessions/exchange', { key, body: { code: 'x.y.z' } }), 'unavailable');
    expectOAuthError(await send('POST', '/sessions/introspect', { key, form }), 'unavailable');
    expectOAuthError(await send('POST', '/sessions/revoke', { key, form }), 'unavailable');
    expectProblem(await send('GET', '/.well-known/jwks.json'), 'unavailable');
  });

  it('shows the page of a link all the same', async () => {
    expect((await send('GET', '/login?state=x')).status).toBe(200);
  });

  it('says so in the log by the name of the error alone', async () => {
    await redeem((await aToken()).token);
    const lines = log.lines().filter(({ secret }) => secret !== undefined);
    expect(lines[0]).toMatchObject({ level: 'error', error: 'Error', unread: 1 });
    expect(JSON.stringify(log.lines())).not.toContain('of the engine');
  });

  it('works as soon as they can be read', async () => {
    const { token } = await aToken();
    expect((await pressContinue(token)).status).toBe(503);
    secrets.restore();
    expect((await pressContinue(token)).status).toBe(303);
  });
});
