import { describe, expect, it } from 'vitest';
import { Secret } from '../../shared/crypto/secret.ts';
import { getToken } from '../../shared/token/token-store.ts';
import { testDatabase } from './database.ts';
import {
  heldReader,
  heldSealer,
  holdDatabase,
  NO_ROLE,
  roleOfWorker,
  surplusOf,
  usedAccess,
  within,
} from './declared-access.ts';
import { useDatabase } from './fixture.ts';

useDatabase();

const db = testDatabase();
holdDatabase(db);
const sealer = heldSealer({
  seal: async (secret) => Buffer.from(secret.reveal()),
  unseal: async (sealed) => new Secret(Buffer.from(sealed).toString()),
});
const readKeys = heldReader('signing keys sign', async () => []);

const token = { purpose: 'token', tokenId: 'a' } as const;
const readToken = () => getToken(db, 'a');
const seal = () => sealer.seal(new Secret('x'), token);
const unseal = () => sealer.unseal(new Uint8Array(), token);

const role = (name: string, declared: object) =>
  roleOfWorker({ entry: name, description: name, trigger: { by: 'operator' }, access: {}, ...declared });

describe('a function', () => {
  it.each([
    ['a table', readToken, { access: { tokens: ['GetItem'] } }],
    ['the sealing key, to seal', seal, { sealingKey: [{ action: 'Encrypt', purpose: 'token' }] }],
    ['the sealing key, to unseal', unseal, { sealingKey: [{ action: 'Decrypt', purpose: 'token' }] }],
    ['the signing keys', readKeys, { signingKeys: 'sign' }],
  ])('that uses %s must declare it', async (_, use, declared) => {
    await expect(within(NO_ROLE, use as () => Promise<unknown>)).rejects.toThrow('$default does not declare');
    await expect(within(role('a', declared), use as () => Promise<unknown>)).resolves.not.toThrow();
  });

  it.each([
    ['another action', readToken, { access: { tokens: ['PutItem'], users: ['GetItem'] } }],
    ['another purpose', seal, { sealingKey: [{ action: 'Encrypt', purpose: 'idempotency' }] }],
    ['verifying for signing', readKeys, { signingKeys: 'verify' }],
    ['sealing for unsealing', unseal, { sealingKey: [{ action: 'Encrypt', purpose: 'token' }] }],
  ])('must declare exactly that: not %s', async (_, use, declared) => {
    await expect(within(role('b', declared), use as () => Promise<unknown>)).rejects.toThrow(
      'b does not declare',
    );
  });

  it('fails its test even where it survives the refusal', async () => {
    await expect(within(NO_ROLE, () => seal().catch(() => undefined))).rejects.toThrow(
      'sealing key Encrypt token',
    );
  });

  it('that declares what it never uses is found', async () => {
    const declared = role('c', { access: { tokens: ['GetItem', 'PutItem'] }, signingKeys: 'sign' });
    await within(declared, readToken);
    expect(surplusOf([declared], new Set(usedAccess()))).toEqual([
      'c: tokens PutItem',
      'c: signing keys sign',
    ]);
  });
});
