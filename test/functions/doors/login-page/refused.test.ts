import { afterEach, describe, expect, it } from 'vitest';
import { db } from '../../../../functions/runtime/database.ts';
import { handler as recordEvents } from '../../../../functions/workers/record-history.ts';
import { type Answer, send } from '../../../support/api.ts';
import { expectPage } from '../../../support/expect-page.ts';
import { failRequests, heal, loseAnswers, requestsOf } from '../../../support/faults.ts';
import { useService } from '../../../support/fixture.ts';
import { pass, SECOND } from '../../../support/frozen-clock.ts';
import { aToken, aUser, CALLBACK, pressContinue } from '../../../support/given.ts';
import { deliver, streamRecords } from '../../../support/history.ts';
import { INCOMPLETE, REFUSED_STRINGS } from '../../../support/refused-strings.ts';

/** The pages for links that are refused and for a database that is not reachable, and the token afterwards. */

const { admin, log } = useService({ frozen: true, settings: { callbackUrl: CALLBACK } });

afterEach(() => heal(db));

const tokenOf = async (id: string) => (await send('GET', `/tokens/${id}`, { key: admin })).body;
const untouched = { status: 'active', successfulAttempts: 0, failedAttempts: 0, lastAccessedAt: null };

const refused = Object.entries(REFUSED_STRINGS).filter(([name]) => !INCOMPLETE.includes(name));

describe('a refusal', () => {
  const pages: Answer[] = [];

  it.each(refused)('of %s is the page, and logs and keeps why', async (_, prepare) => {
    const { token, id, reason, counts = true } = await prepare();
    pass(SECOND);
    const answer = await pressContinue(token);
    expectPage(answer, 401);
    expect(log.last()).toMatchObject({ status: 401, outcome: 'refused', reason, attempts: 1 });
    if (token.length > 30) expect(JSON.stringify(log.lines())).not.toContain(token.slice(25, 58));
    pages.push(answer);
    if (id === undefined || !counts) return;
    await deliver(recordEvents, await streamRecords());
    const { body } = await send('GET', `/tokens/${id}/events?kind=attempts&limit=1`, { key: admin });
    expect(body.items[0]).toMatchObject({ type: 'token.refused', reason, by: { id: 'door:login' } });
  });

  it('is the same to the byte for every reason, its headers too', () => {
    expect(pages).toHaveLength(refused.length);
    const seen = pages.map(({ text, headers }) => JSON.stringify([text, { ...headers, 'X-Request-Id': '' }]));
    expect(new Set(seen).size).toBe(1);
    expect(pages[0]?.headers['WWW-Authenticate']).toBe('Bearer realm="login-tokens"');
  });

  it('does not tell what the form said: neither token, nor state, nor attempt', async () => {
    const { token } = await aToken();
    await pressContinue(token);
    const { text } = await pressContinue(token, { state: 'confidential', attempt: 'attempt-of-mine' });
    for (const said of [token, 'confidential', 'attempt-of-mine']) expect(text).not.toContain(said);
  });
});

describe('a string that is not whole', () => {
  const pages: Answer[] = [];

  it.each(INCOMPLETE)('is called incomplete, is not looked up, and logs why: %s', async (name) => {
    const { token, id } = (await REFUSED_STRINGS[name]?.()) ?? { token: '' };
    const before = id && (await tokenOf(id));
    await pressContinue('');
    const { result, requests } = await requestsOf(db, () => pressContinue(token));
    expectPage(result, 400);
    expect(result.text).toContain('<h1>This link is incomplete</h1>');
    expect(requests).toEqual([]);
    expect(log.last()).toMatchObject({ status: 400, outcome: 'refused', reason: 'malformed', attempts: 1 });
    if (token.length > 30) expect(JSON.stringify(log.lines())).not.toContain(token.slice(25, 58));
    if (id) expect(await tokenOf(id)).toEqual(before);
    pages.push(result);
  });

  it('gets the same page to the byte, whatever it is', () => {
    expect(pages).toHaveLength(INCOMPLETE.length);
    const seen = pages.map(({ text, headers }) => JSON.stringify([text, { ...headers, 'X-Request-Id': '' }]));
    expect(new Set(seen).size).toBe(1);
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
