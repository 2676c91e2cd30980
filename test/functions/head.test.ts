import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Route } from '../../functions/http/route.ts';
import { ROUTES } from '../../functions/routes.ts';
import { formatCredential, newSecret } from '../../shared/crypto/credential.ts';
import { TABLE_NAMES } from '../../shared/tables.ts';
import { aribaRequest } from '../shared/punchout/documents.ts';
import { type Answer, send } from '../support/api.ts';
import { testDatabase } from '../support/database.ts';
import { useService } from '../support/fixture.ts';
import { MINUTE, pass } from '../support/frozen-clock.ts';
import { aToken, aUser, CALLBACK, setSettings } from '../support/given.ts';

/** HEAD is answered as GET, with its headers and without its body (RFC 9110, section 9.3.2). */

const SETTINGS = { callbackUrl: CALLBACK };
const { admin, storefront, log } = useService({ frozen: true, settings: SETTINGS });
const database = testDatabase();

const HOOK = 'HOOK_URL=https://srm.partner.example/hook';
/** The doors of procurement sign in by GET, since nobody is there to press a button. */
const SIGNING_IN: readonly string[] = ['/punchout/oci', '/punchout/cxml'];
const READING = ROUTES.filter(({ method, path }) => method === 'GET' && !SIGNING_IN.includes(path));

/** A whole string that names no token. */
const UNKNOWN = formatCredential('lt_', { id: 'z'.repeat(22), secret: newSecret() }).reveal();
const ids = { user: '', token: '', string: '', procurement: '', startPage: '' };

beforeAll(async () => {
  ids.user = await aUser();
  const token = await aToken({ userId: ids.user });
  [ids.token, ids.string] = [token.id, token.token];
  ids.procurement = (await aToken({ userId: ids.user, purpose: 'procurement' })).token;
  const key = {
    name: 'Buyer',
    role: 'procurement',
    userId: ids.user,
    identity: 'AN01000000087',
    domain: 'NetworkId',
  };
  const { body } = await send('POST', '/keys', { key: admin, body: key });
  const headers = { 'content-type': 'text/xml; charset=UTF-8' };
  const raw = aribaRequest({ secret: body.key });
  const { text } = await send('POST', '/punchout/cxml', { raw, headers });
  ids.startPage = /token=(?<string>lt_[0-9A-Za-z]{61})/.exec(text)?.groups?.string ?? '';
});

const addressOf = (path: string): string =>
  path.replace('{id}', path.startsWith('/users') ? ids.user : ids.token);
const keyOf = ({ permission }: Route) => (permission === 'public' ? undefined : admin);

/** All that is stored. */
const stored = async () =>
  Object.fromEntries(
    await Promise.all(
      TABLE_NAMES.map(async (name) => {
        const { Items = [] } = await database.client.send(
          new ScanCommand({ TableName: database.tables[name], ConsistentRead: true }),
        );
        return [name, Items.map((item) => JSON.stringify(item)).sort()] as const;
      }),
    ),
  );

/** Sends HEAD and GET, and compares their answers. Returns that to GET. */
async function compare(target: string, options: Parameters<typeof send>[2] = {}): Promise<Answer> {
  const get = await send('GET', target, options);
  const head = await send('HEAD', target, options);
  expect([head.status, head.text]).toEqual([get.status, '']);
  const length = get.text === '' ? {} : { 'Content-Length': String(Buffer.byteLength(get.text)) };
  expect({ ...head.headers, 'X-Request-Id': '' }).toEqual({ ...get.headers, ...length, 'X-Request-Id': '' });
  return get;
}

describe('HEAD', () => {
  it.each(READING)('$path has the status and the headers of GET, and changes nothing', async (route) => {
    const target = addressOf(route.path);
    const key = keyOf(route);
    const { status, headers } = await compare(target, { key });
    expect(status).toBeLessThan(400);
    const before = await stored();
    await send('HEAD', target, { key });
    expect(await stored()).toEqual(before);
    expect(log.last().route).toBe(`HEAD ${route.path}`);
    const condition = { 'if-none-match': headers.ETag ?? '' };
    if (headers.ETag)
      expect((await compare(target, { key, headers: condition })).status).toBe(
        route.path === '/users/{id}' ? 304 : 200,
      );
  });

  it.each(READING.filter(({ permission }) => permission !== 'public'))(
    '$path takes the credentials and the permission of GET',
    async ({ path, permission }) => {
      expect((await compare(addressOf(path))).status).toBe(401);
      const allowed = permission === 'authenticated';
      expect((await compare(addressOf(path), { key: storefront })).status).toBe(allowed ? 200 : 403);
    },
  );

  it.each(READING.filter(({ path }) => path.endsWith('{id}')))(
    '$path finds what GET finds',
    async (route) => {
      const nobody = route.path.replace('{id}', '0'.repeat(22));
      expect((await compare(nobody, { key: keyOf(route) })).status).toBe(404);
    },
  );

  it.each(READING.filter(({ tolerant }) => !tolerant))('$path takes the query of GET', async (route) => {
    const target = `${addressOf(route.path)}?nonsense=1`;
    expect((await compare(target, { key: keyOf(route) })).status).toBe(400);
  });

  it.each(['/tokens/redeem', '/users', '/nothing', '/login/'])('%s is routed as GET is', async (path) => {
    await compare(path);
  });
});

describe('HEAD /login', () => {
  it.each([
    ['a whole token', () => `token=${ids.string}`, 200],
    ['a damaged one', () => `token=${ids.string.slice(0, 40)}`, 400],
    ['what a procurement system sends', () => `token=${ids.procurement}&${HOOK}`, 307],
    ['a target that is not allowed', () => `token=${ids.string}&return_to=https://evil.example/`, 400],
  ])('with %s is answered as GET is', async (_, query, status) => {
    expect((await compare(`/login?${query()}`)).status).toBe(status);
  });
});

describe('HEAD of a door that signs in by GET', () => {
  /** Its answers, with all that is stored compared before and after, and what it says of the sign-in in the log. */
  async function heads(target: string) {
    const before = await stored();
    const answers = [await send('HEAD', target), await send('HEAD', target)];
    expect(await stored()).toEqual(before);
    for (const answer of answers) {
      expect([answer.text, answer.headers.Location]).toEqual(['', undefined]);
      expect(answer.headers).toMatchObject({
        'Cache-Control': 'no-store',
        'X-Content-Type-Options': 'nosniff',
      });
    }
    expect(log.last()).not.toHaveProperty('outcome');
    return answers.map(({ status }) => status);
  }

  it.each([
    ['/punchout/oci', 'a token', () => `${HOOK}&token=${ids.procurement}`],
    ['/punchout/oci', 'a password', () => `${HOOK}&USERNAME=${ids.user}&PASSWORD=${ids.procurement}`],
    ['/punchout/oci', 'a user who is another one', () => `${HOOK}&USERNAME=x&PASSWORD=${ids.procurement}`],
    ['/punchout/oci', 'a token for people', () => `${HOOK}&token=${ids.string}`],
    ['/punchout/oci', 'a token that is not there', () => `${HOOK}&token=${UNKNOWN}`],
    ['/punchout/cxml', 'a start page', () => `token=${ids.startPage}`],
    ['/punchout/cxml', 'a token of another door', () => `token=${ids.procurement}`],
    ['/punchout/cxml', 'a token that is not there', () => `token=${UNKNOWN}`],
  ])('%s with %s uses nothing, counts nothing, and does not tell a good token', async (path, _, query) => {
    expect(await heads(`${path}?${query()}`)).toEqual([200, 200]);
  });

  it.each(SIGNING_IN)('%s with a damaged link is told so, as by GET', async (path) => {
    for (const query of ['', 'token=', `token=${ids.procurement.slice(0, 60)}`, 'state=%07'])
      expect(await heads(`${path}?${HOOK}&${query}`), query).toEqual([400, 400]);
  });

  it.each(SIGNING_IN)('%s leads nowhere before there is a callback', async (path) => {
    await setSettings({});
    pass(MINUTE);
    expect(await heads(`${path}?${HOOK}&token=${ids.procurement}`)).toEqual([409, 409]);
    await setSettings(SETTINGS);
    pass(MINUTE);
  });

  it('leaves the start page good for the buyer', async () => {
    const target = `/punchout/cxml?token=${ids.startPage}`;
    await heads(target);
    expect((await send('GET', target)).status).toBe(303);
    await heads(target);
  });
});
