import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Issue } from '../../../shared/sign-in/sign-in.ts';
import { signIn } from '../../../shared/sign-in/sign-in.ts';
import type { StepRule } from '../../../shared/sign-in/step.ts';
import type { Database } from '../../../shared/storage/database.ts';
import { unbound } from '../../../shared/token/conditions.ts';
import { getToken } from '../../../shared/token/token-store.ts';
import { testDatabase } from '../../support/database.ts';
import { IPV6, makeToken, putUser, STOREFRONT, USER_AGENT } from '../../support/domain.ts';
import { useDatabase } from '../../support/fixture.ts';
import { freezeClock, MINUTE, pass, SECOND } from '../../support/frozen-clock.ts';

let db: Database;
freezeClock();
useDatabase();
beforeAll(async () => {
  db = testDatabase();
  await putUser(db, 'c-1');
});

const DOOR = { by: STOREFRONT, scope: undefined, accepts: [unbound] };
const secondFactor: StepRule = () => 'second_factor';

let issued: string[];
beforeEach(() => {
  issued = [];
});

/** Issues the id of the session, and remembers it. */
const issue: Issue<string> = async ({ sessionId }) => {
  issued.push(sessionId);
  return sessionId;
};

const attempt = (token: string, attemptId = 'attempt') => ({
  token,
  attemptId,
  audit: { time: Date.now(), ip: IPV6, userAgent: USER_AGENT },
});

const signInWith = (stepRules: readonly StepRule[], token: string, attemptId?: string) =>
  signIn({ db, stepRules }, DOOR, attempt(token, attemptId), issue);

async function aStep(token: string, attemptId?: string) {
  const result = await signInWith([secondFactor], token, attemptId);
  if (result.outcome !== 'step_required') throw new Error(result.outcome);
  return result;
}

describe('a sign-in without a rule', () => {
  it('is signed in, with the proof of its use', async () => {
    const { id, string } = await makeToken(db, { userId: 'c-1' });
    const result = await signInWith([], string);
    expect(result).toMatchObject({
      outcome: 'signed_in',
      redeemed: { token: { id }, user: { id: 'c-1' }, sessionId: issued[0] },
      proof: issued[0],
    });
    expect(issued).toHaveLength(1);
  });

  it('is signed in also by rules that require no step of this use', async () => {
    const { string } = await makeToken(db);
    expect(await signInWith([() => undefined], string)).toMatchObject({ outcome: 'signed_in' });
  });
});

describe('a sign-in that a rule requires a step of', () => {
  it('is a step towards the session of its use, for 300 seconds, and yields no proof', async () => {
    const { id, string } = await makeToken(db, { userId: 'c-1' });
    const { redeemed, step } = await aStep(string);
    expect(redeemed).toMatchObject({ token: { id }, user: { id: 'c-1' } });
    expect(step).toEqual({
      kind: 'second_factor',
      sessionId: redeemed.sessionId,
      expiresAt: Date.now() / SECOND + 300,
    });
    expect(issued).toEqual([]);
  });

  it('has spent the token', async () => {
    const { id, string } = await makeToken(db);
    await aStep(string);
    expect(await getToken(db, id)).toMatchObject({ uses: 1, successfulAttempts: 1, failedAttempts: 0 });
    expect(await signInWith([secondFactor], string, 'another')).toMatchObject({
      outcome: 'refused',
      reason: 'used',
    });
  });

  it('is the same step when its attempt is repeated within two minutes, and refused after that', async () => {
    const { id, string } = await makeToken(db);
    const { step } = await aStep(string);
    pass(2 * MINUTE);
    expect((await aStep(string)).step).toEqual(step);
    expect((await getToken(db, id))?.uses).toBe(1);
    pass(SECOND);
    expect(await signInWith([secondFactor], string)).toMatchObject({ outcome: 'refused', reason: 'used' });
  });

  it('is another step for another use', async () => {
    const { string } = await makeToken(db, { maxUses: 2 });
    const steps = [(await aStep(string, 'one')).step, (await aStep(string, 'two')).step];
    expect(steps[0]?.sessionId).not.toBe(steps[1]?.sessionId);
  });

  it('leads to the session that the use would have had without the step', async () => {
    const { string } = await makeToken(db);
    const { step } = await aStep(string);
    expect(await signInWith([], string)).toMatchObject({ outcome: 'signed_in', proof: step.sessionId });
  });
});

it('a rule is not asked about an attempt that is refused', async () => {
  const asked: string[] = [];
  const rule: StepRule = ({ token }) => {
    asked.push(token.id);
    return 'second_factor';
  };
  expect(await signInWith([rule], 'lt_nonsense')).toMatchObject({ outcome: 'refused', reason: 'malformed' });
  expect(asked).toEqual([]);
});
