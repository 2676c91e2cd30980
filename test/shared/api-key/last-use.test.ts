import { beforeEach, describe, expect, it } from 'vitest';
import { getApiKey } from '../../../shared/api-key/api-key-store.ts';
import { type AuthenticateApiKey, apiKeyAuthenticator } from '../../../shared/api-key/authenticate.ts';
import { createApiKey } from '../../../shared/api-key/create.ts';
import { unlimited } from '../../../shared/api-key/key-limits.ts';
import { formatCredential, newSecret } from '../../../shared/crypto/credential.ts';
import type { Database } from '../../../shared/storage/database.ts';
import { testDatabase } from '../../support/database.ts';
import { auditOf, HISTORY_RETENTION } from '../../support/domain.ts';
import { failRequests, requestsOf } from '../../support/faults.ts';
import { useDatabase } from '../../support/fixture.ts';

/** The day on which a key was last used. */

const DAY_START = Date.parse('2031-03-01T00:00:00Z');
const NOON = DAY_START + 43_200_000;
const MINUTE = 60_000;
const DAY = 86_400_000;
useDatabase();

let db: Database;
/** A function with an empty cache. */
let authenticate: AuthenticateApiKey;
beforeEach(() => {
  db = testDatabase();
  authenticate = apiKeyAuthenticator(db);
});

async function aKey() {
  const made = await createApiKey(
    testDatabase(),
    { name: 'Shop', role: 'storefront', domains: undefined },
    {
      audit: auditOf({ id: 'operator', name: 'Operator' }, NOON),
      limits: unlimited(31_536_000),
      historyRetention: HISTORY_RETENTION,
    },
  );
  if (made.outcome !== 'created') throw new Error(made.outcome);
  return { id: made.key.id, string: made.string.reveal() };
}
const lastUse = async (id: string) => (await getApiKey(testDatabase(), id))?.lastUsedAt;

describe('the last use of a key', () => {
  it('is the start of its day, written once a day by a function', async () => {
    const { id, string } = await aKey();
    expect(await lastUse(id)).toBe(0);
    const { requests } = await requestsOf(db, async () => {
      for (let minute = 0; minute < 5; minute++) await authenticate(string, NOON + minute * MINUTE);
      for (let again = 0; again < 5; again++) await authenticate(string, NOON + 5 * MINUTE, { fresh: true });
    });
    const writes = requests.filter(({ command }) => command === 'UpdateItem');
    expect(writes).toHaveLength(1);
    expect(writes[0]?.output.ConsumedCapacity).toMatchObject({ CapacityUnits: 1 });
    expect(await lastUse(id)).toBe(DAY_START / 1_000);
    await authenticate(string, NOON + DAY);
    expect(await lastUse(id)).toBe((DAY_START + DAY) / 1_000);
  });

  it('is not written by a second function on the same day, and never goes back', async () => {
    const { id, string } = await aKey();
    await authenticate(string, NOON + DAY);
    const second = testDatabase();
    const { requests } = await requestsOf(second, () => apiKeyAuthenticator(second)(string, NOON + DAY));
    expect(requests.map(({ command }) => command)).toEqual(['GetItem']);
    await apiKeyAuthenticator(second)(string, NOON);
    expect(await lastUse(id)).toBe((DAY_START + DAY) / 1_000);
  });

  it('is of a good secret alone', async () => {
    const { id } = await aKey();
    const forged = formatCredential('lk_', { id, secret: newSecret() }).reveal();
    await authenticate(forged, NOON);
    expect(await lastUse(id)).toBe(0);
  });

  it('is no reason to refuse: when it cannot be written, the key proves its caller, and the next read tries again', async () => {
    const { id, string } = await aKey();
    const failed = failRequests(db, 'UpdateItem', undefined, 4);
    expect(await authenticate(string, NOON)).toMatchObject({ outcome: 'authenticated' });
    expect(failed.failed).toBe(4);
    expect(await lastUse(id)).toBe(0);
    await authenticate(string, NOON + MINUTE);
    expect(await lastUse(id)).toBe(DAY_START / 1_000);
  });

  it('changes neither the version nor the last event: it is no change of the key', async () => {
    const { id, string } = await aKey();
    const before = await getApiKey(db, id);
    await authenticate(string, NOON);
    expect(await getApiKey(db, id)).toEqual({ ...before, lastUsedAt: DAY_START / 1_000 });
  });
});
