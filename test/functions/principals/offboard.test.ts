import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { db } from '../../../functions/runtime/database.ts';
import { handler as recordEvents } from '../../../functions/workers/record-history.ts';
import { send } from '../../support/api.ts';
import { expectProblem } from '../../support/expect-problem.ts';
import { heal, loseAnswers } from '../../support/faults.ts';
import { useService } from '../../support/fixture.ts';
import { aUser, introspect, pagesOf, redeem, unique } from '../../support/given.ts';
import { deliver, streamRecords } from '../../support/history.ts';
import { pretendProvider } from '../../support/pretend-provider.ts';

const ISSUER = 'https://id.example';
vi.hoisted(() => {
  Object.assign(process.env, {
    OIDC_ISSUER: 'https://id.example',
    OIDC_CLIENT_ID: 'console',
    OIDC_AUDIENCE: 'login-tokens',
    OIDC_ROLES: '{"admins":"admin"}',
  });
});

/** Removing a principal: its access, the keys that it made, and what it has begun. */

const { admin, storefront } = useService();
const adminId = `key:${admin.slice(3, 25)}`;
let userId: string;
let provider: Awaited<ReturnType<typeof pretendProvider>>;

beforeAll(async () => {
  provider = await pretendProvider(ISSUER);
  vi.stubGlobal('fetch', provider.fetch);
  userId = await aUser();
  return () => vi.unstubAllGlobals();
});

const accessTokenOf = (sub: string) =>
  provider.sign({ sub, aud: 'login-tokens', name: sub, groups: ['admins'] }, Date.now() / 1000);
const aKey = async (key: string, members: object = { role: 'admin' }) => {
  const answer = await send('POST', '/keys', { key, body: { name: unique('Key '), ...members } });
  expect(answer.status, answer.text).toBe(201);
  return { ...answer.body, principal: `key:${answer.body.id}` } as {
    id: string;
    key: string;
    name: string;
    principal: string;
  };
};
const named = ({ id, name }: { id: string; name: string }) => ({ id, name });
const anImpersonation = async (key: string) => {
  const body = { userId, purpose: 'impersonation', reason: 'Ticket 1' };
  const answer = await send('POST', '/tokens', { key, body });
  expect(answer.status, answer.text).toBe(201);
  return answer.body as { id: string; token: string };
};
const offboard = (id: string, key = admin) =>
  send('POST', `/principals/${encodeURIComponent(id)}/offboard`, { key });
const reinstate = (id: string, key = admin) =>
  send('POST', `/principals/${encodeURIComponent(id)}/reinstate`, { key });
const JANE = { type: 'contact', name: 'Jane Doe' };
const writes = async (key: string) =>
  (await send('POST', '/users', { key, body: { type: 'contact', name: 'Jane Doe' } })).status;
/** What TTL does when the history of a deleted key has gone by. */
const forget = (id: string) => db.client.send(new DeleteCommand({ TableName: db.tables.keys, Key: { id } }));
const me = async (key: string) => (await send('GET', '/me', { key })).status;

describe('removing a key', () => {
  it('ends it, the keys that it made and those that these made, and their impersonations, at once', async () => {
    const leaver = await aKey(admin);
    const made = await aKey(leaver.key);
    const madeByThat = await aKey(made.key, { role: 'storefront' });
    const other = await aKey(admin, { role: 'editor' });
    const [used, unused, ofMade, ofOther] = await Promise.all(
      [leaver.key, leaver.key, made.key, other.key].map(anImpersonation),
    );
    if (!used || !unused || !ofMade || !ofOther) throw new Error('four were made');
    const { accessToken } = (await redeem(used.token)).body.session;

    const { status, body } = await offboard(leaver.principal);
    expect(status).toBe(200);
    expect(body.id).toBe(leaver.principal);
    expect(body.keys).toHaveLength(3);
    expect(body.keys).toEqual(expect.arrayContaining([leaver, made, madeByThat].map(named)));
    expect(body.kept).toEqual([]);
    expect(body.impersonations.sort()).toEqual([used.id, unused.id, ofMade.id].sort());

    for (const { token } of [unused, ofMade]) expectProblem(await redeem(token), 'token_refused');
    expect((await introspect(accessToken)).body).toEqual({ active: false });
    for (const { key } of [leaver, made])
      expectProblem(await send('POST', '/tokens', { key, body: {} }), 'unauthenticated');
    expect((await redeem(ofOther.token)).status).toBe(200);
    expect(await me(other.key)).toBe(200);

    const again = await offboard(leaver.principal);
    expect(again.body).toEqual({ id: leaver.principal, keys: [], kept: [], impersonations: [] });
  });

  it('is told in the history, by who did it and why', async () => {
    const leaver = await aKey(admin);
    const { id } = await anImpersonation(leaver.key);
    await offboard(leaver.principal);
    await deliver(recordEvents, [...(await streamRecords('keys')), ...(await streamRecords())]);
    const events = async (type: string) =>
      (await send('GET', `/events?type=${type}&limit=100`, { key: admin })).body.items;
    const told = { by: { id: adminId, name: 'admin of a test' }, reason: 'offboarded' };
    expect(await events('key.deleted')).toContainEqual(
      expect.objectContaining({ keyId: leaver.id, ...told }),
    );
    expect(await events('token.deleted')).toContainEqual(expect.objectContaining({ tokenId: id, ...told }));
  });

  it('works for one that was deleted before', async () => {
    const leaver = await aKey(admin);
    const made = await aKey(leaver.key);
    const { id } = await anImpersonation(leaver.key);
    await send('DELETE', `/keys/${leaver.id}`, { key: admin });
    const { body } = await offboard(leaver.principal);
    expect(body).toMatchObject({ keys: [named(made)], impersonations: [id] });
  });

  it('keeps the key of the caller that it made, and what that one made', async () => {
    const leaver = await aKey(admin);
    const caller = await aKey(leaver.key);
    const ofCaller = await aKey(caller.key);
    const { body } = await offboard(leaver.principal, caller.key);
    expect(body.keys).toEqual([named(leaver)]);
    expect(body.kept).toHaveLength(2);
    expect(body.kept).toEqual(expect.arrayContaining([named(caller), named(ofCaller)]));
    expect(await me(ofCaller.key)).toBe(200);

    const repeated = (await offboard(leaver.principal)).body;
    expect(repeated.keys).toHaveLength(2);
    expect(repeated.keys).toEqual(expect.arrayContaining([named(caller), named(ofCaller)]));
    expect(repeated.kept).toEqual([]);
    expect(await writes(ofCaller.key)).toBe(401);
  });

  it('keeps nothing of its own that goes back to the caller', async () => {
    const caller = await aKey(admin);
    const leaver = await aKey(caller.key);
    const made = await aKey(leaver.key);
    const { body } = await offboard(leaver.principal, caller.key);
    expect(body).toMatchObject({ keys: [named(leaver), named(made)], kept: [] });
  });

  it.each([
    ['deleted', (id: string, key: string) => send('DELETE', `/keys/${id}`, { key })],
    ['removed', (id: string, key: string) => offboard(`key:${id}`, key)],
    ['rotated', (id: string, key: string) => send('POST', `/keys/${id}/rotate`, { key })],
  ])('ends what it made through a key that was %s since', async (_, end) => {
    const leaver = await aKey(admin);
    const between = await aKey(leaver.key);
    const last = await aKey(between.key);
    const session = (await redeem((await anImpersonation(last.key)).token)).body.session;
    const ended = await end(between.id, last.key);
    expect(ended.status, ended.text).toBeLessThan(300);
    const { body } = await offboard(leaver.principal);
    expect(body.keys).toContainEqual(named(last));
    expect(await writes(last.key)).toBe(401);
    expect((await introspect(session.accessToken)).body.active).toBe(false);
  });

  it('ends what it made when it is forgotten itself', async () => {
    const leaver = await aKey(admin);
    const made = await aKey(leaver.key);
    await send('DELETE', `/keys/${leaver.id}`, { key: admin });
    await forget(leaver.id);
    expect((await offboard(leaver.principal)).body.keys).toEqual([named(made)]);
    await forget(made.id);
    expectProblem(await offboard(leaver.principal), 'key_not_found');
  });

  it('goes back over a hundred keys at most: the next one is made by another administrator', async () => {
    const leaver = await aKey(admin);
    let last = leaver;
    for (let made = 0; made < 98; made++) last = await aKey(last.key);
    const body = { name: 'One more', role: 'admin' };
    const refused = await send('POST', '/keys', { key: last.key, body });
    expectProblem(refused, 'forbidden');
    expect(refused.text).toContain('Rotate it instead');
    expect((await offboard(leaver.principal)).body.keys).toHaveLength(99);
  });

  it('is not done by itself, nor for an unknown key, nor without keys:write', async () => {
    expectProblem(await offboard(adminId), 'own_principal');
    expectProblem(await offboard(`key:${'0'.repeat(22)}`), 'key_not_found');
    const editor = await aKey(admin, { role: 'editor' });
    expectProblem(await offboard(adminId, editor.key), 'forbidden');
    expectProblem(await offboard(adminId, storefront), 'forbidden');
    expect(await me(admin)).toBe(200);
  });

  it.each(['ada', 'key:short', 'oidc:', 'oidc:ä', 'oidc:a%2Fb', 'door:login', `oidc:${'x'.repeat(65)}`])(
    'takes no path such as %s',
    async (id) => {
      for (const answer of [await offboard(id), await reinstate(id)])
        expectProblem(answer, 'invalid_request', ['/id']);
    },
  );
});

describe('a limited administrator', () => {
  it('removes keys within its domains, what these made, and no others', async () => {
    const acme = await aKey(admin, { role: 'admin', domains: ['acme.com'] });
    const inside = await aKey(admin, { role: 'admin', domains: ['acme.com'] });
    const { id } = await anImpersonation(inside.key);
    const buyer = { role: 'procurement', identity: 'B', domain: 'D', userId };
    const made = await aKey(inside.key, buyer);
    for (const domains of [['acme.com', 'globex.com'], undefined]) {
      const outside = await aKey(admin, { role: 'admin', domains });
      expectProblem(await offboard(outside.principal, acme.key), 'key_not_found');
      expect(await me(outside.key)).toBe(200);
    }
    const ofUser = await aKey(admin, buyer);
    expect((await offboard(ofUser.principal, acme.key)).body.keys).toEqual([named(ofUser)]);
    expectProblem(await offboard('oidc:ada', acme.key), 'forbidden');
    expectProblem(await reinstate('oidc:ada', acme.key), 'forbidden');
    await aUser({ email: 'jane@elsewhere.org' }, userId);
    const { body } = await offboard(inside.principal, acme.key);
    await aUser({}, userId);
    expect(body.keys).toEqual([named(inside), named(made)]);
    expect(body.impersonations).toEqual([id]);
  });
});

describe('removing an identity', () => {
  it('refuses its access tokens, deletes its keys, ends its impersonations, until it is reinstated', async () => {
    const key = await accessTokenOf('ada');
    const made = await aKey(key);
    const [used, unused] = [await anImpersonation(key), await anImpersonation(key)];
    const { accessToken } = (await redeem(used.token)).body.session;
    expectProblem(await offboard('oidc:ada', key), 'own_principal');

    const { status, body } = await offboard('oidc:ada');
    expect(status).toBe(200);
    expect(body).toMatchObject({ id: 'oidc:ada', keys: [named(made)] });
    expect(body.impersonations.sort()).toEqual([used.id, unused.id].sort());
    for (const bearer of [key, await accessTokenOf('ada')])
      expectProblem(await send('POST', '/tokens', { key: bearer, body: {} }), 'forbidden');
    expectProblem(await redeem(unused.token), 'token_refused');
    expect((await introspect(accessToken)).body).toEqual({ active: false });
    expect(await me(await accessTokenOf('bob'))).toBe(200);
    expect((await offboard('oidc:ada')).status).toBe(200);

    expect((await reinstate('oidc:ada')).status).toBe(204);
    expect((await reinstate('oidc:ada')).status).toBe(204);
    expect((await send('POST', '/tokens', { key, body: {} })).status).toBe(201);
    expectProblem(await redeem(unused.token), 'token_refused');

    await deliver(recordEvents, await streamRecords('keys'));
    for (const type of ['principal.offboarded', 'principal.reinstated']) {
      const { items } = (await send('GET', `/events?type=${type}`, { key: admin })).body;
      expect(items).toEqual([
        expect.objectContaining({ principalId: 'oidc:ada', by: expect.objectContaining({ id: adminId }) }),
      ]);
    }
  });

  it('refuses its reads at once, in functions that have served it before, and serves them once it is reinstated', async () => {
    const key = await accessTokenOf('judy');
    const reads = async () => {
      const paths = ['/me', '/users', '/tokens', '/events', '/keys', '/settings'];
      const answers = await Promise.all(paths.map((path) => send('GET', path, { key })));
      return [...new Set(answers.map(({ status }) => status))];
    };
    expect(await reads()).toEqual([200]);
    await offboard('oidc:judy');
    expect(await reads()).toEqual([403]);
    await reinstate('oidc:judy');
    expect(await reads()).toEqual([200]);
  });

  it('is listed until it is reinstated, page by page, for administrators without limit', async () => {
    const gone = ['oidc:grace', 'oidc:heidi', 'oidc:ivan'];
    for (const id of gone) expect((await offboard(id)).status).toBe(200);
    expect((await reinstate('oidc:heidi')).status).toBe(204);
    const listed = (await pagesOf('/principals/offboarded?limit=1', admin)).flat();
    expect(listed).toEqual(expect.arrayContaining(['oidc:grace', 'oidc:ivan']));
    expect(listed).not.toContain('oidc:heidi');
    const { status, body } = await send('GET', '/principals/offboarded', { key: admin });
    expect(status).toBe(200);
    expect(body.items).toContainEqual({
      id: 'oidc:grace',
      offboardedAt: expect.stringMatching(/Z$/),
      offboardedBy: { id: adminId, name: 'admin of a test' },
    });
    expect(body.items.every(({ id }: { id: string }) => id.startsWith('oidc:'))).toBe(true);
    const limited = await aKey(admin, { role: 'admin', domains: ['acme.com'] });
    for (const key of [limited.key, storefront])
      expectProblem(await send('GET', '/principals/offboarded', { key }), 'forbidden');
    expectProblem(
      await send('GET', '/principals/offboarded?cursor=nonsense', { key: admin }),
      'invalid_cursor',
    );
  });

  it.each([
    'tenant/ada',
    'ada?x=1',
    'ada#1',
    'ada%2Fb',
    'CORP\\ada',
    'auth0|ada',
    'CN=Ada,OU=[x]',
    '{ada}',
    'Ä da',
  ])('works for whoever has the subject %s, by the id that the service gives', async (sub) => {
    const key = await accessTokenOf(sub);
    const { id } = (await send('GET', '/me', { key })).body;
    const answer = await offboard(id);
    expect(answer.status, answer.text).toBe(200);
    expectProblem(await send('POST', '/tokens', { key, body: {} }), 'forbidden');
    expect((await reinstate(id)).status).toBe(204);
    expect((await send('POST', '/tokens', { key, body: {} })).status).toBe(201);
  });

  it('ends an impersonation that no index has yet', async () => {
    const key = await accessTokenOf('eve');
    const [used, unused] = [await anImpersonation(key), await anImpersonation(key)];
    const { accessToken } = (await redeem(used.token)).body.session;
    const { markOffboardedBeside, principalLives } = await import(
      '../../../shared/api-key/principal-store.ts'
    );
    const { newEvent } = await import('../../../shared/event/event.ts');
    const { auditOf, ADMINISTRATOR } = await import('../../support/domain.ts');
    const event = newEvent('offboarded', auditOf(ADMINISTRATOR));
    await markOffboardedBeside(db, 'oidc:eve', principalLives(db, adminId, event.at), event);
    expectProblem(await redeem(unused.token), 'token_refused');
    expect((await introspect(accessToken)).body.active).toBe(false);
  });

  it('does not bring back, by reinstating, an impersonation whose creation was under way', async () => {
    const { createToken } = await import('../../../shared/token/create.ts');
    const { sealer } = await import('../../../functions/runtime/sealer.ts');
    const key = await accessTokenOf('kim');
    const before = Date.now() - 1;
    await offboard('oidc:kim');
    const late = await createToken(
      { db, sealer },
      {
        userId,
        purpose: 'impersonation',
        expiresAt: before / 1_000 + 3_600,
        maxUses: 1,
        extra: null,
        reason: 'x',
      },
      {
        audit: { time: before, by: { id: 'oidc:kim', name: 'Kim' }, ip: undefined, userAgent: undefined },
        scope: undefined,
        idempotency: undefined,
        retention: 86_400,
      },
    );
    if (late.outcome !== 'created') throw new Error('it is created: the request was under way');
    expectProblem(await redeem(late.string.reveal()), 'token_refused');
    expect((await reinstate('oidc:kim')).status).toBe(204);
    expectProblem(await redeem(late.string.reveal()), 'token_refused');
    expect((await redeem((await anImpersonation(key)).token)).status).toBe(200);
    await offboard('oidc:kim');
    await reinstate('oidc:kim');
    expectProblem(await redeem(late.string.reveal()), 'token_refused');
  });

  it('leaves lists of keys whole, wherever their pages end', async () => {
    await offboard('oidc:mallory');
    const all = (await pagesOf('/keys?limit=100', admin)).flat();
    expect((await pagesOf('/keys?limit=1', admin)).flat().sort()).toEqual(all.sort());
  });
});

describe('two administrators who remove each other at once', () => {
  type Party = { id: string; bearer: string };
  const byKey = async (): Promise<Party> => {
    const { principal, key } = await aKey(admin);
    return { id: principal, bearer: key };
  };
  const byProvider = async (): Promise<Party> => {
    const sub = unique('admin-');
    return { id: `oidc:${sub}`, bearer: await accessTokenOf(sub) };
  };

  it.each<[string, () => Promise<Party>, () => Promise<Party>]>([
    ['two keys', byKey, byKey],
    ['two identities', byProvider, byProvider],
    ['a key and an identity', byKey, byProvider],
  ])('%s: exactly one succeeds, and that one stays', async (_, one, other) => {
    for (let round = 0; round < 8; round++) {
      const pair = [await one(), await other()] as const;
      const answers = await Promise.all([
        offboard(pair[1].id, pair[0].bearer),
        offboard(pair[0].id, pair[1].bearer),
      ]);
      const winners = answers.map(({ status }) => status === 200);
      expect(winners.filter(Boolean), answers.map(({ text }) => text).join()).toHaveLength(1);
      const authority = await Promise.all(
        pair.map(async ({ bearer }) => (await send('POST', '/users', { key: bearer, body: JANE })).status),
      );
      expect(authority.map((status) => status === 201)).toEqual(winners);
      for (const { status } of answers) expect([200, 401, 403]).toContain(status);
    }
  });

  it('in a ring: somebody stays, and nobody who was removed has removed anybody afterwards', async () => {
    for (let round = 0; round < 5; round++) {
      const ring = [await byKey(), await byKey(), await byKey(), await byKey()];
      const answers = await Promise.all(
        ring.map(({ bearer }, at) => offboard(ring[(at + 1) % ring.length]?.id ?? '', bearer)),
      );
      const statuses = await Promise.all(ring.map(({ bearer }) => me(bearer)));
      const removed = answers.filter(({ status }) => status === 200).length;
      const staying = await Promise.all(
        ring.map(
          async ({ bearer }) => (await send('POST', '/users', { key: bearer, body: JANE })).status === 201,
        ),
      );
      expect(statuses).toHaveLength(ring.length);
      expect(staying.filter(Boolean)).toHaveLength(ring.length - removed);
      expect(staying).toContain(true);
    }
  });

  it('is refused to one whose key is deleted before the write, and changes nothing', async () => {
    const [leaver, other] = [await byKey(), await aKey(admin)];
    const made = await aKey(other.key);
    const once = beforeTransaction(() => send('DELETE', `/keys/${leaver.id.slice(4)}`, { key: admin }));
    expectProblem(await offboard(other.principal, leaver.bearer), 'forbidden');
    expect(once.ran).toBe(true);
    for (const { key } of [other, made]) expect(await me(key)).toBe(200);
  });

  it('is refused to an identity that is removed before the write, and changes nothing', async () => {
    const [leaver, other] = [await byProvider(), await byProvider()];
    const once = beforeTransaction(() => offboard(leaver.id));
    expectProblem(await offboard(other.id, leaver.bearer), 'forbidden');
    expect(once.ran).toBe(true);
    expect((await send('POST', '/users', { key: other.bearer, body: JANE })).status).toBe(201);
  });

  it('succeeds once, and leaves one event, when the answer was lost', async () => {
    const [one, other] = [await byProvider(), await byProvider()];
    const answers = loseAnswers(db, 'TransactWriteItems');
    const { status } = await offboard(other.id, one.bearer);
    heal(db);
    expect([status, answers.lost]).toEqual([200, 1]);
    await deliver(recordEvents, await streamRecords('keys'));
    const { items } = (await send('GET', '/events?type=principal.offboarded&limit=100', { key: admin })).body;
    expect(items.filter(({ principalId }: { principalId: string }) => principalId === other.id)).toHaveLength(
      1,
    );
  });
});

/** Runs something once, before the next transaction is sent. */
const beforeTransaction = (run: () => Promise<unknown>) => beforeTransactionOn('', run);

/** Runs something once, before the next transaction is sent that names an id. */
function beforeTransactionOn(id: string, run: () => Promise<unknown>): { readonly ran: boolean } {
  const state = { ran: false };
  db.client.middlewareStack.add(
    (next, context) => async (args) => {
      if (
        context.commandName === 'TransactWriteItemsCommand' &&
        !state.ran &&
        JSON.stringify(args.input).includes(id)
      ) {
        state.ran = true;
        db.client.middlewareStack.remove('beforeTransaction');
        await run();
      }
      return next(args);
    },
    { step: 'initialize', name: 'beforeTransaction' },
  );
  return state;
}

describe('a key that is made while its maker is removed', () => {
  it('is deleted by its creation, whichever of the two sees the other', async () => {
    for (let round = 0; round < 10; round++) {
      const leaver = await aKey(admin);
      const [creation] = await Promise.all([
        send('POST', '/keys', { key: leaver.key, body: { name: 'Late', role: 'admin' } }),
        offboard(leaver.principal),
      ]);
      if (creation.status === 201)
        expectProblem(await send('POST', '/tokens', { key: creation.body.key, body: {} }), 'unauthenticated');
    }
    const { items } = (await send('GET', '/keys?limit=100', { key: admin })).body;
    expect(items.filter(({ name }: { name: string }) => name === 'Late')).toEqual([]);
  });

  it('is deleted by its creation, when the maker ends after it is stored', async () => {
    const leaver = await aKey(admin);
    db.client.middlewareStack.add(
      (next, context) => async (args) => {
        const answer = await next(args);
        if (context.commandName !== 'PutItemCommand') return answer;
        db.client.middlewareStack.remove('meanwhile');
        await send('DELETE', `/keys/${leaver.id}`, { key: admin });
        return answer;
      },
      { step: 'initialize', name: 'meanwhile' },
    );
    const body = { name: 'Nobody’s', role: 'admin' };
    expectProblem(await send('POST', '/keys', { key: leaver.key, body }), 'forbidden');
    const { items } = (await send('GET', '/keys?limit=100', { key: admin })).body;
    expect(items.map(({ name }: { name: string }) => name)).not.toContain(body.name);
  });

  it('is deleted when its maker makes it between the search of the offboarding and its own end', async () => {
    const leaver = await aKey(admin);
    const maker = await aKey(leaver.key);
    const body = { name: 'In between', role: 'admin' };
    let made: { key: string } | undefined;
    const late = beforeTransactionOn(maker.id, async () => {
      made = (await send('POST', '/keys', { key: maker.key, body })).body;
    });
    const answer = await offboard(leaver.principal);
    expect(late.ran).toBe(true);
    expect(answer.body.keys).toContainEqual(expect.objectContaining({ name: body.name }));
    expect(await writes(made?.key ?? '')).toBe(401);
  });

  it('is deleted when it is stored after the search of the offboarding', async () => {
    const { createApiKey } = await import('../../../shared/api-key/create.ts');
    const { unlimited } = await import('../../../shared/api-key/key-limits.ts');
    const leaver = await aKey(admin);
    await offboard(leaver.principal);
    const creation = await createApiKey(
      db,
      { name: 'Too late', role: 'admin', domains: undefined },
      {
        audit: { time: Date.now(), by: { id: leaver.principal, name: leaver.name } },
        limits: unlimited(86_400),
        historyRetention: 86_400,
      },
    );
    expect(creation).toEqual({ outcome: 'forbidden' });
    const { items } = (await send('GET', '/keys?limit=100', { key: admin })).body;
    expect(items.map(({ name }: { name: string }) => name)).not.toContain('Too late');
  });
});
