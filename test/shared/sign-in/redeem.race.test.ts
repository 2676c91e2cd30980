import { describe, expect, it } from 'vitest';
import { handler as recordEvents } from '../../../functions/workers/record-history.ts';
import { listTokenEvents } from '../../../shared/history/list-events.ts';
import { statistics } from '../../../shared/history/statistics.ts';
import type { Redemption } from '../../../shared/sign-in/redeem.ts';
import { getToken } from '../../../shared/token/token-store.ts';
import { captureLog } from '../../support/captured-log.ts';
import { patientDatabase } from '../../support/database.ts';
import { makeToken, putUser, tryToken } from '../../support/domain.ts';
import { useDatabase } from '../../support/fixture.ts';
import { deliver, streamRecords } from '../../support/history.ts';

const db = patientDatabase();
captureLog();
useDatabase();

const TOKENS = 200;
const REDEEMERS = 25;

const successes = (redemptions: readonly Redemption[]) =>
  redemptions.filter(({ outcome }) => outcome === 'redeemed').length;

const attemptsIn = async (id: string) => {
  const page = await listTokenEvents(db, id, { kind: 'attempts', limit: 100, scope: undefined });
  return page.outcome === 'listed' ? page.items.map(({ type }) => type) : [];
};

describe('simultaneous redemptions', () => {
  it('of 200 one-time tokens by 25 redeemers each are 200 successes, counted and kept to the last attempt', {
    timeout: 1_200_000,
  }, async () => {
    await putUser(db, 'racer');
    const tokens = await Promise.all(
      Array.from({ length: TOKENS }, () => makeToken(db, { userId: 'racer' })),
    );
    const rounds: Redemption[][] = [];
    for (let at = 0; at < TOKENS; at += 20) {
      const racing = tokens.slice(at, at + 20);
      rounds.push(
        ...(await Promise.all(
          racing.map(({ string }) =>
            Promise.all(Array.from({ length: REDEEMERS }, () => tryToken(db, string))),
          ),
        )),
      );
    }
    expect(rounds.map(successes)).toEqual(Array(TOKENS).fill(1));

    const items = await Promise.all(tokens.map(({ id }) => getToken(db, id)));
    const sum = (count: 'successfulAttempts' | 'failedAttempts') =>
      items.reduce((total, item) => total + (item?.[count] ?? 0), 0);
    expect(sum('successfulAttempts')).toBe(200);
    expect(sum('failedAttempts')).toBe(4_800);

    await deliver(recordEvents, await streamRecords());
    const history = (await Promise.all(tokens.map(({ id }) => attemptsIn(id)))).flat();
    expect(history).toHaveLength(5_000);
    expect(history.filter((type) => type === 'token.redeemed')).toHaveLength(200);

    const now = Math.floor(Date.now() / 1000);
    const buckets = await statistics(db, { from: now - 3_600, to: now + 1, bucket: 'hour' });
    const counted = (name: 'redeemed' | 'refused') =>
      buckets.reduce((total, bucket) => total + bucket[name], 0);
    expect([counted('redeemed'), counted('refused')]).toEqual([200, 4_800]);
  });

  it('of a token with three uses are exactly three', async () => {
    const { id, string } = await makeToken(db, { maxUses: 3 });
    const redemptions = await Promise.all(Array.from({ length: 50 }, () => tryToken(db, string)));
    expect(successes(redemptions)).toBe(3);
    expect(await getToken(db, id)).toMatchObject({ uses: 3, successfulAttempts: 3, failedAttempts: 47 });
  });

  it('by one attempt, a double click, are one success', async () => {
    const { id, string } = await makeToken(db);
    const redemptions = await Promise.all(
      Array.from({ length: 20 }, () => tryToken(db, string, { attemptId: 'double-click' })),
    );
    expect(successes(redemptions)).toBe(20);
    expect(await getToken(db, id)).toMatchObject({ uses: 1, successfulAttempts: 1, failedAttempts: 0 });
  });

  it('for a blocked user spend nothing and count one refusal each', async () => {
    await putUser(db, 'blocked');
    const { id, string } = await makeToken(db, { userId: 'blocked', maxUses: null });
    await putUser(db, 'blocked', { disabled: true });
    const redemptions = await Promise.all(Array.from({ length: 30 }, () => tryToken(db, string)));
    expect(successes(redemptions)).toBe(0);
    expect(await getToken(db, id)).toMatchObject({ uses: 0, successfulAttempts: 0, failedAttempts: 30 });
  });
});
