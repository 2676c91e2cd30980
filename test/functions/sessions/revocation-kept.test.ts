import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { config } from '../../../functions/runtime/config.ts';
import { db } from '../../../functions/runtime/database.ts';
import { handler as recordEvents } from '../../../functions/workers/record-history.ts';
import { getToken } from '../../../shared/token/token-store.ts';
import { getUser } from '../../../shared/user/user-store.ts';
import { send } from '../../support/api.ts';
import { useService } from '../../support/fixture.ts';
import { DAY, HOUR, pass, SECOND } from '../../support/frozen-clock.ts';
import { aSession, aToken, aUser, introspect, redeem, setSettings } from '../../support/given.ts';
import { deliver, streamRecords } from '../../support/history.ts';

/** A revocation is kept as long as the sessions that it ended could be presented. */

const { admin } = useService({ frozen: true });

const LONGEST = 30 * 86_400;
const seconds = () => Math.floor(Date.now() / 1_000);
const isActive = async (accessToken: string): Promise<boolean> => (await introspect(accessToken)).body.active;
const patch = (id: string, body: object) => send('PATCH', `/tokens/${id}`, { key: admin, body });
const remove = (path: string) => send('DELETE', path, { key: admin });
const revokeOf = (path: string, key = admin) => send('POST', `${path}/sessions/revoke`, { key });

describe('what ended sessions', () => {
  const notBefore = {
    user: async (id: string) => (await getUser(db, id))?.sessionsNotBefore ?? 0,
    token: async (id: string) => (await getToken(db, id))?.sessionsNotBefore ?? 0,
  };

  it('never moves back, whatever is done to a user, also by a function whose clock is behind', async () => {
    const userId = await aUser();
    const steps = [
      () => revokeOf(`/users/${userId}`),
      () => aUser({ disabled: true }, userId),
      () => aUser({ disabled: false }, userId),
      () => aUser({ name: 'Another Name' }, userId),
    ];
    for (const step of [...steps, ...steps]) {
      const before = await notBefore.user(userId);
      pass(-1);
      await step();
      expect(await notBefore.user(userId)).toBeGreaterThanOrEqual(before);
    }
  });

  it('never moves back, whatever is done to a token, also by a function whose clock is behind', async () => {
    const { id } = await aToken({ maxUses: null });
    const steps = [
      () => revokeOf(`/tokens/${id}`),
      () => patch(id, { status: 'disabled' }),
      () => patch(id, { status: 'active' }),
      () => patch(id, { extra: 'changed' }),
      () => send('POST', `/tokens/${id}/rotate`, { key: admin }),
    ];
    for (const step of [...steps, ...steps]) {
      const before = await notBefore.token(id);
      pass(-1);
      await step();
      expect(await notBefore.token(id)).toBeGreaterThanOrEqual(before);
    }
  });

  it('is not lost among changes of the user that come at once', async () => {
    for (let round = 0; round < 3; round++) {
      const userId = await aUser();
      const { accessToken } = await aSession({ userId });
      const answers = await Promise.all([
        ...Array.from({ length: 4 }, (_, at) => aUser({ name: `Name ${at}` }, userId)),
        ...Array.from({ length: 4 }, async () => (await revokeOf(`/users/${userId}`)).status),
      ]);
      expect(answers.slice(4)).toEqual(Array(4).fill(204));
      expect(await isActive(accessToken)).toBe(false);
      expect((await getUser(db, userId))?.version).toBe(9);
    }
  });

  it('is not lost among changes of the token that come at once', async () => {
    const { token, accessToken } = await aSession({ maxUses: null });
    await Promise.all([
      ...Array.from({ length: 4 }, (_, at) => patch(token.id, { extra: `Extra ${at}` })),
      revokeOf(`/tokens/${token.id}`),
      redeem(token.token),
      send('POST', `/tokens/${token.id}/rotate`, { key: admin }),
    ]);
    expect(await isActive(accessToken)).toBe(false);
  });
});

describe('what ended sessions is kept for as long as they could be presented', () => {
  it.each([
    ['disabling a token', (id: string) => patch(id, { status: 'disabled' })],
    ['enabling it', (id: string) => patch(id, { status: 'active' })],
    ['revoking its sessions', (id: string) => revokeOf(`/tokens/${id}`)],
    [
      'bringing its expiry forward afterwards',
      (id: string) => patch(id, { expiresAt: new Date(Date.now() + SECOND).toISOString() }),
    ],
    ['rotating it afterwards', (id: string) => send('POST', `/tokens/${id}/rotate`, { key: admin })],
  ])('by %s near its end, for 30 days from then', async (_, act) => {
    await setSettings({ tokenRetentionDays: 1 });
    const { id } = await aToken({ expiresIn: 3_600, maxUses: null });
    pass(HOUR - SECOND);
    await patch(id, { status: 'disabled' });
    await act(id);
    expect((await getToken(db, id))?.ttl).toBeGreaterThanOrEqual(seconds() + LONGEST);
    await setSettings();
  });

  it('by deleting a token, for 30 days from then, however short tokens are kept', async () => {
    await setSettings({ tokenRetentionDays: 1 });
    const { id } = await aToken({ maxUses: null });
    await remove(`/tokens/${id}`);
    await setSettings();
    const { Item } = await db.client.send(new GetCommand({ TableName: config.tables.tokens, Key: { id } }));
    expect(Item?.secretHash).toBeUndefined();
    expect(Item?.ttl).toBeGreaterThanOrEqual(seconds() + LONGEST);
  });

  it('by revoking the sessions of a used-up token that never expires, for 30 days from its last use', async () => {
    await setSettings({ tokenRetentionDays: 1 });
    const { token, accessToken } = await aSession({ expiresAt: null });
    const usedAt = seconds();
    await deliver(recordEvents, await streamRecords());
    expect((await getToken(db, token.id))?.ttl).toBeGreaterThanOrEqual(usedAt + LONGEST);
    pass(2 * HOUR);
    await revokeOf(`/tokens/${token.id}`);
    await deliver(recordEvents, await streamRecords());
    expect((await getToken(db, token.id))?.ttl).toBeGreaterThanOrEqual(usedAt + LONGEST);
    expect(await isActive(accessToken)).toBe(false);
    await setSettings();
  });

  it('by deleting a user: the id never stands for the sessions of before again', async () => {
    const userId = await aUser();
    const { accessToken } = await aSession({ userId });
    await remove(`/users/${userId}`);
    await aUser({}, userId);
    pass(HOUR);
    expect(await isActive(accessToken)).toBe(false);
    pass(DAY);
    expect(await isActive(accessToken)).toBe(false);
  });
});
