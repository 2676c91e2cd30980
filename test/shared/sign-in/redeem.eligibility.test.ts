import { beforeEach, describe, expect, it } from 'vitest';
import { type Door, userIs } from '../../../shared/sign-in/door.ts';
import { redeem } from '../../../shared/sign-in/redeem.ts';
import type { Database } from '../../../shared/storage/database.ts';
import { purposeIs } from '../../../shared/token/conditions.ts';
import { getToken } from '../../../shared/token/token-store.ts';
import { patientDatabase, testDatabase } from '../../support/database.ts';
import { ADMINISTRATOR, auditOf, makeToken, putUser, STOREFRONT, tryToken } from '../../support/domain.ts';
import { failRequests, requestsOf } from '../../support/faults.ts';
import { useDatabase } from '../../support/fixture.ts';

/** An attempt that cannot succeed takes nothing away from one that can: no use, not even for a moment, and no repetition. */

useDatabase();
const db = patientDatabase();
let faulty: Database;
beforeEach(async () => {
  faulty = testDatabase();
  await putUser(db, 'c-acme', { email: 'jane@acme.com' });
});

const ROUNDS = 40;
const outside = { scope: ['other.com'], audit: auditOf({ id: 'key:other', name: 'Other shop' }) };
const oci = (username: string): Door => ({
  by: { id: 'door:oci', name: 'OCI punch-out' },
  scope: undefined,
  accepts: [purposeIs('procurement'), userIs(username)],
});

describe('a one-time token presented at once by one who may and by one who may not redeem it', () => {
  it('always lets in the storefront of its user, and not the one whose domains exclude the user', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { id, string } = await makeToken(db, { userId: 'c-acme' });
      const [refused, redeemed] = await Promise.all([tryToken(db, string, outside), tryToken(db, string)]);
      expect([refused.outcome, redeemed.outcome]).toEqual(['refused', 'redeemed']);
      expect(await getToken(db, id)).toMatchObject({ uses: 1, successfulAttempts: 1, failedAttempts: 1 });
    }
  });

  it('always lets in the OCI buyer who names its user, and not the one who names another', async () => {
    const attempt = (token: string) => ({ token, attemptId: undefined, audit: auditOf(STOREFRONT) });
    for (let round = 0; round < ROUNDS; round++) {
      const { string } = await makeToken(db, { userId: 'c-acme', purpose: 'procurement' });
      const [refused, redeemed] = await Promise.all([
        redeem(db, oci('somebody-else'), attempt(string)),
        redeem(db, oci('JANE@acme.com'), attempt(string)),
      ]);
      expect(refused).toMatchObject({ outcome: 'refused', reason: expect.stringMatching(/wrong_user|used/) });
      expect(redeemed.outcome).toBe('redeemed');
    }
  });

  it('always lets in an unlimited storefront with an anonymous token', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { string } = await makeToken(db);
      const [refused, redeemed] = await Promise.all([tryToken(db, string, outside), tryToken(db, string)]);
      expect([refused.outcome, redeemed.outcome]).toEqual(['refused', 'redeemed']);
    }
  });
});

describe('an attempt that was let in can be repeated', () => {
  const click = { attemptId: 'click' };

  it('after a storefront outside was refused', async () => {
    const { id, string } = await makeToken(db, { userId: 'c-acme', maxUses: 2 });
    const first = await tryToken(db, string, click);
    expect(await tryToken(db, string, outside)).toMatchObject({ reason: 'user_blocked' });
    expect(await tryToken(db, string, click)).toMatchObject({
      sessionId: 'sessionId' in first && first.sessionId,
    });
    expect(await getToken(db, id)).toMatchObject({ uses: 1, successfulAttempts: 1, failedAttempts: 1 });
  });

  it('after a later use was given back, because its user could not be read', async () => {
    const { id, string } = await makeToken(db, { userId: 'c-acme', maxUses: 2 });
    const first = await tryToken(db, string, click);
    failRequests(faulty, 'GetItem');
    await expect(tryToken(faulty, string)).rejects.toThrow();
    expect(await tryToken(db, string, click)).toMatchObject({
      sessionId: 'sessionId' in first && first.sessionId,
    });
    expect(await getToken(db, id)).toMatchObject({ uses: 1, successfulAttempts: 1, failedAttempts: 0 });
  });

  it('but not by a use that was given back itself while a later one was, and restored nothing', async () => {
    await putUser(db, 'c-blocked');
    const { id, string } = await makeToken(db, { userId: 'c-blocked', maxUses: 5 });
    await putUser(db, 'c-blocked', { disabled: true });
    // The first attempt is overtaken by a second one, which ends only after the first.
    const firstDone = Promise.withResolvers<void>();
    const later = testDatabase();
    onRead(later, () => firstDone.promise);
    let second: Promise<unknown> = Promise.resolve();
    onRead(faulty, async () => {
      second = tryToken(later, string, { audit: auditOf(ADMINISTRATOR) });
      await until(async () => (await getToken(db, id))?.uses === 2);
    });
    expect(await tryToken(faulty, string, click)).toMatchObject({ reason: 'user_blocked' });
    firstDone.resolve();
    expect(await second).toMatchObject({ reason: 'user_blocked' });
    const item = await getToken(db, id);
    expect(item).toMatchObject({ uses: 0, successfulAttempts: 0, failedAttempts: 2 });
    expect(item?.lastUse.digest).toBeUndefined();
  });
});

it('a limited storefront reads token and user before the write, and does the same work for every refusal', async () => {
  const { string } = await makeToken(db, { userId: 'c-acme' });
  const { string: used } = await makeToken(db, { userId: 'c-acme' });
  const acme = { scope: ['acme.com'] };
  const commandsOf = async (token: string, scope: { scope: string[] }) =>
    (await requestsOf(faulty, () => tryToken(faulty, token, scope))).requests.map(({ command }) => command);
  await tryToken(db, used);
  const refused = ['GetItem', 'GetItem', 'UpdateItem'];
  expect(await commandsOf(used, acme)).toEqual(refused);
  expect(await commandsOf(string, outside)).toEqual(refused);
  expect(await commandsOf(string, acme)).toEqual(['GetItem', 'GetItem', 'UpdateItem', 'GetItem']);
});

/** Runs `wait` before the first read of an item. */
function onRead(database: Database, wait: () => Promise<void>): void {
  let waited: Promise<void> | undefined;
  database.client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (commandName === 'GetItemCommand') {
          waited ??= wait();
          await waited;
        }
        return next(args);
      },
    { step: 'initialize' },
  );
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 1_000; tries++) if (await condition()) return;
  throw new Error('the condition never held');
}
