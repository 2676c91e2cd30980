import { describe, expect, it } from 'vitest';
import { formatCredential, newSecret } from '../../../shared/crypto/credential.ts';
import { send } from '../../support/api.ts';
import { useService } from '../../support/fixture.ts';
import { HOUR, pass } from '../../support/frozen-clock.ts';
import { makeKey } from '../../support/keys.ts';

/** A refused credential leaves the address of the caller, the key's id where there is one, and the precise reason. */

const { admin, storefront, log } = useService({ frozen: true });
const IP = '198.51.100.7';
const idOf = (key: string) => key.slice(3, 25);
const withOtherSecret = (key: string) =>
  formatCredential('lk_', { id: idOf(key), secret: newSecret() }).reveal();
const unknown = () => formatCredential('lk_', { id: 'z'.repeat(22), secret: newSecret() }).reveal();

async function anExpiredKey(): Promise<string> {
  const expiresAt = new Date(Date.now() + HOUR / 2).toISOString();
  const { body } = await send('POST', '/keys', {
    key: admin,
    body: { name: 'Old', role: 'storefront', expiresAt },
  });
  pass(HOUR);
  return body.key;
}

async function aDeletedKey(): Promise<string> {
  const key = await makeKey('storefront');
  expect((await send('DELETE', `/keys/${idOf(key)}`, { key: admin })).status).toBe(204);
  return key;
}

/** Expects a line that names the refusal, its two metrics, and nothing of the credential but the id of a key. */
function expectTraced(credential: string, refusal: string, keyId: string | undefined, secret: string): void {
  const line = log.last();
  expect(line).toMatchObject({ credential, refusal, ip: IP, refusedCredentials: 1 });
  expect(line.keyId).toBe(keyId);
  const metrics = line._aws.CloudWatchMetrics.filter(
    ({ Metrics }: { Metrics: { Name: string }[] }) => Metrics[0]?.Name === 'refusedCredentials',
  );
  expect(metrics.map(({ Dimensions }: { Dimensions: string[][] }) => Dimensions)).toEqual([
    [['credential', 'refusal']],
    [['service']],
  ]);
  expect(line.service).toBe('https://login.example.com');
  expect(log.text()).not.toContain(secret);
}

const KEYS: [string, string, () => Promise<string>, boolean][] = [
  ['malformed', 'a text that is no key', async () => 'hunter2-hunter2', false],
  ['malformed', 'a key with a typo', async () => `${storefront.slice(0, -1)}~`, false],
  ['unknown_key', 'a key that never was', async () => unknown(), true],
  ['unknown_key', 'a deleted key', aDeletedKey, true],
  ['wrong_secret', 'another secret', async () => withOtherSecret(storefront), true],
  ['expired', 'an expired key', anExpiredKey, true],
];

describe.each(KEYS)('%s: %s', (refusal, _, makeCredential, hasId) => {
  it('is traced as a bearer of the API', async () => {
    const key = await makeCredential();
    const answer = await send('GET', '/settings', { key, ip: IP });
    expect(answer.status).toBe(401);
    expect(answer.text).not.toContain(refusal);
    expectTraced('api_key', refusal, hasId ? idOf(key) : undefined, key);
  });

  it('is traced as the secret of an OAuth client', async () => {
    const key = await makeCredential();
    const form = { token: 'x', client_id: idOf(storefront), client_secret: key };
    const answer = await send('POST', '/sessions/introspect', { form, ip: IP });
    expect(answer.status).toBe(401);
    expectTraced('client_secret', refusal, hasId ? idOf(key) : undefined, key);
  });

  it('is traced as the secret of a cXML sender', async () => {
    const key = await makeCredential();
    await send('POST', '/punchout/cxml', {
      raw: setUp(key),
      headers: { 'content-type': 'text/xml' },
      ip: IP,
    });
    expectTraced('cxml_sender', refusal, hasId ? idOf(key) : undefined, key);
    expect(log.last().reason).toBe('unknown_sender');
  });
});

it('the id of another key is traced with the key that it came with', async () => {
  const form = { token: 'x', client_id: idOf(admin), client_secret: storefront };
  await send('POST', '/sessions/revoke', { form, ip: IP });
  expectTraced('client_secret', 'wrong_client_id', idOf(storefront), storefront);
});

it('Basic that cannot be read is traced without anything of it', async () => {
  const headers = { authorization: `Basic ${Buffer.from(storefront).toString('base64')}` };
  await send('POST', '/sessions/revoke', { form: { token: 'x' }, headers, ip: IP });
  expectTraced('client_secret', 'malformed', undefined, storefront);
});

it('a good key of another sender is traced as such', async () => {
  const key = await makeKey('procurement', ['acme.com']);
  await send('POST', '/punchout/cxml', { raw: setUp(key), headers: { 'content-type': 'text/xml' }, ip: IP });
  expectTraced('cxml_sender', 'wrong_sender', idOf(key), key);
});

it('a request without credentials, or with good ones, counts no refusal and leaves no address', async () => {
  for (const key of [undefined, admin]) {
    await send('GET', '/me', { key, ip: IP });
    expect(log.last()).not.toHaveProperty('refusedCredentials');
    expect(log.last()).not.toHaveProperty('ip');
  }
});

function setUp(key: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><cXML payloadID="1" timestamp="2026-01-15T08:30:00+00:00"><Header><From><Credential domain="NetworkId"><Identity>A</Identity></Credential></From><To><Credential domain="DUNS"><Identity>B</Identity></Credential></To><Sender><Credential domain="NetworkId"><Identity>SOMEBODY</Identity><SharedSecret>${key}</SharedSecret></Credential><UserAgent>x</UserAgent></Sender></Header><Request><PunchOutSetupRequest operation="create"><BuyerCookie>c</BuyerCookie><BrowserFormPost><URL>https://buyer.example/post</URL></BrowserFormPost></PunchOutSetupRequest></Request></cXML>`;
}
