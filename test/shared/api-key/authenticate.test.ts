import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { markApiKeyDeleted } from '../../../shared/api-key/api-key-store.ts';
import { apiKeyAuthenticator, type KeyAuthentication } from '../../../shared/api-key/authenticate.ts';
import { createApiKey } from '../../../shared/api-key/create.ts';
import { unlimited } from '../../../shared/api-key/key-limits.ts';
import { formatCredential, newSecret } from '../../../shared/crypto/credential.ts';
import { newEvent } from '../../../shared/event/event.ts';
import { testDatabase } from '../../support/database.ts';
import { HISTORY_RETENTION } from '../../support/domain.ts';
import { useDatabase } from '../../support/fixture.ts';

const NOW = Date.parse('2031-03-01T12:00:00Z');
const MINUTE = 60_000;
const audit = { time: NOW, by: { id: 'test', name: 'Test' } };
/** Seconds. */
const YEAR = 31_536_000;
const db = testDatabase();
let reads: number;
/** A function with an empty cache. */
let check: ReturnType<typeof apiKeyAuthenticator>;
/** The principal of a key; undefined: the key is refused. */
const authenticate = async (...given: Parameters<typeof check>) => {
  const result: KeyAuthentication = await check(...given);
  return result.outcome === 'authenticated' ? result.principal : undefined;
};

useDatabase();

beforeEach(() => {
  reads = 0;
  const client = {
    send(command: object) {
      if (command instanceof GetCommand) reads += 1;
      return db.client.send(command as GetCommand);
    },
  };
  check = apiKeyAuthenticator({ ...db, client: client as unknown as typeof db.client });
});

async function aKey(more: { expiresAt?: number; domains?: string[] } = {}) {
  const request = { name: 'Shop', role: 'storefront' as const, domains: undefined, ...more };
  const creation = await createApiKey(db, request, {
    audit,
    limits: unlimited(YEAR),
    historyRetention: HISTORY_RETENTION,
  });
  if (creation.outcome !== 'created') throw new Error(creation.outcome);
  return { id: creation.key.id, string: creation.string.reveal() };
}

describe('a key', () => {
  it('proves who calls', async () => {
    const { id, string } = await aKey({ domains: ['acme.com'] });
    expect(await authenticate(string, NOW)).toMatchObject({
      id: `key:${id}`,
      name: 'Shop',
      role: 'storefront',
      scope: ['acme.com'],
    });
  });

  it('is read once a minute, however often it is used', async () => {
    const { string } = await aKey();
    for (let second = 0; second < 60; second++) await authenticate(string, NOW + second * 1_000);
    expect(reads).toBe(1);
    await authenticate(string, NOW + MINUTE);
    expect(reads).toBe(2);
  });

  it('that was deleted proves nothing once the minute is over', async () => {
    const { id, string } = await aKey();
    expect(await authenticate(string, NOW)).toBeDefined();
    await markApiKeyDeleted(
      db,
      { id, version: 1 },
      { event: newEvent('deleted', audit), retention: HISTORY_RETENTION },
    );
    expect(await authenticate(string, NOW + MINUTE)).toBeUndefined();
  });

  it('proves nothing from its expiry on, although it is remembered', async () => {
    const { string } = await aKey({ expiresAt: NOW / 1_000 + 30 });
    expect(await authenticate(string, NOW + 29_999)).toBeDefined();
    expect(await authenticate(string, NOW + 30_000)).toBeUndefined();
    expect(reads).toBe(1);
  });

  it('with another secret proves nothing, although the right one is remembered', async () => {
    const { id, string } = await aKey();
    await authenticate(string, NOW);
    const forged = formatCredential('lk_', { id, secret: newSecret() }).reveal();
    expect(reads).toBe(1);
    expect(await authenticate(forged, NOW)).toBeUndefined();
    // Whether the key was rotated is known by reading it again.
    expect(reads).toBe(2);
    expect(await authenticate(string, NOW)).toBeDefined();
    expect(reads).toBe(2);
  });

  it('that never was proves nothing', async () => {
    const unknown = formatCredential('lk_', { id: 'z'.repeat(22), secret: newSecret() }).reveal();
    expect(await authenticate(unknown, NOW)).toBeUndefined();
  });
});

it('what is no key is refused without a read', async () => {
  const token = formatCredential('lt_', { id: '0'.repeat(22), secret: newSecret() }).reveal();
  for (const text of ['', 'lk_', 'nonsense', 'x'.repeat(100_000), token]) {
    expect(await authenticate(text, NOW)).toBeUndefined();
  }
  expect(reads).toBe(0);
});
