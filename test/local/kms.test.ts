import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DecryptCommand, EncryptCommand, GenerateRandomCommand, KMSClient } from '@aws-sdk/client-kms';
import { afterAll, describe, expect, test } from 'vitest';
import { type LocalKms, startLocalKms } from '../../local/kms.ts';

const directory = mkdtempSync(join(tmpdir(), 'login-tokens-'));
const keyFile = join(directory, 'kms-key');
const Plaintext = Buffer.from('x'.repeat(33));
const EncryptionContext = { purpose: 'token', tokenId: 'a' };

async function withKms<T>(
  options: { keyFile?: string },
  act: (kms: LocalKms, client: KMSClient) => Promise<T>,
) {
  const kms = await startLocalKms(options);
  const client = new KMSClient({ endpoint: kms.endpoint, maxAttempts: 1 });
  try {
    return await act(kms, client);
  } finally {
    client.destroy();
    await kms.stop();
  }
}

const seal = (client: KMSClient, KeyId: string) =>
  client.send(new EncryptCommand({ KeyId, Plaintext, EncryptionContext }));

afterAll(() => rmSync(directory, { recursive: true }));

describe('the local KMS', () => {
  test('opens nothing for a website that has given its name this address', async () => {
    await withKms({}, async ({ endpoint }) => {
      const { port } = new URL(endpoint);
      const status = await new Promise((resolve, reject) => {
        request(
          { host: '127.0.0.1', port, method: 'POST', headers: { host: `rebound.example:${port}` } },
          (answer) => resolve(answer.resume().statusCode),
        )
          .once('error', reject)
          .end('{}');
      });
      expect(status).toBe(421);
    });
  });

  test('gives back what it sealed, whatever the order of the context', async () => {
    await withKms({}, async ({ keyId }, client) => {
      const { CiphertextBlob } = await seal(client, keyId);
      const reordered = { tokenId: 'a', purpose: 'token' };
      const opened = await client.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: reordered }));
      expect(Buffer.from(opened.Plaintext ?? [])).toEqual(Plaintext);
    });
  });

  test('makes ciphertexts as long as those of KMS', async () => {
    await withKms({}, async ({ keyId }, client) => {
      const { CiphertextBlob } = await seal(client, keyId);
      expect(CiphertextBlob).toHaveLength(185);
    });
  });

  test.each([
    ['another context', { purpose: 'idempotency', tokenId: 'a' }],
    ['another token', { purpose: 'token', tokenId: 'b' }],
    ['a context of fewer members', { purpose: 'token' }],
    ['no context', undefined],
  ])('refuses to open it under %s', async (_, context) => {
    await withKms({}, async ({ keyId }, client) => {
      const { CiphertextBlob } = await seal(client, keyId);
      const opening = client.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: context }));
      await expect(opening).rejects.toMatchObject({
        name: 'InvalidCiphertextException',
        $metadata: { httpStatusCode: 400 },
      });
    });
  });

  test('refuses what it never sealed, and what was changed', async () => {
    await withKms({}, async ({ keyId }, client) => {
      const { CiphertextBlob = new Uint8Array() } = await seal(client, keyId);
      const changed = Uint8Array.from(CiphertextBlob, (byte, at) => (at === 140 ? byte ^ 1 : byte));
      for (const blob of [changed, Buffer.from('never sealed')]) {
        const opening = client.send(new DecryptCommand({ CiphertextBlob: blob, EncryptionContext }));
        await expect(opening).rejects.toThrow('InvalidCiphertextException');
      }
    });
  });

  test('has one key, and the two actions that the service uses', async () => {
    await withKms({}, async (_, client) => {
      await expect(seal(client, 'another')).rejects.toThrow('NotFoundException');
      await expect(client.send(new GenerateRandomCommand({}))).rejects.toThrow('UnknownOperationException');
    });
  });

  test('keeps its key in a file of its owner alone, and opens after a restart what it sealed', async () => {
    const sealed = await withKms({ keyFile }, ({ keyId }, client) => seal(client, keyId));
    expect(statSync(keyFile).mode & 0o777).toBe(0o600);
    const kept = readFileSync(keyFile, 'utf8');
    const opened = await withKms({ keyFile }, (_, client) =>
      client.send(new DecryptCommand({ CiphertextBlob: sealed.CiphertextBlob, EncryptionContext })),
    );
    expect(Buffer.from(opened.Plaintext ?? [])).toEqual(Plaintext);
    expect(readFileSync(keyFile, 'utf8')).toBe(kept);
  });
});
