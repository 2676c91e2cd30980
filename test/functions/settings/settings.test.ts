import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { config } from '../../../functions/runtime/config.ts';
import { db } from '../../../functions/runtime/database.ts';
import { handler as recordEvents } from '../../../functions/workers/record-history.ts';
import { type Answer, send } from '../../support/api.ts';
import { expectConventionalHeaders, expectProblem } from '../../support/expect-problem.ts';
import { failRequests, heal, loseAnswers } from '../../support/faults.ts';
import { useService } from '../../support/fixture.ts';
import { inFuture, MINUTE, pass } from '../../support/frozen-clock.ts';
import { setSettings } from '../../support/given.ts';
import { deliver, streamRecords } from '../../support/history.ts';
import { makeKey } from '../../support/keys.ts';

const { admin } = useService({ frozen: true });

const get = (key = admin) => send('GET', '/settings', { key });
const put = (body: object, headers: Record<string, string> = {}) =>
  send('PUT', '/settings', { key: admin, body, headers });
const etagOf = ({ headers }: Answer) => headers.ETag ?? '';

const DEFAULTS = {
  appUrl: 'https://login.example.com',
  callbackUrl: null,
  allowedReturnUrls: [],
  shopName: null,
  helpUrl: null,
  supportEmail: null,
  sessionLifetime: 43_200,
  impersonationLifetime: 3_600,
  linkStyle: 'query',
  responseMode: 'query',
  keyLifetimeDays: 365,
  tokenRetentionDays: 90,
  frameAncestors: [],
};

const ALL = {
  appUrl: 'https://links.acme.com/in',
  callbackUrl: 'https://shop.acme.com/callback?shop=1',
  allowedReturnUrls: ['https://shop.acme.com/account', 'http://localhost:3000/callback'],
  shopName: 'Acme & Söhne',
  helpUrl: 'https://help.acme.com/login?topic=links',
  supportEmail: 'help@acme.com',
  sessionLifetime: 2_592_000,
  impersonationLifetime: 60,
  linkStyle: 'fragment',
  responseMode: 'form_post',
  keyLifetimeDays: 30,
  tokenRetentionDays: 30,
  frameAncestors: ['https://procurement.example'],
};

describe('before anybody has set any', () => {
  it('settings are those of the deployment, of version 0', async () => {
    const answer = await get();
    expect(answer.status, answer.text).toBe(200);
    expect(answer.body).toEqual({ ...DEFAULTS, version: 0, updatedAt: null });
    expect(etagOf(answer)).toBe('"0"');
    expectConventionalHeaders(answer);
  });

  it('the first can be set on the condition that there were none', async () => {
    expectProblem(await put({}, { 'if-match': '"1"' }), 'version_mismatch');
    expect((await put({}, { 'if-match': '"0"' })).status).toBe(200);
  });
});

describe('what the deployment has itself', () => {
  it('is not kept when somebody puts it back: another deployment changes it', async () => {
    const { version, updatedAt, ...present } = (await get()).body;
    const answer = await put({ ...present, shopName: 'Acme' });
    expect(answer.body).toMatchObject({ ...present, shopName: 'Acme' });
    const { Item = {} } = await db.client.send(
      new GetCommand({ TableName: config.tables.settings, Key: { id: 'service' } }),
    );
    expect(Object.keys(Item).sort()).toEqual(['id', 'lastEvent', 'shopName', 'updatedAt', 'version']);
    await put({});
  });
});

describe('setting them', () => {
  it('answers what holds from then on, with the next version and the time', async () => {
    const { version } = (await get()).body;
    pass(MINUTE);
    const answer = await put(ALL);
    expect(answer.status, answer.text).toBe(200);
    expect(answer.body).toEqual({ ...ALL, version: version + 1, updatedAt: inFuture(0) });
    expect(etagOf(answer)).toBe(`"${version + 1}"`);
    const read = await get();
    expect(read.body).toEqual(answer.body);
    expect(etagOf(read)).toBe(etagOf(answer));
  });

  it('replaces all of them: what is left out is as the deployment has it again', async () => {
    await put(ALL);
    const { body } = await put({ shopName: 'Acme' });
    expect(body).toMatchObject({ ...DEFAULTS, shopName: 'Acme' });
    expect((await get()).body).toEqual(body);
  });

  it('takes null for what is left out, so that what was shown can be sent back', async () => {
    await put(ALL);
    const nothing = Object.fromEntries(Object.keys(DEFAULTS).map((name) => [name, null]));
    expect((await put(nothing)).body).toMatchObject(DEFAULTS);
    const { version: _, updatedAt: __, ...shown } = (await get()).body;
    expect((await put(shown)).body).toMatchObject(shown);
  });

  it('takes no version and no time: those are the service’s', async () => {
    expectProblem(await put({ version: 7, updatedAt: null }), 'invalid_request', ['/version', '/updatedAt']);
  });

  it('takes no setting that there is not', async () => {
    for (const name of ['shopname', '__proto__', 'constructor', 'lastEvent', 'id'])
      expectProblem(await put(JSON.parse(`{"${name}":"x"}`)), 'invalid_request', [`/${name}`]);
  });

  it('refused for one setting leaves all as they were', async () => {
    const before = await get();
    expectProblem(await put({ ...ALL, linkStyle: 'path' }), 'invalid_request', ['/linkStyle']);
    expect((await get()).body).toEqual(before.body);
  });

  it('is done once when its answer is lost on the way', async () => {
    const { version } = (await get()).body;
    const losses = loseAnswers(db, 'PutItem');
    const answer = await put({ shopName: 'Lost' });
    heal(db);
    expect(losses.lost).toBe(1);
    expect(answer.body).toMatchObject({ shopName: 'Lost', version: version + 1 });
    expect((await get()).body).toEqual(answer.body);
  });

  it('is done again when its answer is lost and others are set in between: its answer tells what holds', async () => {
    const { version } = (await get()).body;
    loseAnswers(db, 'PutItem', { meanwhile: () => put({ shopName: 'In between' }) });
    const answer = await put({ shopName: 'Lost' });
    heal(db);
    expect(answer.body).toMatchObject({ shopName: 'Lost', version: version + 3 });
    expect((await get()).body).toEqual(answer.body);
  });

  it('on a condition, with its answer lost and others set in between, leaves those as they are', async () => {
    const tag = etagOf(await get());
    loseAnswers(db, 'PutItem', { meanwhile: () => put({ shopName: 'In between' }) });
    const answer = await put({ shopName: 'Lost' }, { 'if-match': tag });
    heal(db);
    expectProblem(answer, 'version_mismatch');
    expect((await get()).body.shopName).toBe('In between');
  });

  it('is 503 while the database fails, and then they are as they were', async () => {
    const before = await get();
    failRequests(db, 'PutItem');
    expectProblem(await put(ALL), 'unavailable');
    heal(db);
    expect((await get()).body).toEqual(before.body);
  });
});

describe('the version that is expected', () => {
  it('is honoured: the present one is replaced', async () => {
    expect((await put({}, { 'if-match': etagOf(await get()) })).status).toBe(200);
  });

  it('and is not the present one: 412, and nothing has changed', async () => {
    const old = etagOf(await get());
    const changed = await put({ shopName: 'First' });
    expectProblem(await put({ shopName: 'Second' }, { 'if-match': old }), 'version_mismatch');
    expect((await get()).body).toEqual(changed.body);
  });

  it('may be any, or one of several; a weak tag matches nothing', async () => {
    const tag = etagOf(await get());
    expectProblem(await put({}, { 'if-match': `W/${tag}` }), 'version_mismatch');
    expect((await put({}, { 'if-match': `"999", ${tag}` })).status).toBe(200);
    expect((await put({}, { 'if-match': '*' })).status).toBe(200);
  });

  it('must be an entity tag', async () => {
    expectProblem(await put({}, { 'if-match': 'latest' }), 'invalid_request');
  });
});

describe('several who set them at once', () => {
  const AT_ONCE = 8;

  it('get versions of their own, none left out, and the last of them holds', async () => {
    const { version } = (await get()).body;
    const names = Array.from({ length: AT_ONCE }, (_, at) => `Shop ${at}`);
    const answers = await Promise.all(names.map((shopName) => put({ shopName })));
    const inOrder = answers.map(({ body }) => body).sort((a, b) => a.version - b.version);
    expect(inOrder.map((body) => body.version)).toEqual(names.map((_, at) => version + 1 + at));
    expect((await get()).body).toEqual(inOrder.at(-1));
  });

  it('and expect the same version: one succeeds', async () => {
    const tag = etagOf(await get());
    const answers = await Promise.all(
      Array.from({ length: AT_ONCE }, (_, at) => put({ shopName: `Only ${at}` }, { 'if-match': tag })),
    );
    const done = answers.filter(({ status }) => status === 200);
    expect(done).toHaveLength(1);
    for (const answer of answers.filter((one) => one !== done[0])) expectProblem(answer, 'version_mismatch');
    expect((await get()).body).toEqual(done[0]?.body);
  });

  it('and read first what they add to, with its version: nothing is lost', async () => {
    await setSettings({ allowedReturnUrls: [] });
    const add = async (url: string): Promise<void> => {
      const present = await get();
      const allowedReturnUrls = [...present.body.allowedReturnUrls, url];
      const { status } = await put({ allowedReturnUrls }, { 'if-match': etagOf(present) });
      if (status !== 200) await add(url);
    };
    const urls = Array.from({ length: 5 }, (_, at) => `https://shop.example/${at}`);
    await Promise.all(urls.map(add));
    expect((await get()).body.allowedReturnUrls.toSorted()).toEqual(urls);
  });
});

describe('settings are for unlimited administrators', () => {
  it.each(['viewer', 'editor', 'storefront'] as const)(
    'the role %s may not see or set them',
    async (role) => {
      const key = await makeKey(role);
      expectProblem(await get(key), 'forbidden');
      expectProblem(await send('PUT', '/settings', { key, body: {} }), 'forbidden');
    },
  );

  it('an administrator limited to domains may not see or set them', async () => {
    const key = await makeKey('admin', ['acme.com']);
    expectProblem(await get(key), 'forbidden');
    expectProblem(await send('PUT', '/settings', { key, body: {} }), 'forbidden');
  });

  it('nobody without credentials may', async () => {
    expectProblem(await send('GET', '/settings'), 'unauthenticated');
    expectProblem(await send('PUT', '/settings', { body: {} }), 'unauthenticated');
  });
});

it('the history tells who has set them', async () => {
  pass(MINUTE);
  await put({ shopName: 'Told' });
  await deliver(recordEvents, await streamRecords('settings'));
  const { body } = await send('GET', '/events?type=settings.updated&limit=100', { key: admin });
  expect(body.items[0]).toMatchObject({
    type: 'settings.updated',
    by: { id: `key:${admin.slice(3, 25)}`, name: 'admin of a test' },
    at: inFuture(0),
    tokenId: null,
    userId: null,
    keyId: null,
    principalId: null,
  });
  const limited = await makeKey('viewer', ['acme.com']);
  const seen = await send('GET', '/events?type=settings.updated&limit=100', { key: limited });
  expect(seen.body.items).toEqual([]);
});
