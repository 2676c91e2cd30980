import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { config } from '../../../functions/runtime/config.ts';
import { db } from '../../../functions/runtime/database.ts';
import { type Answer, send } from '../../support/api.ts';
import { expectProblem } from '../../support/expect-problem.ts';
import { useService } from '../../support/fixture.ts';
import { pass, SECOND } from '../../support/frozen-clock.ts';
import { aCode, aToken, aUser, CALLBACK, exchange, introspect } from '../../support/given.ts';
import { makeKey } from '../../support/keys.ts';

/** Exchanging a code twice, and many times at once. */

const { log } = useService({ frozen: true, settings: { callbackUrl: CALLBACK } });

const exchangeAs = (key: string, code: string, members: object = {}) =>
  send('POST', '/sessions/exchange', { key, body: { code, ...members } });
const freshCode = async (members: Record<string, unknown> = {}) => aCode((await aToken(members)).token);
const accessTokenOf = ({ body }: Answer): string => body.session.accessToken;

async function expectRefused(answer: Answer | Promise<Answer>, reason: string): Promise<void> {
  expectProblem(await answer, 'code_refused');
  expect(log.last()).toMatchObject({ status: 401, exchange: 'refused', reason });
}

describe('a code that was exchanged', () => {
  it('by another attempt is refused, and the session that it made is over', async () => {
    const code = await freshCode();
    const first = await exchange(code, { attemptId: 'first' });
    expect((await introspect(accessTokenOf(first))).body.active).toBe(true);
    await expectRefused(exchange(code, { attemptId: 'second' }), 'spent');
    expect((await introspect(accessTokenOf(first))).body).toEqual({ active: false });
    await expectRefused(exchange(code, { attemptId: 'first' }), 'ended');
  });

  it('without an attempt’s name is refused the second time, and the session is over', async () => {
    const code = await freshCode();
    const first = await exchange(code);
    await expectRefused(exchange(code), 'spent');
    expect((await introspect(accessTokenOf(first))).body).toEqual({ active: false });
  });

  it('by another storefront, with the same name of its attempt, is refused, and the session is over', async () => {
    const code = await freshCode();
    const first = await exchange(code, { attemptId: 'a' });
    await expectRefused(exchangeAs(await makeKey('storefront'), code, { attemptId: 'a' }), 'spent');
    expect((await introspect(accessTokenOf(first))).body).toEqual({ active: false });
  });

  it('by a storefront that may not log its user in is refused, and the session is over all the same', async () => {
    const code = await freshCode({ userId: await aUser() });
    const first = await exchange(code, { attemptId: 'a' });
    const limited = await makeKey('storefront', ['elsewhere.org']);
    await expectRefused(exchangeAs(limited, code), 'spent');
    expect((await introspect(accessTokenOf(first))).body).toEqual({ active: false });
  });

  it('is remembered for longer than it could be exchanged by a function whose clock is behind', async () => {
    const code = await freshCode();
    await exchange(code);
    const { jti, exp = 0 } = decodeJwt(code);
    const { Item } = await db.client.send(
      new GetCommand({ TableName: config.tables.transient, Key: { id: `code#${jti}` } }),
    );
    expect(Item?.ttl).toBeGreaterThanOrEqual(exp + 60);
  });

  it('by the same attempt yields the same session, with the same times', async () => {
    const code = await freshCode({ userId: await aUser() });
    const first = await exchange(code, { attemptId: 'a' });
    pass(59 * SECOND);
    const second = await exchange(code, { attemptId: 'a' });
    expect(second.status).toBe(200);
    const { accessToken: _, ...session } = first.body.session;
    expect(second.body).toEqual({
      ...first.body,
      session: { ...session, accessToken: accessTokenOf(second) },
    });
    expect(decodeJwt(accessTokenOf(second))).toEqual(decodeJwt(accessTokenOf(first)));
    expect((await introspect(accessTokenOf(first))).body.active).toBe(true);
  });

  it('is the same session for each press of one page, and replaying one code ends it for both', async () => {
    const { token } = await aToken();
    const [one, two] = [await aCode(token, { attempt: 'a' }), await aCode(token, { attempt: 'a' })];
    expect(one).not.toBe(two);
    const [first, second] = [await exchange(one), await exchange(two)];
    expect(first.body.session.id).toBe(second.body.session.id);
    await expectRefused(exchange(one), 'spent');
    for (const answer of [first, second])
      expect((await introspect(accessTokenOf(answer))).body).toEqual({ active: false });
  });
});

describe('25 who exchange a code at once', () => {
  const AT_ONCE = 25;
  const all = (code: string, attemptId: (at: number) => string) =>
    Promise.all(Array.from({ length: AT_ONCE }, (_, at) => exchange(code, { attemptId: attemptId(at) })));

  it('as different attempts: one succeeds at most, and its session is over', async () => {
    for (let round = 0; round < 3; round++) {
      const answers = await all(await freshCode({ userId: await aUser() }), (at) => `attempt-${at}`);
      const done = answers.filter(({ status }) => status === 200);
      expect(done.length).toBeLessThanOrEqual(1);
      for (const answer of answers.filter((one) => !done.includes(one)))
        expectProblem(answer, 'code_refused');
      for (const answer of done)
        expect((await introspect(accessTokenOf(answer))).body).toEqual({ active: false });
    }
  });

  it('as the same attempt: all get the same session, and it is good', async () => {
    const answers = await all(await freshCode({ userId: await aUser() }), () => 'the same');
    expect(answers.map(({ status }) => status)).toEqual(Array(AT_ONCE).fill(200));
    expect(new Set(answers.map(({ body }) => body.session.id)).size).toBe(1);
    for (const answer of answers) expect((await introspect(accessTokenOf(answer))).body.active).toBe(true);
  });
});
