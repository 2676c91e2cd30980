import { beforeEach, describe, expect, it } from 'vitest';
import { type ApiKeyItem, getApiKey, scanApiKeys } from '../../../shared/api-key/api-key-store.ts';
import { importApiKey } from '../../../shared/api-key/create.ts';
import { deleteApiKey } from '../../../shared/api-key/delete.ts';
import { newSecret } from '../../../shared/crypto/credential.ts';
import { newId } from '../../../shared/crypto/id.ts';
import { patientDatabase, testDatabase } from '../../support/database.ts';
import { ADMINISTRATOR, auditOf, HISTORY_RETENTION } from '../../support/domain.ts';
import { loseAnswers } from '../../support/faults.ts';
import { useDatabase } from '../../support/fixture.ts';

/** Whether somebody is left who may make keys. */

useDatabase();
const db = patientDatabase();
const audit = () => auditOf(ADMINISTRATOR);
const context = { audit: audit(), historyRetention: HISTORY_RETENTION };

type Members = { role?: 'admin' | 'editor'; domains?: string[]; expiresAt?: number };

async function aKey({ role = 'admin', domains, expiresAt }: Members = {}): Promise<ApiKeyItem> {
  const credential = { id: newId(Date.now()), secret: newSecret() };
  const request = { name: 'Key', role, domains, expiresAt: expiresAt ?? null };
  const key = await importApiKey(db, credential, request, context);
  if (!key) throw new Error('the id is taken');
  return key;
}

/** `callerKeyId` is undefined where the caller, or somebody else, is an administrator without a key. */
const remove = async (callerKeyId: string | undefined, key: ApiKeyItem, on = db) =>
  (await deleteApiKey(on, key.id, { ...context, scope: undefined, expected: undefined, callerKeyId }))
    .outcome;
const exists = async ({ id }: ApiKeyItem) => (await getApiKey(db, id)) !== undefined;
const LAST = 'last_administrator';

/** No keys. */
beforeEach(async () => {
  for await (const { key } of scanApiKeys(db, { after: undefined, pageSize: 100 }))
    if (key) await remove(undefined, key);
});

describe('the last key of an administrator', () => {
  it('is not deleted by itself, and is once there is another one', async () => {
    const last = await aKey();
    expect(await remove(last.id, last)).toBe(LAST);
    expect(await exists(last)).toBe(true);
    const other = await aKey();
    expect(await remove(last.id, last)).toBe('deleted');
    expect(await remove(other.id, other)).toBe(LAST);
  });

  it.each([
    ['limited to domains', { domains: ['acme.com'] }],
    ['expired', { expiresAt: Math.floor(Date.now() / 1_000) - 60 }],
    ['of another role', { role: 'editor' as const }],
  ])('has no successor in one that is %s', async (_, members) => {
    const last = await aKey();
    const other = await aKey(members);
    expect(await remove(last.id, last)).toBe(LAST);
    expect(await remove(last.id, other)).toBe('deleted');
  });

  it('is deleted where somebody without a key is an administrator too', async () => {
    const last = await aKey();
    expect(await remove(undefined, last)).toBe('deleted');
  });

  it('may be limited: an administrator of domains deletes the own key', async () => {
    const limited = await aKey({ domains: ['acme.com'] });
    expect(await remove(limited.id, limited)).toBe('deleted');
  });
});

describe('two last administrators', () => {
  it.each([
    ['each other', [1, 0]],
    ['themselves', [0, 1]],
  ] as const)('that delete %s at once: one of them stays', async (_, [first, second]) => {
    for (let round = 0; round < 5; round++) {
      const pair = [await aKey(), await aKey()] as const;
      const outcomes = await Promise.all([remove(pair[0].id, pair[first]), remove(pair[1].id, pair[second])]);
      expect(outcomes.filter((outcome) => outcome === 'deleted')).toHaveLength(1);
      const left = await Promise.all(pair.map(exists));
      expect(left.filter(Boolean)).toHaveLength(1);
      const [survivor] = pair.filter((_, at) => left[at]);
      if (survivor) await remove(undefined, survivor);
    }
  });

  it('a deletion whose answer was lost is one', async () => {
    const [one, other] = [await aKey(), await aKey()];
    const lossy = testDatabase();
    const answers = loseAnswers(lossy, 'TransactWriteItems');
    expect(await remove(one.id, other, lossy)).toBe('deleted');
    expect(answers.lost).toBe(1);
    expect([await exists(one), await exists(other)]).toEqual([true, false]);
  });
});
