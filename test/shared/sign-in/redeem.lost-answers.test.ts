import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { handler as recordEvents } from '../../../functions/workers/record-history.ts';
import { formatCredential, newSecret } from '../../../shared/crypto/credential.ts';
import { idTime } from '../../../shared/crypto/id.ts';
import { listTokenEvents } from '../../../shared/history/list-events.ts';
import type { Database } from '../../../shared/storage/database.ts';
import { updateToken } from '../../../shared/token/change.ts';
import { rotateToken } from '../../../shared/token/rotate.ts';
import { getToken } from '../../../shared/token/token-store.ts';
import { captureLog } from '../../support/captured-log.ts';
import { testDatabase } from '../../support/database.ts';
import {
  ADMINISTRATOR,
  auditOf,
  makeToken,
  putUser,
  RETENTION,
  sealer,
  tryToken,
} from '../../support/domain.ts';
import { loseAnswers, loseRequests } from '../../support/faults.ts';
import { useDatabase } from '../../support/fixture.ts';
import { deliver, streamRecords } from '../../support/history.ts';

/** Answers are lost on the wire and the SDK sends the request again. What others write meanwhile must change nothing. */

let db: Database;
let other: Database;
captureLog();
useDatabase();
beforeEach(() => {
  db = testDatabase();
  other = testDatabase();
});

const administrator = () => ({
  audit: auditOf(ADMINISTRATOR),
  scope: undefined,
  expected: undefined,
  retention: RETENTION,
});
const countsOf = async (id: string) => {
  const item = await getToken(other, id);
  return { uses: item?.uses, redeemed: item?.successfulAttempts, refused: item?.failedAttempts };
};
const guessOf = (id: string) => formatCredential('lt_', { id, secret: newSecret() }).reveal();

describe('a use whose answer is lost', () => {
  it('counts once and gets in, though another use overtook it', async () => {
    const { id, string } = await makeToken(db, { maxUses: 5 });
    loseAnswers(db, 'UpdateItem', { meanwhile: () => tryToken(other, string) });
    expect(await tryToken(db, string, { attemptId: undefined })).toMatchObject({ outcome: 'redeemed' });
    expect(await countsOf(id)).toEqual({ uses: 2, redeemed: 2, refused: 0 });
  });

  it('gets in, though the use that overtook it was the last one', async () => {
    const { id, string } = await makeToken(db, { maxUses: 2 });
    loseAnswers(db, 'UpdateItem', { meanwhile: () => tryToken(other, string) });
    expect(await tryToken(db, string)).toMatchObject({ outcome: 'redeemed' });
    expect(await tryToken(db, string)).toMatchObject({ reason: 'used' });
    expect(await countsOf(id)).toEqual({ uses: 2, redeemed: 2, refused: 1 });
  });

  it('counts once after a use, a change, a refusal and another use', async () => {
    const { id, string } = await makeToken(db, { maxUses: null });
    loseAnswers(db, 'UpdateItem', {
      meanwhile: async () => {
        await tryToken(other, string);
        await updateToken(other, id, { extra: 'changed' }, administrator());
        await tryToken(other, guessOf(id));
        await tryToken(other, string);
      },
    });
    expect(await tryToken(db, string)).toMatchObject({ outcome: 'redeemed' });
    expect(await countsOf(id)).toEqual({ uses: 3, redeemed: 3, refused: 1 });
  });

  it('has a session of its own instant, and not of the use that overtook it', async () => {
    const { string } = await makeToken(db, { maxUses: 5 });
    const time = Date.now();
    const at = (seconds: number) => ({ audit: auditOf(ADMINISTRATOR, time + seconds * 1_000) });
    loseAnswers(db, 'UpdateItem', { meanwhile: () => tryToken(other, string, at(5)) });
    const redemption = await tryToken(db, string, at(0));
    expect(redemption.outcome === 'redeemed' && idTime(redemption.sessionId)).toBe(time);
  });

  it('is refused and given back when the token was rotated meanwhile', async () => {
    const { id, string } = await makeToken(db, { maxUses: 5 });
    loseAnswers(db, 'UpdateItem', {
      meanwhile: () =>
        rotateToken({ db: other, sealer }, id, { userId: undefined, overlap: 0 }, administrator()),
    });
    expect(await tryToken(db, string)).toMatchObject({ outcome: 'refused', reason: 'wrong_secret' });
    expect(await countsOf(id)).toEqual({ uses: 0, redeemed: 0, refused: 1 });
  });
});

describe('a refusal whose answer is lost', () => {
  it('counts once, though a use and another refusal overtook it', async () => {
    const { id, string } = await makeToken(db, { maxUses: 5 });
    loseAnswers(db, 'UpdateItem', {
      after: 1,
      meanwhile: async () => {
        await tryToken(other, string);
        await tryToken(other, guessOf(id));
      },
    });
    expect(await tryToken(db, guessOf(id))).toMatchObject({ reason: 'wrong_secret' });
    expect(await countsOf(id)).toEqual({ uses: 1, redeemed: 1, refused: 2 });
  });
});

describe('giving back the use of a blocked user', () => {
  const blocked = async (userId: string) => {
    await putUser(db, userId);
    const made = await makeToken(db, { userId, maxUses: 5 });
    await putUser(db, userId, { disabled: true });
    return made;
  };

  it('is done once when its answer is lost and another attempt overtook it', async () => {
    const { id, string } = await blocked('c-1');
    const answers = loseAnswers(db, 'UpdateItem', { after: 1, meanwhile: () => tryToken(other, string) });
    expect(await tryToken(db, string)).toMatchObject({ reason: 'user_blocked' });
    expect(answers.lost).toBe(1);
    expect(await countsOf(id)).toEqual({ uses: 0, redeemed: 0, refused: 2 });
  });

  it('is done when the request itself is lost and another attempt overtook it', async () => {
    const { id, string } = await blocked('c-2');
    const requests = loseRequests(db, 'UpdateItem', {
      after: 1,
      meanwhile: () => tryToken(other, guessOf(id)),
    });
    expect(await tryToken(db, string)).toMatchObject({ reason: 'user_blocked' });
    expect(requests.lost).toBe(1);
    expect(await countsOf(id)).toEqual({ uses: 0, redeemed: 0, refused: 2 });
  });

  it('is left undone when nobody can tell any more whether it was done', async () => {
    const { id, string } = await blocked('c-3');
    const requests = loseRequests(db, 'UpdateItem', {
      after: 1,
      meanwhile: async () => {
        await putUser(other, 'c-3', { disabled: false });
        await tryToken(other, string);
        for (let times = 0; times < 4; times++) await tryToken(other, guessOf(id));
      },
    });
    expect(await tryToken(db, string)).toMatchObject({ reason: 'user_blocked' });
    expect(requests.lost).toBe(1);
    expect(await countsOf(id)).toEqual({ uses: 2, redeemed: 2, refused: 4 });
  });
});

it('the counters of a token say what its history says, whatever is lost', {
  timeout: 1_200_000,
}, async () => {
  await putUser(other, 'c-5');
  const fate = fc.constantFrom('well', 'answer', 'request', 'answer', 'request');
  const tries = fc.array(fc.record({ fate, right: fc.boolean(), after: fc.nat(1) }), {
    minLength: 2,
    maxLength: 4,
  });
  const tokens: string[] = [];
  await fc.assert(
    fc.asyncProperty(tries, fc.constantFrom(1, 2, 3, null), async (visitors, maxUses) => {
      const { id, string } = await makeToken(other, { userId: 'c-5', maxUses });
      tokens.push(id);
      const redemptions = await Promise.all(
        visitors.map(({ fate: lost, right, after }) => {
          const own = testDatabase();
          if (lost === 'answer') loseAnswers(own, 'UpdateItem', { after });
          if (lost === 'request') loseRequests(own, 'UpdateItem', { after });
          return tryToken(own, right ? string : guessOf(id));
        }),
      );
      const redeemed = redemptions.filter(({ outcome }) => outcome === 'redeemed').length;
      expect(await countsOf(id)).toEqual({ uses: redeemed, redeemed, refused: visitors.length - redeemed });
    }),
    { numRuns: 40 },
  );

  await deliver(recordEvents, await streamRecords());
  for (const id of tokens) {
    const page = await listTokenEvents(other, id, { kind: 'attempts', limit: 100, scope: undefined });
    const types = page.outcome === 'listed' ? page.items.map(({ type }) => type) : [];
    const kept = (type: string) => types.filter((one) => one === type).length;
    expect(await countsOf(id)).toMatchObject({
      redeemed: kept('token.redeemed'),
      refused: kept('token.refused'),
    });
  }
});
