import { describe, expect, it } from 'vitest';
import { type Answer, send } from '../../support/api.ts';
import { useService } from '../../support/fixture.ts';
import { aCode, aToken, aUser, CALLBACK, exchange, introspect, redeem } from '../../support/given.ts';

/** A redemption at the moment of a revocation yields no lasting session. The clock runs, since equal timestamps matter. */

const { admin } = useService({ settings: { callbackUrl: CALLBACK } });

const AT_ONCE = 30;
const ROUNDS = 3;

const activeAmong = async (answers: readonly Answer[]): Promise<boolean[]> =>
  Promise.all(
    answers
      .filter(({ status }) => status === 200)
      .map(async ({ body }) => (await introspect(body.session.accessToken)).body.active),
  );
const none = (active: readonly boolean[]) => expect(active.filter(Boolean)).toEqual([]);
const patch = (id: string, body: object) => send('PATCH', `/tokens/${id}`, { key: admin, body });

type Given = { id: string; userId: string };

describe.each([
  [
    'a user is disabled',
    ({ userId }: Given) => aUser({ disabled: true }, userId),
    ({ userId }: Given) => aUser({ disabled: false }, userId),
  ],
  [
    'a token is disabled',
    ({ id }: Given) => patch(id, { status: 'disabled' }),
    ({ id }: Given) => patch(id, { status: 'active' }),
  ],
  [
    'the sessions of a user are revoked',
    ({ userId }: Given) => send('POST', `/users/${userId}/sessions/revoke`, { key: admin }),
    async () => {},
  ],
  [
    'the sessions of a token are revoked',
    ({ id }: Given) => send('POST', `/tokens/${id}/sessions/revoke`, { key: admin }),
    async () => {},
  ],
])('while %s', (_, close, open) => {
  it(`${AT_ONCE} redemptions yield no session that is active afterwards, and the next one does`, async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const userId = await aUser();
      const { id, token } = await aToken({ userId, maxUses: null });
      const running = Array.from({ length: AT_ONCE }, () => redeem(token));
      await close({ id, userId });
      const answers = await Promise.all(running);
      await open({ id, userId });
      none(await activeAmong(answers));
      expect(await activeAmong([await redeem(token)])).toEqual([true]);
    }
  });

  it('codes of before yield no session that is active afterwards', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const userId = await aUser();
      const { id, token } = await aToken({ userId, maxUses: null });
      const codes = await Promise.all(Array.from({ length: 10 }, () => aCode(token)));
      const running = codes.map((code) => exchange(code));
      await close({ id, userId });
      const answers = await Promise.all(running);
      await open({ id, userId });
      none(await activeAmong(answers));
    }
  });
});

it('of those who redeem while a user is disabled and enabled in one go, nobody of before stays in', async () => {
  const userId = await aUser();
  const { token } = await aToken({ userId, maxUses: null });
  const before = Array.from({ length: AT_ONCE }, () => redeem(token));
  const blinked = (async () => {
    await aUser({ disabled: true }, userId);
    await aUser({ disabled: false }, userId);
  })();
  const answers = await Promise.all(before);
  await blinked;
  none(await activeAmong(answers));
});
