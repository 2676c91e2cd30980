import { beforeAll, describe, expect, it } from 'vitest';
import { handler as recordEvents } from '../../../functions/workers/record-history.ts';
import { send } from '../../support/api.ts';
import { expectProblem } from '../../support/expect-problem.ts';
import { useService } from '../../support/fixture.ts';
import { DAY, HOUR, pass, START } from '../../support/frozen-clock.ts';
import { aToken, redeem } from '../../support/given.ts';
import { deliver, streamRecords } from '../../support/history.ts';

const { admin } = useService({ frozen: true });

/** At 12:00 three tokens made, one redeemed, refused once; at 13:00 one deleted; a day later one made. */
beforeAll(async () => {
  const [one, , three] = [await aToken(), await aToken(), await aToken()];
  await redeem(one?.token);
  await redeem(one?.token);
  await redeem('nonsense');
  pass(HOUR);
  await send('DELETE', `/tokens/${three?.id}`, { key: admin });
  pass(DAY - HOUR);
  await aToken();
  await deliver(recordEvents, await streamRecords('tokens'));
});

const statistics = (query = '') => send('GET', `/statistics?${query}`, { key: admin });
const at = (milliseconds: number) => new Date(START + milliseconds).toISOString();
const NONE = { created: 0, redeemed: 0, refused: 0, deleted: 0 };

describe('statistics', () => {
  it('count per hour, without gaps, from the hour of the beginning to the end', async () => {
    const { status, body } = await statistics(`from=${at(-1_800_000)}&to=${at(2 * HOUR + 1_000)}`);
    expect(status).toBe(200);
    expect(body).toEqual([
      { start: at(-HOUR), ...NONE },
      { start: at(0), ...NONE, created: 3, redeemed: 1, refused: 1 },
      { start: at(HOUR), ...NONE, deleted: 1 },
      { start: at(2 * HOUR), ...NONE },
    ]);
  });

  it('count per day (UTC)', async () => {
    const { body } = await statistics(`bucket=day&from=${at(0)}&to=${at(DAY + HOUR)}`);
    expect(body).toEqual([
      { start: at(-12 * HOUR), ...NONE, created: 3, redeemed: 1, refused: 1, deleted: 1 },
      { start: at(12 * HOUR), ...NONE, created: 1 },
    ]);
  });

  it('are of the last day in hours, or of the last 30 days, when nobody says', async () => {
    const hours = (await statistics()).body;
    expect(hours.length).toBeGreaterThanOrEqual(24);
    expect(hours.at(-1)).toEqual({ start: at(DAY), ...NONE, created: 1 });
    const days = (await statistics('bucket=day')).body;
    expect(days.length).toBeGreaterThanOrEqual(30);
    expect(days.at(-1)).toMatchObject({ start: at(12 * HOUR), created: 1 });
  });

  it('of no time are none', async () => {
    expect((await statistics(`from=${at(0)}&to=${at(0)}`)).body).toEqual([]);
    expect((await statistics(`from=${at(HOUR)}&to=${at(0)}`)).body).toEqual([]);
  });

  it.each(['hour', 'day'])(
    'by %s begin in 1970 at the earliest: nothing was counted before',
    async (bucket) => {
      expect((await statistics(`to=0000-01-01T00:00:00Z&bucket=${bucket}`)).body).toEqual([]);
      const before = 'from=1969-12-31T23:00:00Z&to=1970-01-01T00:00:00Z';
      expect((await statistics(`${before}&bucket=${bucket}`)).body).toEqual([]);
      const { status, body } = await statistics(`to=1970-01-01T02:00:00Z&bucket=${bucket}`);
      expect(status).toBe(200);
      expect(body[0].start).toBe('1970-01-01T00:00:00.000Z');
    },
  );

  it('span 92 days at most', async () => {
    expect((await statistics(`bucket=day&from=${at(0)}&to=${at(92 * DAY)}`)).body).toHaveLength(93);
    const answer = await statistics(`from=${at(0)}&to=${at(92 * DAY + 1_000)}`);
    expectProblem(answer, 'invalid_request', ['/from']);
  });

  it.each([
    ['bucket=week', '/bucket'],
    ['from=now', '/from'],
    ['to=2031-13-01T00:00:00Z', '/to'],
    ['type=token.created', '/type'],
    ['limit=5', '/limit'],
  ])('take no %s', async (query, pointer) => {
    expectProblem(await statistics(query), 'invalid_request', [pointer]);
  });

  it.each(['0000-01-01T00:00:00Z', '9999-12-31T23:59:59Z'])(
    'are found, or not, however far back or ahead: to %s',
    async (time) => {
      const { status, body } = await statistics(`to=${time}&bucket=hour`);
      expect(status).toBe(200);
      for (const { start: _, ...counts } of body) expect(counts).toEqual(NONE);
    },
  );
});
