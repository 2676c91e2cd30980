import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { beforeAll, describe, expect, it, vi } from 'vitest';

// Set before the configuration is read: this deployment has an event bus.
vi.hoisted(() => {
  process.env.EVENT_BUS = 'bus';
});

import { unmarshall } from '@aws-sdk/util-dynamodb';
import { config } from '../../functions/runtime/config.ts';
import { db } from '../../functions/runtime/database.ts';
import { handler as publishEvents } from '../../functions/workers/publish-events.ts';
import { handler as recordEvents } from '../../functions/workers/record-history.ts';
import { parseCredential } from '../../shared/crypto/credential.ts';
import { TABLE_NAMES } from '../../shared/tables.ts';
import { type Answer, send } from '../support/api.ts';
import { failRequests, heal } from '../support/faults.ts';
import { useService } from '../support/fixture.ts';
import { deliver, streamRecords } from '../support/history.ts';
import { useMockClient } from '../support/mock-client.ts';

const { admin: key, storefront, log } = useService();

/** The forms in which a secret could leak: the string, its secret part, and the hash in hex and base64. */
function traces(string: string): string[] {
  const { secret } = parseCredential(string.startsWith('lt_') ? 'lt_' : 'lk_', string) ?? {};
  if (!secret) throw new Error('not a credential');
  const hash = Buffer.from(secret.hash());
  return [string, secret.reveal(), hash.toString('hex'), hash.toString('base64'), hash.toString('base64url')];
}

/** The only answers that may contain a secret. */
const SHOWN_ON_PURPOSE = [/^POST \/tokens$/, /^POST \/keys$/, /rotate$/, /reveal$/, /^GET \/login\?/];

describe('a life in full, with every route called and things going wrong', () => {
  const secrets: string[] = [];
  /** Codes and access tokens, which are stored nowhere. */
  const passing: string[] = [];
  const answers: string[] = [];
  const bus = useMockClient(EventBridgeClient);
  let printed: string[];

  async function call(method: string, target: string, options: Parameters<typeof send>[2]): Promise<Answer> {
    const answer = await send(method, target, options);
    const { token, key } = answer.body ?? {};
    if (typeof token === 'string') secrets.push(token);
    if (typeof key === 'string') secrets.push(key);
    const onPurpose = SHOWN_ON_PURPOSE.some((one) => one.test(`${method} ${target}`));
    const code = new URLSearchParams(answer.headers.Location?.split('?')[1]).get('code');
    if (code) passing.push(code);
    if (answer.body?.session) passing.push(answer.body.session.accessToken);
    answers.push(onPurpose ? JSON.stringify(answer.headers) : answer.text + JSON.stringify(answer.headers));
    return answer;
  }

  beforeAll(async () => {
    bus.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
    secrets.push(key, storefront);
    await call('POST', '/keys', { key, body: { name: 'Viewer', role: 'viewer' } });
    await call('PUT', '/users/c-1', { key, body: { type: 'contact', name: 'Jane', email: 'jane@acme.com' } });
    const body = { userId: 'c-1', oneTimeUse: false };
    const headers = { 'idempotency-key': 'once' };
    const { id, token } = (await call('POST', '/tokens', { key, body, headers })).body;
    await call('POST', '/tokens', { key, body, headers });
    await call('POST', '/tokens', { key, body: { ...body, extra: 'other' }, headers });
    const redeem = (string: string) =>
      call('POST', '/tokens/redeem', { key: storefront, body: { token: string } });
    await redeem(token);
    await redeem(`${token.slice(0, -1)}x`);
    await call('POST', '/tokens/redeem', { key: storefront, body: { token, [token]: token, ip: token } });
    await call('POST', '/tokens/redeem', { key: storefront, raw: `{"token": "${token}"` });
    await call('POST', '/tokens/redeem', { key: token, body: { token } });
    await call('GET', `/tokens?token=${token}`, { key });
    await call('GET', `/login?token=${token}`, {});
    await call('PUT', '/settings', { key, body: { callbackUrl: 'https://shop.example/callback' } });
    await call('GET', `/login?token=${token}`, {});
    const press = (string: string) =>
      call('POST', '/login', { form: { token: string, state: 'x', attempt: 'a' }, key: '' });
    const code = new URL((await press(token)).headers.Location ?? '').searchParams.get('code') ?? '';
    await press(`${token.slice(0, -1)}x`);
    const exchange = (body: object) => call('POST', '/sessions/exchange', { key: storefront, body });
    const { accessToken } = (await exchange({ code })).body.session;
    await exchange({ code: `${code}x` });
    await exchange({ code: accessToken });
    const form = { token: accessToken };
    await call('POST', '/sessions/introspect', { key: storefront, form });
    await call('GET', '/tokens', { key: accessToken });
    await call('POST', '/sessions/revoke', { key: storefront, form });
    await call('POST', '/sessions/introspect', { key: storefront, form });
    await exchange({ code });
    await call('POST', `/tokens/${id}/reveal`, { key });
    const rotated = (await call('POST', `/tokens/${id}/rotate`, { key })).body.token;
    await redeem(token);
    await redeem(rotated);
    await call('PUT', '/users/c-1', { key, body: { type: 'contact', name: 'Jane', disabled: true } });
    await redeem(rotated);
    await call('PATCH', `/tokens/${id}`, { key, body: { status: 'disabled' } });
    await redeem(rotated);
    for (const list of [
      '/tokens',
      `/tokens/${id}`,
      '/users',
      '/users/c-1',
      '/keys',
      '/me',
      '/events',
      '/statistics',
    ]) {
      await call('GET', list, { key });
    }
    failRequests(db, 'UpdateItem', () => new Error(`unexpected: ${rotated}`));
    await redeem(rotated);
    heal(db);
    await call('DELETE', `/tokens/${id}`, { key });
    for (const table of ['tokens', 'users', 'keys'] as const) {
      const records = await streamRecords(table);
      await deliver(recordEvents, records);
      await publishEvents({ Records: records });
    }
    for (const list of [`/tokens/${id}/events`, '/events']) await call('GET', list, { key });
    printed = log.text().split('\n').filter(Boolean);
  });

  const noTraceIn = (texts: readonly string[]) => {
    expect(texts.length).toBeGreaterThan(5);
    const found = texts.filter((text) => secrets.flatMap(traces).some((trace) => text.includes(trace)));
    expect(found).toEqual([]);
  };
  const nothingPassing = (texts: readonly string[]) => {
    expect(passing.length).toBeGreaterThan(3);
    expect(texts.filter((text) => passing.some((one) => text.includes(one)))).toEqual([]);
  };

  it('made secrets to look for', () => {
    expect(new Set(secrets).size).toBe(5);
  });

  it('leaves no secret and no hash in an answer but those that show one on purpose', () => {
    noTraceIn(answers);
  });

  it('leaves none in a log line or metric, and no code or access token', () => {
    noTraceIn(printed);
    nothingPassing(printed);
  });

  it('leaves none on the event bus', () => {
    const entries = bus
      .commandCalls(PutEventsCommand)
      .flatMap(({ args: [{ input }] }) => input.Entries ?? []);
    noTraceIn(entries.map((entry) => JSON.stringify(entry)));
  });

  it('leaves none in any table, but for the hashes to compare with and the sealed secrets', async () => {
    const client = new DynamoDBClient();
    const stored: string[] = [];
    for (const table of TABLE_NAMES) {
      const { Items = [] } = await client.send(new ScanCommand({ TableName: config.tables[table] }));
      for (const item of Items.map((one) => unmarshall(one))) {
        const { secretHash: _, sealedSecret: __, ...rest } = item;
        stored.push(
          JSON.stringify(rest, (_name, value) =>
            value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
          ),
        );
        // The sealed secret must not contain the secret.
        const sealed = Buffer.from(item.sealedSecret ?? []).toString('latin1');
        for (const secret of secrets) expect(sealed).not.toContain(secret.slice(25, 58));
      }
    }
    noTraceIn(stored);
    nothingPassing(stored);
  });
});
