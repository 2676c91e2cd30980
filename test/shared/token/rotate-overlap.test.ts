import { describe, expect, it } from 'vitest';
import { handler as recordEvents } from '../../../functions/workers/record-history.ts';
import { listTokenEvents } from '../../../shared/history/list-events.ts';
import type { Database } from '../../../shared/storage/database.ts';
import { updateToken } from '../../../shared/token/change.ts';
import { rotateToken } from '../../../shared/token/rotate.ts';
import { getToken } from '../../../shared/token/token-store.ts';
import { captureLog } from '../../support/captured-log.ts';
import { patientDatabase, testDatabase } from '../../support/database.ts';
import { ADMINISTRATOR, auditOf, makeToken, RETENTION, sealer, tryToken } from '../../support/domain.ts';
import { loseAnswers } from '../../support/faults.ts';
import { useDatabase } from '../../support/fixture.ts';
import { deliver, streamRecords } from '../../support/history.ts';

/** Tokens of procurement systems whose string was rotated with an overlap. */

const db = patientDatabase();
captureLog();
useDatabase();

const administrator = () => ({
  audit: auditOf(ADMINISTRATOR),
  scope: undefined,
  retention: RETENTION,
  expected: undefined,
});
const aToken = (maxUses: number | null = null) => makeToken(db, { purpose: 'procurement', maxUses });
async function rotate(id: string, overlap: number, on: Database = db): Promise<string> {
  const rotation = await rotateToken({ db: on, sealer }, id, { userId: undefined, overlap }, administrator());
  if (!('string' in rotation)) throw new Error(rotation.outcome);
  return rotation.string.reveal();
}
const outcomes = async (...strings: string[]) =>
  (await Promise.all(strings.map((string) => tryToken(db, string)))).map((redemption) =>
    redemption.outcome === 'refused' ? redemption.reason : redemption.outcome,
  );
const WRONG = 'wrong_secret';

it('both strings log in, and count on the same token', async () => {
  const { id, string } = await aToken();
  await tryToken(db, string);
  const fresh = await rotate(id, 60);
  expect(await outcomes(string, fresh, string)).toEqual(['redeemed', 'redeemed', 'redeemed']);
  expect(await getToken(db, id)).toMatchObject({ uses: 3, successfulAttempts: 4, failedAttempts: 0 });
});

it('together they have the uses that the token has', async () => {
  const { id, string } = await aToken(5);
  const fresh = await rotate(id, 60);
  const strings = Array.from({ length: 20 }, (_, at) => (at % 2 === 0 ? string : fresh));
  const done = await outcomes(...strings);
  expect(done.filter((outcome) => outcome === 'redeemed')).toHaveLength(5);
  expect(await getToken(db, id)).toMatchObject({ uses: 5, successfulAttempts: 5, failedAttempts: 15 });
});

it('another rotation ends an earlier overlap: two strings work at most, and one without overlap', async () => {
  const { id, string } = await aToken();
  const second = await rotate(id, 60);
  const third = await rotate(id, 60);
  expect(await outcomes(string, second, third)).toEqual([WRONG, 'redeemed', 'redeemed']);
  const last = await rotate(id, 0);
  expect(await outcomes(string, second, third, last)).toEqual([WRONG, WRONG, WRONG, 'redeemed']);
});

it.each(['before', 'after'] as const)(
  'a token that is disabled %s the rotation takes the old string never again',
  async (order) => {
    const { id, string } = await aToken();
    const disable = (disabled: boolean) => updateToken(db, id, { disabled }, administrator());
    if (order === 'before') await disable(true);
    const fresh = await rotate(id, 60);
    if (order === 'after') {
      expect(await outcomes(string)).toEqual(['redeemed']);
      await disable(true);
    }
    expect(await outcomes(string)).toEqual([WRONG]);
    await disable(false);
    expect(await outcomes(string, fresh)).toEqual([WRONG, 'redeemed']);
  },
);

it('rotations and uses at once: whatever the order, the last two strings log in and no other', async () => {
  const { id, string } = await aToken();
  const [rotated, uses] = await Promise.all([
    Promise.all(Array.from({ length: 5 }, () => rotate(id, 3_600))),
    Promise.all(Array.from({ length: 15 }, () => tryToken(db, string))),
  ]);
  const good = uses.filter(({ outcome }) => outcome === 'redeemed').length;
  const bad = uses.filter((use) => use.outcome === 'refused' && use.reason === WRONG).length;
  expect(good + bad).toBe(15);
  expect(await getToken(db, id)).toMatchObject({ successfulAttempts: good, failedAttempts: bad });
  const after = await outcomes(string, ...rotated);
  expect(after.filter((outcome) => outcome === 'redeemed')).toHaveLength(2);
  expect(after[0]).toBe(WRONG);
});

it('a rotation whose answer was lost is made once, although the old string was used meanwhile', async () => {
  const { id, string } = await aToken();
  const lossy = testDatabase();
  const answers = loseAnswers(lossy, 'UpdateItem', { meanwhile: () => tryToken(db, string) });
  const fresh = await rotate(id, 60, lossy);
  expect(answers.lost).toBe(1);
  expect(await getToken(db, id)).toMatchObject({ version: 2, uses: 1 });
  expect(await outcomes(string, fresh)).toEqual(['redeemed', 'redeemed']);
});

it('a use of the old string whose answer was lost is recognised, and counts once', async () => {
  const { id, string } = await aToken();
  await rotate(id, 60);
  const lossy = testDatabase();
  loseAnswers(lossy, 'UpdateItem');
  expect(await tryToken(lossy, string)).toMatchObject({ outcome: 'redeemed' });
  expect(await tryToken(db, string, { attemptId: 'again' })).toMatchObject({ outcome: 'redeemed' });
  expect(await tryToken(db, string, { attemptId: 'again' })).toMatchObject({ outcome: 'redeemed' });
  expect(await getToken(db, id)).toMatchObject({ uses: 2, successfulAttempts: 2, failedAttempts: 0 });
});

describe('the history', () => {
  it('tells uses of the old string apart', async () => {
    const { id, string } = await aToken();
    await tryToken(db, string);
    const fresh = await rotate(id, 60);
    for (const one of [string, fresh]) await tryToken(db, one);
    await deliver(recordEvents, await streamRecords());
    const page = await listTokenEvents(db, id, { kind: 'attempts', limit: 10, scope: undefined });
    const marks = page.outcome === 'listed' ? page.items.map((event) => event.previousString) : [];
    expect(marks.map((mark) => mark ?? false).sort()).toEqual([false, false, true]);
  });
});
