import { beforeAll, describe, expect, it } from 'vitest';
import { db } from '../../../functions/runtime/database.ts';
import { aribaRequest } from '../../shared/punchout/documents.ts';
import { send } from '../../support/api.ts';
import { expectProblem } from '../../support/expect-problem.ts';
import { requestsOf } from '../../support/faults.ts';
import { useService } from '../../support/fixture.ts';
import { inFuture, MINUTE, pass } from '../../support/frozen-clock.ts';
import {
  aCode,
  arrivalOf,
  aUser,
  CALLBACK,
  exchange,
  introspect,
  redeem,
  unique,
} from '../../support/given.ts';

/** What a principal has begun ends with it: impersonations, punch-outs, and the sessions of both. */

const { admin, log } = useService({ frozen: true, settings: { callbackUrl: CALLBACK } });
let userId: string;
beforeAll(async () => {
  userId = await aUser();
});

const SENDER = { identity: 'AN01000000087', domain: 'NetworkId' };
const aKey = async (members: object, key = admin) => {
  const answer = await send('POST', '/keys', { key, body: { name: unique('Key '), ...members } });
  expect(answer.status, answer.text).toBe(201);
  return answer.body as { id: string; key: string; domains: string[] | null };
};
const remove = (id: string) => send('DELETE', `/keys/${id}`, { key: admin });
const anImpersonation = async (key: string) => {
  const body = { userId, purpose: 'impersonation', reason: 'Ticket 1' };
  return (await send('POST', '/tokens', { key, body })).body as { id: string; token: string };
};
/** The path of a start page for the buyer of a key; undefined: the document was refused. */
async function aStartPage(secret: string): Promise<string | undefined> {
  const raw = aribaRequest({ ...SENDER, secret });
  const { text } = await send('POST', '/punchout/cxml', {
    raw,
    headers: { 'content-type': 'text/xml; charset=UTF-8' },
    base64: true,
  });
  return /\/punchout\/cxml\?token=\w+/.exec(text)?.[0];
}
const openPage = async (path: string) => arrivalOf(await send('GET', path)).get('code') ?? '';

/** Fails reads of keys, until the function that it returns is called. */
function failKeyReads(): () => void {
  db.client.middlewareStack.add(
    (next, context) => async (args) => {
      const { TableName } = args.input as { TableName?: string };
      if (context.commandName === 'GetItemCommand' && TableName === db.tables.keys)
        throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
      return next(args);
    },
    { step: 'initialize', name: 'failKeyReads' },
  );
  return () => db.client.middlewareStack.remove('failKeyReads');
}

describe('impersonations of a key that was deleted', () => {
  it('are refused at once, unused and in session', async () => {
    const agent = await aKey({ role: 'editor' });
    const [used, pressed, unused, atPage] = await Promise.all(
      [1, 2, 3, 4].map(() => anImpersonation(agent.key)),
    );
    if (!used || !pressed || !unused || !atPage) throw new Error('four were made');
    const { accessToken } = (await redeem(used.token)).body.session;
    const code = await aCode(pressed.token);
    expect((await introspect(accessToken)).body.active).toBe(true);
    await remove(agent.id);
    expect((await introspect(accessToken)).body).toEqual({ active: false });
    expectProblem(await exchange(code), 'code_refused');
    expect(log.last()).toMatchObject({ exchange: 'refused', reason: 'maker_gone' });
    expectProblem(await redeem(unused.token), 'token_refused');
    expect(log.last()).toMatchObject({ outcome: 'refused', reason: 'maker_gone' });
    expect((await send('POST', '/login', { form: { token: atPage.token } })).status).toBe(401);
    const token = (await send('GET', `/tokens/${unused.id}`, { key: admin })).body;
    expect(token).toMatchObject({ uses: 0, successfulAttempts: 0, failedAttempts: 1 });
  });

  it('are refused to who repeats an attempt, and by a storefront that checks before the use', async () => {
    const agent = await aKey({ role: 'editor' });
    const [one, other] = [await anImpersonation(agent.key), await anImpersonation(agent.key)];
    await redeem(one.token, { attemptId: 'a' });
    await remove(agent.id);
    expectProblem(await redeem(one.token, { attemptId: 'a' }), 'token_refused');
    const limited = await aKey({ role: 'storefront', domains: ['acme.com'] });
    const answer = await send('POST', '/tokens/redeem', { key: limited.key, body: { token: other.token } });
    expectProblem(answer, 'token_refused');
    expect(log.last()).toMatchObject({ reason: 'maker_gone' });
  });

  it('are those of who rotated them, with the sessions of the maker apart', async () => {
    const [maker, rotator] = [await aKey({ role: 'editor' }), await aKey({ role: 'editor' })];
    const { id, token } = await anImpersonation(maker.key);
    const { accessToken } = (await redeem(token)).body.session;
    const rotated = await send('POST', `/tokens/${id}/rotate`, { key: rotator.key });
    await remove(maker.id);
    expect((await introspect(accessToken)).body.active).toBe(false);
    const next = await redeem(rotated.body.token);
    expect(next.status).toBe(200);
    await remove(rotator.id);
    expect((await introspect(next.body.session.accessToken)).body.active).toBe(false);
  });

  it('end with a key that expires, too', async () => {
    const agent = await aKey({ role: 'editor', expiresAt: inFuture(MINUTE) });
    const { token } = await anImpersonation(agent.key);
    const { accessToken } = (await redeem(token)).body.session;
    pass(MINUTE);
    expect((await introspect(accessToken)).body.active).toBe(false);
  });

  it('do not come back when the key that has expired gets a new life; later ones are those of that life', async () => {
    const agent = await aKey({ role: 'editor', expiresAt: inFuture(MINUTE) });
    const other = await aKey({ role: 'editor' });
    const [used, pressed, unused, taken] = await Promise.all(
      [1, 2, 3, 4].map(() => anImpersonation(agent.key)),
    );
    if (!used || !pressed || !unused || !taken) throw new Error('four were made');
    const handedOver = await anImpersonation(other.key);
    const { accessToken } = (await redeem(used.token)).body.session;
    const code = await aCode(pressed.token);
    pass(MINUTE);
    const { body: renewed } = await send('POST', `/keys/${agent.id}/rotate`, {
      key: admin,
      body: { expiresAt: inFuture(MINUTE) },
    });
    expect((await introspect(accessToken)).body).toEqual({ active: false });
    expectProblem(await exchange(code), 'code_refused');
    expectProblem(await redeem(unused.token), 'token_refused');
    expect(log.last()).toMatchObject({ reason: 'maker_gone' });

    const rotate = async (id: string, key: string) =>
      (await send('POST', `/tokens/${id}/rotate`, { key })).body.token as string;
    const later = [
      (await anImpersonation(renewed.key)).token,
      await rotate(handedOver.id, renewed.key),
      await rotate(taken.id, other.key),
    ];
    for (const token of later) {
      const answer = await redeem(token);
      expect(answer.status, answer.text).toBe(200);
      expect((await introspect(answer.body.session.accessToken)).body.active).toBe(true);
    }

    // Rotated once more while it lives: nothing is over.
    const answer = await redeem((await anImpersonation(renewed.key)).token);
    await send('POST', `/keys/${agent.id}/rotate`, { key: admin });
    expect((await introspect(answer.body.session.accessToken)).body.active).toBe(true);
    expect((await introspect(accessToken)).body.active).toBe(false);
  });

  it('are not used up when the key cannot be read', async () => {
    const agent = await aKey({ role: 'editor' });
    const { id, token } = await anImpersonation(agent.key);
    await redeem('warm');
    const passes = failKeyReads();
    expectProblem(await redeem(token), 'unavailable');
    passes();
    expect((await send('GET', `/tokens/${id}`, { key: admin })).body).toMatchObject({
      uses: 0,
      status: 'active',
    });
    expect((await redeem(token)).status).toBe(200);
  });

  it('while tokens that it made for others go on', async () => {
    const editor = await aKey({ role: 'editor' });
    const { body } = await send('POST', '/tokens', { key: editor.key, body: { userId } });
    await remove(editor.id);
    expect((await redeem(body.token)).status).toBe(200);
  });
});

describe('punch-outs of a key that was deleted', () => {
  it('are refused at once: the start page, the code and the session', async () => {
    const buyer = await aKey({ role: 'procurement', ...SENDER, userId });
    const [unopened, opened, inSession] = [
      await aStartPage(buyer.key),
      await aStartPage(buyer.key),
      await aStartPage(buyer.key),
    ];
    if (!unopened || !opened || !inSession) throw new Error('three were started');
    const code = await openPage(opened);
    const { accessToken } = (await exchange(await openPage(inSession))).body.session;
    expect((await introspect(accessToken)).body.active).toBe(true);
    await remove(buyer.id);
    expect((await send('GET', unopened)).status).toBe(401);
    expectProblem(await exchange(code), 'code_refused');
    expect((await introspect(accessToken)).body).toEqual({ active: false });
  });
});

describe('a procurement key for one user that a limited administrator made', () => {
  it('signs the user in only while the user is within the limits, in its sessions too', async () => {
    const maker = await aKey({ role: 'admin', domains: ['acme.com', 'acme.nl'] });
    const buyer = await aUser();
    const key = await aKey({ role: 'procurement', ...SENDER, userId: buyer }, maker.key);
    expect(key.domains).toEqual(['acme.com', 'acme.nl']);
    const [first, second] = [await aStartPage(key.key), await aStartPage(key.key)];
    if (!first || !second) throw new Error('two were started');
    const { accessToken } = (await exchange(await openPage(first))).body.session;
    await aUser({ email: 'jane@elsewhere.org' }, buyer);
    expect((await introspect(accessToken)).body.active).toBe(false);
    expect((await send('GET', second)).status).toBe(401);
    expect(await aStartPage(key.key)).toBeUndefined();
    expect(log.last()).toMatchObject({ reason: 'user_outside_limits' });
    const seen = await send('GET', '/keys?limit=100', { key: maker.key });
    expect(seen.body.items.map(({ id }: { id: string }) => id)).toContain(key.id);
    await aUser({ email: 'jane@acme.nl' }, buyer);
    expect(await aStartPage(key.key)).toBeDefined();
  });

  it('is not limited when an administrator without limit made it', async () => {
    const key = await aKey({ role: 'procurement', ...SENDER, userId });
    expect(key.domains).toBeNull();
  });
});

describe('the check costs', () => {
  const commands = async (run: () => Promise<unknown>) =>
    (await requestsOf(db, run)).requests.map(({ command }) => command);

  it('one read for an impersonation, at its use, its exchange and each introspection', async () => {
    const agent = await aKey({ role: 'editor' });
    const [one, other] = [await anImpersonation(agent.key), await anImpersonation(agent.key)];
    await introspect('warm');
    await send('GET', '/login');
    expect(await commands(() => redeem(one.token))).toEqual(['UpdateItem', 'GetItem', 'GetItem']);
    const code = await aCode(other.token);
    let accessToken = '';
    const exchanged = await commands(async () => {
      ({ accessToken } = (await exchange(code)).body.session);
    });
    expect(exchanged).toEqual(['BatchGetItem', 'GetItem', 'GetItem', 'PutItem']);
    expect(await commands(() => introspect(accessToken))).toEqual(['BatchGetItem', 'GetItem']);
  });

  it('nothing for other tokens, those of a procurement system that has a link among them', async () => {
    const { body } = await send('POST', '/tokens', { key: admin, body: { userId, purpose: 'procurement' } });
    expect(await commands(() => redeem(body.token))).toEqual(['UpdateItem', 'GetItem']);
  });
});
