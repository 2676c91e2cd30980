import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { db } from '../../functions/runtime/database.ts';
import { handler as recordEvents } from '../../functions/streams/record-events.ts';
import { formatCredential, newSecret } from '../../shared/crypto/credential.ts';
import { type Answer, send } from '../support/api.ts';
import { captureLog } from '../support/captured-log.ts';
import { expectPage } from '../support/expect-page.ts';
import { failRequests, heal, loseAnswers } from '../support/faults.ts';
import { freezeClock, pass, SECOND } from '../support/frozen-clock.ts';
import { anAdmin, aToken, aUser, CALLBACK, pressContinue, setSettings } from '../support/given.ts';
import { deliver, streamRecords } from '../support/history.ts';
import { makeTables } from '../support/tables.ts';

/** Links that cannot be used, and a database that cannot be reached: what people see, and what becomes of the token. */

const log = captureLog();
freezeClock();
let admin: string;

beforeAll(async () => {
  await makeTables();
  admin = await anAdmin();
  await setSettings({ callbackUrl: CALLBACK });
});
afterEach(() => heal(db));

const tokenOf = async (id: string) => (await send('GET', `/tokens/${id}`, { key: admin })).body;
const untouched = { status: 'active', successfulAttempts: 0, failedAttempts: 0, lastAccessedAt: null };

/** What must be refused, by the private reason; the history knows it where there is a token to tell of. */
const REFUSED: Record<string, () => Promise<{ token: string; id?: string; reason: string }>> = {
  'an empty string': async () => ({ token: '', reason: 'malformed' }),
  'a string with a line break': async () => ({
    token: (await aToken()).token.replace('_', '\n'),
    reason: 'malformed',
  }),
  'a text of 2,000 characters': async () => ({ token: 'x'.repeat(2_000), reason: 'malformed' }),
  'a damaged string': async () => ({ token: (await aToken()).token.slice(0, -1), reason: 'malformed' }),
  'an API key': async () => ({ token: admin, reason: 'malformed' }),
  'a token that never was': async () => ({
    token: formatCredential('lt_', { id: 'z'.repeat(22), secret: newSecret() }).reveal(),
    reason: 'unknown',
  }),
  'a deleted token': async () => {
    const { id, token } = await aToken();
    await send('DELETE', `/tokens/${id}`, { key: admin });
    return { token, reason: 'unknown' };
  },
  'another secret': async () => {
    const { id } = await aToken();
    return {
      token: formatCredential('lt_', { id, secret: newSecret() }).reveal(),
      id,
      reason: 'wrong_secret',
    };
  },
  'the string from before a rotation': async () => {
    const { id, token } = await aToken();
    await send('POST', `/tokens/${id}/rotate`, { key: admin });
    return { token, id, reason: 'wrong_secret' };
  },
  'a disabled token': async () => {
    const { id, token } = await aToken();
    await send('PATCH', `/tokens/${id}`, { key: admin, body: { status: 'disabled' } });
    return { token, id, reason: 'disabled' };
  },
  'an expired token': async () => {
    const { id, token } = await aToken({ expiresIn: 1 });
    pass(SECOND);
    return { token, id, reason: 'expired' };
  },
  'a used token': async () => {
    const { id, token } = await aToken();
    await pressContinue(token);
    return { token, id, reason: 'used' };
  },
  'a disabled user': async () => {
    const userId = await aUser();
    const { id, token } = await aToken({ userId });
    await aUser({ disabled: true }, userId);
    return { token, id, reason: 'user_blocked' };
  },
  'a deleted user': async () => {
    const userId = await aUser();
    const { id, token } = await aToken({ userId });
    await send('DELETE', `/users/${userId}`, { key: admin });
    return { token, id, reason: 'user_blocked' };
  },
  'a user of the same id as the deleted one': async () => {
    const userId = await aUser();
    const { id, token } = await aToken({ userId });
    await send('DELETE', `/users/${userId}`, { key: admin });
    await aUser({}, userId);
    return { token, id, reason: 'user_blocked' };
  },
};

describe('a refusal', () => {
  const pages: Answer[] = [];

  it.each(Object.entries(REFUSED))('of %s is the page, and logs and keeps why', async (_, prepare) => {
    const { token, id, reason } = await prepare();
    pass(SECOND);
    const answer = await pressContinue(token);
    expectPage(answer, 401);
    expect(log.last()).toMatchObject({ status: 401, outcome: 'refused', reason, attempts: 1 });
    if (token.length > 30) expect(JSON.stringify(log.lines())).not.toContain(token.slice(25, 58));
    pages.push(answer);
    if (id === undefined) return;
    await deliver(recordEvents, await streamRecords());
    const { body } = await send('GET', `/tokens/${id}/events?kind=attempts&limit=1`, { key: admin });
    expect(body.items[0]).toMatchObject({ type: 'token.refused', reason, by: { id: 'door:login' } });
  });

  it('is the same to the byte for every reason, its headers too', () => {
    expect(pages).toHaveLength(Object.keys(REFUSED).length);
    const seen = pages.map(({ text, headers }) => JSON.stringify([text, { ...headers, 'X-Request-Id': '' }]));
    expect(new Set(seen).size).toBe(1);
    expect(pages[0]?.headers['WWW-Authenticate']).toBeUndefined();
  });

  it('does not tell what the form said: neither token, nor state, nor attempt', async () => {
    const { token } = await aToken();
    await pressContinue(token);
    const { text } = await pressContinue(token, { state: 'confidential', attempt: 'attempt-of-mine' });
    for (const said of [token, 'confidential', 'attempt-of-mine']) expect(text).not.toContain(said);
  });
});

describe('while the database is down', () => {
  it('pressing gets the 503 page with the time to try again, and the link is good afterwards', async () => {
    const { id, token } = await aToken();
    failRequests(db, 'UpdateItem');
    const answer = await pressContinue(token);
    expectPage(answer, 503);
    expect(answer.headers['Retry-After']).toBe('1');
    heal(db);
    expect(await tokenOf(id)).toMatchObject(untouched);
    expect((await pressContinue(token)).status).toBe(303);
  });

  it('so that the user cannot be read, the use is given back', async () => {
    const { id, token } = await aToken({ userId: await aUser() });
    await pressContinue('x');
    failRequests(db, 'GetItem');
    expectPage(await pressContinue(token), 503);
    heal(db);
    expect(await tokenOf(id)).toMatchObject(untouched);
    expect((await pressContinue(token)).status).toBe(303);
  });

  it('for the moment of an answer, nobody sees anything', async () => {
    const { id, token } = await aToken({ userId: await aUser() });
    const losses = loseAnswers(db, 'UpdateItem');
    expect((await pressContinue(token)).status).toBe(303);
    expect(losses.lost).toBe(1);
    expect(await tokenOf(id)).toMatchObject({ successfulAttempts: 1, failedAttempts: 0 });
  });
});
