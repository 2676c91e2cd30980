import { beforeAll, describe, expect, it } from 'vitest';
import { db } from '../../../functions/runtime/database.ts';
import { getToken } from '../../../shared/token/token-store.ts';
import { send } from '../../support/api.ts';
import { expectProblem } from '../../support/expect-problem.ts';
import { useService } from '../../support/fixture.ts';
import { DAY, HOUR, inFuture, pass, SECOND } from '../../support/frozen-clock.ts';
import { aToken, aUser, CALLBACK, redeem, unique } from '../../support/given.ts';
import { makeKey } from '../../support/keys.ts';

/** The limits of an impersonation token. */

const { admin } = useService({ frozen: true, settings: { callbackUrl: CALLBACK } });
let userId: string;

beforeAll(async () => {
  userId = await aUser();
});

const REASON = 'Ticket 4711';
const request = (members: object = {}) => ({ purpose: 'impersonation', userId, reason: REASON, ...members });
const create = (body: object, key = admin, headers: Record<string, string> = {}) =>
  send('POST', '/tokens', { key, body, headers });
const anImpersonation = (members: object = {}) => aToken(request(members));
const patch = (id: string, body: object) => send('PATCH', `/tokens/${id}`, { key: admin, body });

describe('making an impersonation', () => {
  it('takes a user and a reason, and makes it one-time, for 24 hours', async () => {
    const answer = await create(request());
    expect(answer.status, answer.text).toBe(201);
    expect(answer.body).toMatchObject({
      purpose: 'impersonation',
      reason: REASON,
      user: { id: userId },
      oneTimeUse: true,
      maxUses: 1,
      expiresAt: inFuture(DAY),
      loginUrl: `https://login.example.com/login?token=${answer.body.token}`,
    });
  });

  it('takes the longest that is allowed: 24 hours, one use', async () => {
    for (const members of [
      { expiresIn: 86_400 },
      { expiresAt: inFuture(DAY) },
      { oneTimeUse: true },
      { maxUses: 1 },
      { expiresIn: 60, oneTimeUse: true, maxUses: 1 },
    ])
      expect((await create(request(members))).status).toBe(201);
  });

  it.each([
    [{ userId: undefined }, ['/userId']],
    [{ reason: undefined }, ['/reason']],
    [{ reason: null }, ['/reason']],
    [{ reason: '' }, ['/reason']],
    [{ reason: ' ' }, ['/reason']],
    [{ reason: 'x'.repeat(501) }, ['/reason']],
    [{ userId: undefined, reason: undefined }, ['/userId', '/reason']],
    [{ expiresIn: 86_401 }, ['/expiresIn']],
    [{ expiresAt: null }, ['/expiresAt']],
    [{ expiresAt: '2099-01-01T00:00:00Z' }, ['/expiresAt']],
    [{ oneTimeUse: false }, ['/oneTimeUse']],
    [{ maxUses: 2 }, ['/maxUses']],
    [{ maxUses: null }, ['/maxUses']],
    [{ oneTimeUse: false, maxUses: 2 }, ['/maxUses']],
    [{ expiresAt: null, maxUses: null }, ['/expiresAt', '/maxUses']],
  ])('refuses %j', async (members, pointers) => {
    expectProblem(await create(request(members)), 'invalid_request', pointers);
  });

  it('does not count a second more than 24 hours for less', async () => {
    expectProblem(await create(request({ expiresAt: inFuture(DAY + SECOND) })), 'invalid_request', [
      '/expiresAt',
    ]);
  });

  it('is for editors and administrators', async () => {
    expect((await create(request(), await makeKey('editor'))).status).toBe(201);
    for (const role of ['viewer', 'storefront'] as const)
      expectProblem(await create(request(), await makeKey(role)), 'forbidden');
  });

  it('is of users that the principal may see', async () => {
    const limited = await makeKey('editor', ['elsewhere.org']);
    expectProblem(await create(request(), limited), 'forbidden');
  });

  it('is of no user who is not there, or disabled', async () => {
    expectProblem(await create(request({ userId: 'nobody' })), 'user_not_found');
    expectProblem(await create(request({ userId: await aUser({ disabled: true }) })), 'user_disabled');
  });

  it('may be repeated by the same principal with its idempotency key, and by nobody else', async () => {
    const headers = { 'idempotency-key': unique('once-') };
    const first = await create(request(), admin, headers);
    const second = await create(request(), admin, headers);
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body.token).toBe(first.body.token);
    const another = await create(request(), await makeKey('admin'), headers);
    expect(another.status).toBe(201);
    expect(another.body.id).not.toBe(first.body.id);
  });

  it('leaves other purposes without such limits', async () => {
    const body = { expiresAt: null, maxUses: null };
    for (const purpose of ['login', 'procurement'])
      expect((await create({ ...body, purpose })).status).toBe(201);
  });
});

describe('changing an impersonation', () => {
  it('up to its limits is possible', async () => {
    const { id } = await anImpersonation({ expiresIn: 60 });
    for (const body of [
      { expiresAt: inFuture(DAY) },
      { extra: 'changed' },
      { oneTimeUse: true },
      { maxUses: 1 },
      { status: 'disabled' },
    ])
      expect((await patch(id, body)).status).toBe(200);
  });

  it.each([
    [{ expiresAt: null }, ['/expiresAt']],
    [{ expiresAt: '2099-01-01T00:00:00Z' }, ['/expiresAt']],
    [{ oneTimeUse: false }, ['/oneTimeUse']],
    [{ maxUses: 2 }, ['/maxUses']],
    [{ maxUses: null }, ['/maxUses']],
    [{ maxUses: 2, expiresAt: null }, ['/expiresAt', '/maxUses']],
  ])('refuses %j, and it is as it was', async (body, pointers) => {
    const { id } = await anImpersonation();
    const before = await send('GET', `/tokens/${id}`, { key: admin });
    expectProblem(await patch(id, body), 'invalid_request', pointers);
    expect((await send('GET', `/tokens/${id}`, { key: admin })).body).toEqual(before.body);
  });

  it('never prolongs it beyond 24 hours from when it was made', async () => {
    const { id } = await anImpersonation({ expiresIn: 60 });
    pass(HOUR);
    const latest = inFuture(DAY - HOUR);
    expectProblem(await patch(id, { expiresAt: inFuture(DAY - HOUR + SECOND) }), 'invalid_request', [
      '/expiresAt',
    ]);
    expect((await patch(id, { expiresAt: latest })).body.expiresAt).toBe(latest);
  });

  it('by rotating it leaves its end where it was, and one use', async () => {
    const { id, expiresAt } = await anImpersonation();
    pass(HOUR);
    const { body } = await send('POST', `/tokens/${id}/rotate`, { key: admin });
    expect(body).toMatchObject({ expiresAt, maxUses: 1, purpose: 'impersonation', reason: REASON });
    pass(DAY - HOUR);
    expectProblem(await redeem(body.token), 'token_refused');
  });
});

describe('the user of an impersonation', () => {
  const rotate = (id: string, body: object) => send('POST', `/tokens/${id}/rotate`, { key: admin, body });

  it('may be named when it is rotated: it stays the same', async () => {
    const { id, token } = await anImpersonation();
    const rotated = await rotate(id, { userId });
    expect(rotated.status, rotated.text).toBe(200);
    expect(rotated.body).toMatchObject({ purpose: 'impersonation', user: { id: userId }, reason: REASON });
    expectProblem(await redeem(token), 'token_refused');
    expect((await redeem(rotated.body.token)).body.user.id).toBe(userId);
  });

  it('is no other one, whether that one exists or not', async () => {
    const { id, token } = await anImpersonation();
    for (const other of [await aUser(), 'nobody'])
      expectProblem(await rotate(id, { userId: other }), 'invalid_request', ['/userId']);
    expect((await redeem(token)).status).toBe(200);
  });

  it('is no later one with the same id', async () => {
    const earlier = await aUser();
    const { id } = await anImpersonation({ userId: earlier });
    await send('DELETE', `/users/${earlier}`, { key: admin });
    expectProblem(await rotate(id, { userId: earlier }), 'user_not_found');
    await aUser({}, earlier);
    expectProblem(await rotate(id, { userId: earlier }), 'invalid_request', ['/userId']);
  });
});

describe('revealing an impersonation', () => {
  it('is refused to everybody, who made it too', async () => {
    const { id } = await anImpersonation();
    for (const key of [admin, await makeKey('admin'), await makeKey('editor')]) {
      const answer = await send('POST', `/tokens/${id}/reveal`, { key });
      expectProblem(answer, 'forbidden');
      expect(answer.text).not.toContain('lt_');
    }
  });

  it('is refused after a rotation too, and nothing is kept that could be unsealed', async () => {
    const { id } = await anImpersonation();
    await send('POST', `/tokens/${id}/rotate`, { key: admin });
    expectProblem(await send('POST', `/tokens/${id}/reveal`, { key: admin }), 'forbidden');
    expect(await getToken(db, id)).not.toHaveProperty('sealedSecret');
  });
});
