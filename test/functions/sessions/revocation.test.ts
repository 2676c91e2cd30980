import { describe, expect, it } from 'vitest';
import { send } from '../../support/api.ts';
import { expectProblem } from '../../support/expect-problem.ts';
import { useService } from '../../support/fixture.ts';
import { pass, SECOND } from '../../support/frozen-clock.ts';
import { aSession, aToken, aUser, introspect, redeem } from '../../support/given.ts';

/** Changes by administrators that end all sessions of a user or of a token. */

const { admin } = useService({ frozen: true });

const isActive = async (accessToken: string): Promise<boolean> => (await introspect(accessToken)).body.active;
const patch = (id: string, body: object) => send('PATCH', `/tokens/${id}`, { key: admin, body });
const remove = (path: string) => send('DELETE', path, { key: admin });
const revokeOf = (path: string, key = admin) => send('POST', `${path}/sessions/revoke`, { key });

type Given = { id: string; userId: string };

/** Changes that end sessions, each with the change that undoes it. */
const ENDS: Record<string, ((given: Given) => Promise<unknown>)[]> = {
  'the user is disabled': [({ userId }) => aUser({ disabled: true }, userId)],
  'the user is disabled and enabled again': [
    ({ userId }) => aUser({ disabled: true }, userId),
    ({ userId }) => aUser({ disabled: false }, userId),
  ],
  'the user is deleted': [({ userId }) => remove(`/users/${userId}`)],
  'the user is deleted and made again': [
    ({ userId }) => remove(`/users/${userId}`),
    ({ userId }) => aUser({}, userId),
  ],
  'the sessions of the user are revoked': [({ userId }) => revokeOf(`/users/${userId}`)],
  'the token is disabled': [({ id }) => patch(id, { status: 'disabled' })],
  'the token is disabled and enabled again': [
    ({ id }) => patch(id, { status: 'disabled' }),
    ({ id }) => patch(id, { status: 'active' }),
  ],
  'the token is deleted': [({ id }) => remove(`/tokens/${id}`)],
  'the token is deleted with others': [
    ({ id }) => send('POST', '/tokens/delete', { key: admin, body: { ids: [id] } }),
  ],
  'the sessions of the token are revoked': [({ id }) => revokeOf(`/tokens/${id}`)],
  'the sessions of the token are revoked, and it is changed and rotated then': [
    ({ id }) => revokeOf(`/tokens/${id}`),
    ({ id }) => patch(id, { extra: 'changed', expiresAt: null }),
    ({ id }) => send('POST', `/tokens/${id}/rotate`, { key: admin }),
  ],
  'the sessions of the user are revoked, and the user is changed then': [
    ({ userId }) => revokeOf(`/users/${userId}`),
    ({ userId }) => aUser({ name: 'Another Name' }, userId),
  ],
};

describe('a session is over when', () => {
  it.each(Object.entries(ENDS))('%s', async (_, steps) => {
    const userId = await aUser();
    const { token, accessToken } = await aSession({ userId, maxUses: null });
    expect(await isActive(accessToken)).toBe(true);
    for (const step of steps) {
      pass(SECOND);
      await step({ id: token.id, userId });
      expect((await introspect(accessToken)).body).toEqual({ active: false });
    }
  });

  it.each(Object.entries(ENDS))('in the millisecond of the sign-in %s', async (_, steps) => {
    const userId = await aUser();
    const { token, accessToken } = await aSession({ userId, maxUses: null });
    for (const step of steps) await step({ id: token.id, userId });
    expect(await isActive(accessToken)).toBe(false);
  });
});

describe('a sign-in that a fast clock has dated after the closing that it came before', () => {
  const FAST = 500;

  it.each([
    [
      'a user',
      ({ userId }: Given) => aUser({ disabled: true }, userId),
      ({ userId }: Given) => aUser({ disabled: false }, userId),
    ],
    [
      'a token',
      ({ id }: Given) => patch(id, { status: 'disabled' }),
      ({ id }: Given) => patch(id, { status: 'active' }),
    ],
  ])('is over while %s is disabled, and stays over when that is enabled again', async (_, close, open) => {
    const userId = await aUser();
    const token = await aToken({ userId, maxUses: null });
    pass(FAST);
    const { accessToken } = (await redeem(token.token)).body.session;
    pass(-FAST);
    await close({ id: token.id, userId });
    pass(2 * FAST);
    expect(await isActive(accessToken)).toBe(false);
    await open({ id: token.id, userId });
    expect(await isActive(accessToken)).toBe(false);
  });
});

describe('a sign-in after', () => {
  it.each([
    ['the sessions of the user were revoked', ({ userId }: Given) => revokeOf(`/users/${userId}`)],
    ['the sessions of the token were revoked', ({ id }: Given) => revokeOf(`/tokens/${id}`)],
    [
      'the user was disabled and enabled',
      async ({ userId }: Given) => {
        await aUser({ disabled: true }, userId);
        await aUser({ disabled: false }, userId);
      },
    ],
    [
      'the token was disabled and enabled',
      async ({ id }: Given) => {
        await patch(id, { status: 'disabled' });
        await patch(id, { status: 'active' });
      },
    ],
  ])('%s is active', async (_, close) => {
    const userId = await aUser();
    const { token } = await aSession({ userId, maxUses: null });
    await close({ id: token.id, userId });
    pass(1);
    const { body } = await redeem(token.token);
    expect(await isActive(body.session.accessToken)).toBe(true);
  });

  it('it leaves alone the sessions that the same user has by another token', async () => {
    const userId = await aUser();
    const [one, other] = [await aSession({ userId }), await aSession({ userId })];
    await patch(one.token.id, { status: 'disabled' });
    expect(await isActive(one.accessToken)).toBe(false);
    expect(await isActive(other.accessToken)).toBe(true);
  });
});

it('an attempt that is repeated after a revocation is refused, and does not bring the session back', async () => {
  const userId = await aUser();
  const { token } = await aToken({ userId });
  const attempt = { attemptId: 'a' };
  await redeem(token, attempt);
  await revokeOf(`/users/${userId}`);
  pass(SECOND);
  expectProblem(await redeem(token, attempt), 'token_refused');
});
