import { beforeEach, describe, expect, it, vi } from 'vitest';
import { formatCredential, newSecret } from '../../../shared/crypto/credential.ts';
import { newId } from '../../../shared/crypto/id.ts';
import { digestAttempt } from '../../../shared/sign-in/redeem.ts';
import type { Database } from '../../../shared/storage/database.ts';
import { updateToken } from '../../../shared/token/change.ts';
import { deleteToken } from '../../../shared/token/delete.ts';
import { rotateToken } from '../../../shared/token/rotate.ts';
import { getToken } from '../../../shared/token/token-store.ts';
import { deleteUser } from '../../../shared/user/delete.ts';
import { testDatabase } from '../../support/database.ts';
import {
  ADMINISTRATOR,
  auditOf,
  HISTORY_RETENTION,
  makeToken,
  putUser,
  RETENTION,
  STOREFRONT,
  sealer,
  tryToken,
} from '../../support/domain.ts';
import { failRequests, loseAnswers } from '../../support/faults.ts';
import { useDatabase } from '../../support/fixture.ts';

let db: Database;
useDatabase();
beforeEach(() => {
  db = testDatabase();
});

const administrator = () => ({
  audit: auditOf(ADMINISTRATOR),
  scope: undefined,
  expected: undefined,
  retention: RETENTION,
  historyRetention: HISTORY_RETENTION,
});
const counts = async (id: string) => {
  const item = await getToken(db, id);
  return item && [item.successfulAttempts, item.failedAttempts];
};

describe('a redemption', () => {
  it('logs in the user of the token and counts a success', async () => {
    await putUser(db, 'c-1');
    const { id, string } = await makeToken(db, { userId: 'c-1' });
    const redemption = await tryToken(db, string);
    expect(redemption).toMatchObject({
      outcome: 'redeemed',
      token: { id, successfulAttempts: 1, uses: 1, lastAccessedAt: expect.any(Number) },
      user: { id: 'c-1', name: 'Jane Doe' },
    });
    expect(await counts(id)).toEqual([1, 0]);
  });

  it('of an anonymous token logs in nobody in particular', async () => {
    const { string } = await makeToken(db);
    expect(await tryToken(db, string)).toMatchObject({ outcome: 'redeemed', user: null });
  });

  it('leaves the latest use of a token as it was, when it is refused', async () => {
    await putUser(db, 'c-blocked');
    const { id, string } = await makeToken(db, { userId: 'c-blocked', maxUses: null });
    await tryToken(db, string);
    const { lastUse } = (await getToken(db, id)) ?? {};
    await putUser(db, 'c-blocked', { disabled: true });
    await tryToken(db, string);
    expect((await getToken(db, id))?.lastUse).toEqual(lastUse);
  });
});

describe('a refusal', () => {
  it('has no call for a string that is malformed', async () => {
    const failing = failRequests(db, 'UpdateItem');
    const { string } = await makeToken(testDatabase());
    for (const malformed of [
      '',
      'lt_',
      string.slice(1),
      string.replace('lt_', 'lk_'),
      `${string.slice(0, -1)}!`,
    ]) {
      expect(await tryToken(db, malformed)).toEqual({ outcome: 'refused', reason: 'malformed' });
    }
    expect(failing.failed).toBe(0);
  });

  it('of the id in place of the string is malformed: the id logs nobody in', async () => {
    const { id } = await makeToken(db);
    expect(await tryToken(db, id)).toMatchObject({ outcome: 'refused', reason: 'malformed' });
  });

  it('of an unknown token writes nothing', async () => {
    const id = newId(Date.now());
    const string = formatCredential('lt_', { id, secret: newSecret() }).reveal();
    expect(await tryToken(db, string)).toEqual({ outcome: 'refused', reason: 'unknown', tokenId: id });
    expect(await getToken(db, id)).toBeUndefined();
  });

  it('names a wrong secret, and counts a failed attempt of the token', async () => {
    const { id } = await makeToken(db);
    const string = formatCredential('lt_', { id, secret: newSecret() }).reveal();
    expect(await tryToken(db, string)).toEqual({ outcome: 'refused', reason: 'wrong_secret', tokenId: id });
    expect(await counts(id)).toEqual([0, 1]);
  });

  it('names the first reason that holds: wrong secret, disabled, expired, used', async () => {
    const { id, string } = await makeToken(db);
    const wrong = formatCredential('lt_', { id, secret: newSecret() }).reveal();
    await tryToken(db, string);
    expect(await tryToken(db, string)).toMatchObject({ reason: 'used' });
    const later = { audit: auditOf(ADMINISTRATOR, Date.now() + 3_600_000) };
    expect(await tryToken(db, string, later)).toMatchObject({ reason: 'expired' });
    await updateToken(db, id, { disabled: true }, administrator());
    expect(await tryToken(db, string, later)).toMatchObject({ reason: 'disabled' });
    expect(await tryToken(db, wrong, later)).toMatchObject({ reason: 'wrong_secret' });
    expect(await counts(id)).toEqual([1, 4]);
  });

  it('begins with the second in which a token expires, while time to live has not taken it', async () => {
    const expiresAt = Math.floor(Date.now() / 1000) + 60;
    const { id, string } = await makeToken(db, { expiresAt, maxUses: null });
    const at = (seconds: number) => ({ audit: auditOf(ADMINISTRATOR, seconds * 1000) });
    expect(await tryToken(db, string, at(expiresAt - 1))).toMatchObject({ outcome: 'redeemed' });
    expect(await tryToken(db, string, at(expiresAt))).toMatchObject({ reason: 'expired' });
    expect((await getToken(db, id))?.ttl).toBe(expiresAt + 90 * 86_400);
  });

  it('of a deleted token writes nothing', async () => {
    const { id, string } = await makeToken(db);
    await deleteToken(db, id, administrator());
    expect(await tryToken(db, string)).toMatchObject({ reason: 'unknown' });
  });
});

describe('a blocked user', () => {
  const blockings: [string, (id: string) => Promise<unknown>][] = [
    ['is disabled', (id) => putUser(db, id, { disabled: true })],
    ['is deleted', (id) => deleteUser(db, id, administrator())],
    [
      'was deleted and another one has the id',
      async (id) => {
        await deleteUser(db, id, administrator());
        await putUser(db, id);
      },
    ],
  ];
  it.each(blockings)('who %s is refused, counted as refused, and no use is spent', async (how, block) => {
    const userId = `u-${how.length}`;
    await putUser(db, userId);
    const { id, string } = await makeToken(db, { userId });
    await block(userId);
    expect(await tryToken(db, string)).toEqual({ outcome: 'refused', reason: 'user_blocked', tokenId: id });
    expect(await tryToken(db, string)).toMatchObject({ reason: 'user_blocked' });
    expect(await counts(id)).toEqual([0, 2]);
    expect((await getToken(db, id))?.uses).toBe(0);
  });

  it('who is enabled again can use a one-time token that was refused meanwhile', async () => {
    await putUser(db, 'c-2', { disabled: true });
    await putUser(db, 'c-2', { disabled: false });
    const { string } = await makeToken(db, { userId: 'c-2' });
    await putUser(db, 'c-2', { disabled: true });
    await tryToken(db, string);
    await putUser(db, 'c-2', { disabled: false });
    expect(await tryToken(db, string)).toMatchObject({ outcome: 'redeemed' });
  });

  it('is anyone outside the domains of a limited storefront, and nobody in particular is too', async () => {
    await putUser(db, 'c-3', { email: 'jane@acme.com' });
    const { string } = await makeToken(db, { userId: 'c-3', maxUses: null });
    const { string: anonymous } = await makeToken(db);
    expect(await tryToken(db, string, { scope: ['acme.com'] })).toMatchObject({ outcome: 'redeemed' });
    expect(await tryToken(db, string, { scope: ['other.com'] })).toMatchObject({ reason: 'user_blocked' });
    expect(await tryToken(db, anonymous, { scope: ['acme.com'] })).toMatchObject({ reason: 'user_blocked' });
    expect(await tryToken(db, anonymous)).toMatchObject({ outcome: 'redeemed' });
  });
});

describe('the same attempt', () => {
  it('whose answer was lost gets in all the same, and counts once', async () => {
    const { id, string } = await makeToken(db);
    const answers = loseAnswers(db, 'UpdateItem');
    expect(await tryToken(db, string)).toMatchObject({
      outcome: 'redeemed',
      token: { successfulAttempts: 1 },
    });
    expect(answers.lost).toBe(1);
    expect(await counts(id)).toEqual([1, 0]);
  });

  it('that comes twice is one success', async () => {
    const { id, string } = await makeToken(db, { maxUses: 3 });
    const first = await tryToken(db, string, { attemptId: 'click' });
    const second = await tryToken(db, string, { attemptId: 'click' });
    expect(second).toEqual(first);
    expect(await counts(id)).toEqual([1, 0]);
  });

  it('is still the same after somebody else was refused', async () => {
    const { id, string } = await makeToken(db);
    await tryToken(db, string, { attemptId: 'click' });
    expect(await tryToken(db, string)).toMatchObject({ reason: 'used' });
    expect(await tryToken(db, string, { attemptId: 'click' })).toMatchObject({ outcome: 'redeemed' });
    expect(await counts(id)).toEqual([1, 1]);
  });

  it('of another caller is another attempt', async () => {
    const { string } = await makeToken(db);
    await tryToken(db, string, { attemptId: 'click' });
    const other = { attemptId: 'click', audit: auditOf({ id: 'key:other', name: 'Other' }) };
    expect(await tryToken(db, string, other)).toMatchObject({ reason: 'used' });
  });

  it('is a new one after two minutes', async () => {
    const { id, string } = await makeToken(db, { maxUses: 2 });
    const { string: oneTime } = await makeToken(db);
    const now = Date.now();
    const at = (seconds: number) => ({
      attemptId: 'click',
      audit: auditOf(ADMINISTRATOR, now + seconds * 1000),
    });
    await tryToken(db, string, at(0));
    await tryToken(db, oneTime, at(0));
    await tryToken(db, string, at(120));
    expect(await tryToken(db, oneTime, at(120))).toMatchObject({ outcome: 'redeemed' });
    expect(await counts(id)).toEqual([1, 0]);
    expect(await tryToken(db, string, at(121))).toMatchObject({ outcome: 'redeemed' });
    expect(await tryToken(db, oneTime, at(121))).toMatchObject({ reason: 'used' });
    expect(await counts(id)).toEqual([2, 0]);
  });

  it('with another secret is refused', async () => {
    const { id, string } = await makeToken(db);
    await tryToken(db, string, { attemptId: 'click' });
    const guess = formatCredential('lt_', { id, secret: newSecret() }).reveal();
    expect(await tryToken(db, guess, { attemptId: 'click' })).toMatchObject({ reason: 'wrong_secret' });
  });

  it.each([
    ['disabled', 'disabled', (id: string) => updateToken(db, id, { disabled: true }, administrator())],
    [
      'rotated',
      'wrong_secret',
      (id: string) => rotateToken({ db, sealer }, id, { userId: undefined, overlap: 0 }, administrator()),
    ],
    ['deleted', 'unknown', (id: string) => deleteToken(db, id, administrator())],
  ])('is refused once the token is %s', async (_, reason, close) => {
    const { id, string } = await makeToken(db);
    await tryToken(db, string, { attemptId: 'click' });
    await close(id);
    expect(await tryToken(db, string, { attemptId: 'click' })).toMatchObject({ outcome: 'refused', reason });
  });

  it('is refused and counted once its user is blocked', async () => {
    await putUser(db, 'c-4');
    const { id, string } = await makeToken(db, { userId: 'c-4' });
    await tryToken(db, string, { attemptId: 'click' });
    await putUser(db, 'c-4', { disabled: true });
    expect(await tryToken(db, string, { attemptId: 'click' })).toMatchObject({ reason: 'user_blocked' });
    expect(await counts(id)).toEqual([1, 1]);
  });

  it('with the secret of a rotated token is a new use, and not an answer to repeat', async () => {
    const { id, string } = await makeToken(db);
    await tryToken(db, string, { attemptId: 'click' });
    const rotation = await rotateToken(
      { db, sealer },
      id,
      { userId: undefined, overlap: 0 },
      administrator(),
    );
    const fresh = 'string' in rotation ? rotation.string.reveal() : '';
    expect(await tryToken(db, fresh, { attemptId: 'click' })).toMatchObject({ outcome: 'redeemed' });
    expect(await counts(id)).toEqual([2, 0]);
  });
});

describe('when the database fails', () => {
  it('a lost answer to counting a refusal counts it once', async () => {
    const { id, string } = await makeToken(db, { maxUses: 1 });
    await tryToken(db, string);
    const patient = testDatabase();
    const answers = loseAnswers(patient, 'UpdateItem');
    expect(await tryToken(patient, string)).toMatchObject({ reason: 'used' });
    expect(answers.lost).toBe(1);
    expect(await counts(id)).toEqual([1, 1]);
  });

  it('a lost answer to taking back the use of a blocked user takes back once', async () => {
    await putUser(db, 'c-5');
    const { id, string } = await makeToken(db, { userId: 'c-5', maxUses: 5 });
    await tryToken(db, string);
    await putUser(db, 'c-5', { disabled: true });
    loseAnswers(db, 'UpdateItem', { times: 2 });
    expect(await tryToken(db, string)).toMatchObject({ reason: 'user_blocked' });
    expect(await counts(id)).toEqual([1, 1]);
    expect((await getToken(db, id))?.uses).toBe(1);
  });

  it('a use is given back once, whoever else is refused before its lost answer is noticed', async () => {
    await putUser(db, 'c-8');
    const { id, string } = await makeToken(db, { userId: 'c-8', maxUses: 2 });
    await putUser(db, 'c-8', { disabled: true });
    const guess = formatCredential('lt_', { id, secret: newSecret() }).reveal();
    const other = testDatabase();
    const answers = loseAnswers(db, 'UpdateItem', { after: 1, meanwhile: () => tryToken(other, guess) });
    expect(await tryToken(db, string)).toMatchObject({ reason: 'user_blocked' });
    expect(answers.lost).toBe(1);
    expect(await getToken(other, id)).toMatchObject({ uses: 0, successfulAttempts: 0, failedAttempts: 2 });
  });

  it('a blocked use whose own answer was lost, and overwritten by a refusal, is given back all the same', async () => {
    await putUser(db, 'c-9', { disabled: true });
    await putUser(db, 'c-9', { disabled: false });
    const { id, string } = await makeToken(db, { userId: 'c-9' });
    await putUser(db, 'c-9', { disabled: true });
    const guess = formatCredential('lt_', { id, secret: newSecret() }).reveal();
    const other = testDatabase();
    loseAnswers(db, 'UpdateItem', { meanwhile: () => tryToken(other, guess) });
    expect(await tryToken(db, string, { attemptId: undefined })).toMatchObject({ reason: 'user_blocked' });
    expect(await getToken(other, id)).toMatchObject({ uses: 0, successfulAttempts: 0, failedAttempts: 2 });
  });

  it('a use is not given back once its answer was given again: a one-time token lets in one attempt', async () => {
    await putUser(db, 'c-11');
    const { id, string } = await makeToken(db, { userId: 'c-11' });
    const other = testDatabase();
    let repeated: unknown;
    db.client.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          if (commandName !== 'GetItemCommand') return next(args);
          repeated = await tryToken(other, string, { attemptId: 'click' });
          throw new Error('the user cannot be read');
        },
      { step: 'initialize' },
    );
    await expect(tryToken(db, string, { attemptId: 'click' })).rejects.toThrow('cannot be read');
    expect(repeated).toMatchObject({ outcome: 'redeemed' });
    expect(await tryToken(other, string)).toMatchObject({ reason: 'used' });
    expect(await getToken(other, id)).toMatchObject({ uses: 1, successfulAttempts: 1, failedAttempts: 1 });
  });

  it('an attempt that is repeated while its use is given back is a new use, counted once', async () => {
    await putUser(db, 'c-12');
    const { id, string } = await makeToken(db, { userId: 'c-12' });
    failRequests(db, 'GetItem');
    const other = testDatabase();
    let taken = false;
    other.client.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          const answer = await next(args);
          // Between reading the user and confirming the use: the first request gives up.
          if (commandName === 'GetItemCommand' && !taken) {
            taken = true;
            await first.catch(() => undefined);
          }
          return answer;
        },
      { step: 'initialize' },
    );
    const gate = Promise.withResolvers<void>();
    db.client.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          if (commandName === 'GetItemCommand') await gate.promise;
          return next(args);
        },
      { step: 'initialize' },
    );
    const first = tryToken(db, string, { attemptId: 'click' });
    await vi.waitUntil(async () => (await getToken(testDatabase(), id))?.uses === 1, { timeout: 300_000 });
    const second = tryToken(other, string, { attemptId: 'click' });
    gate.resolve();
    await expect(first).rejects.toThrow();
    expect(await second).toMatchObject({ outcome: 'redeemed' });
    expect(await getToken(testDatabase(), id)).toMatchObject({ uses: 1, successfulAttempts: 1 });
  });

  it('a use is given back without forgetting the use that came after it', async () => {
    await putUser(db, 'c-10');
    const { id, string } = await makeToken(db, { userId: 'c-10', maxUses: null });
    const other = testDatabase();
    let came = false;
    db.client.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          if (commandName === 'GetItemCommand' && !came) {
            came = true;
            await tryToken(other, string, { attemptId: 'later' });
            await putUser(other, 'c-10', { disabled: true });
          }
          return next(args);
        },
      { step: 'initialize' },
    );
    expect(await tryToken(db, string)).toMatchObject({ reason: 'user_blocked' });
    expect(await getToken(other, id)).toMatchObject({ uses: 1, successfulAttempts: 1, failedAttempts: 1 });
    expect((await getToken(other, id))?.lastUse.digest).toEqual(
      new Uint8Array(digestAttempt(STOREFRONT.id, 'later')),
    );
  });

  it('a user who cannot be read costs no use and no failed attempt', async () => {
    await putUser(db, 'c-6');
    const { id, string } = await makeToken(db, { userId: 'c-6' });
    failRequests(db, 'GetItem');
    await expect(tryToken(db, string)).rejects.toThrow();
    const healthy = testDatabase();
    expect(await getToken(healthy, id)).toMatchObject({ uses: 0, successfulAttempts: 0, failedAttempts: 0 });
    expect(await tryToken(healthy, string)).toMatchObject({ outcome: 'redeemed' });
  });

  it('a token rotated while a use is taken back keeps the uses of its new secret', async () => {
    await putUser(db, 'c-7');
    const { id, string } = await makeToken(db, { userId: 'c-7' });
    await putUser(db, 'c-7', { disabled: true });
    const other = testDatabase();
    const rotateOnRead = vi.fn(async () => {
      await rotateToken({ db: other, sealer }, id, { userId: undefined, overlap: 0 }, administrator());
    });
    db.client.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          if (commandName === 'GetItemCommand') await rotateOnRead();
          return next(args);
        },
      { step: 'initialize' },
    );
    expect(await tryToken(db, string)).toMatchObject({ reason: 'user_blocked' });
    expect(rotateOnRead).toHaveBeenCalledOnce();
    expect(await getToken(other, id)).toMatchObject({ uses: 0, successfulAttempts: 0, failedAttempts: 1 });
  });
});
