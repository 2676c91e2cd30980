import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { afterAll, describe, expect, test } from 'vitest';
import { startLocalSecrets } from '../../local/secrets-manager.ts';

const directory = mkdtempSync(join(tmpdir(), 'login-tokens-'));
const file = join(directory, 'signing-keys');
const [A, B, C] = ['a', 'b', 'c'].map((letter) => letter.repeat(32)) as [string, string, string];

async function withSecret<T>(
  options: { directory?: string },
  act: (secret: Secret) => Promise<T>,
): Promise<T> {
  const {
    endpoint,
    secretIds: { signing: SecretId },
    stop,
  } = await startLocalSecrets(options);
  const client = new SecretsManagerClient({ endpoint, maxAttempts: 1 });
  try {
    return await act({
      client,
      put: (id, value, ...stages) =>
        client.send(
          new PutSecretValueCommand({
            SecretId,
            ClientRequestToken: id,
            SecretString: value,
            ...(stages.length > 0 && { VersionStages: stages }),
          }),
        ),
      move: (to, from) =>
        client.send(
          new UpdateSecretVersionStageCommand({
            SecretId,
            VersionStage: 'AWSCURRENT',
            MoveToVersionId: to,
            ...(from && { RemoveFromVersionId: from }),
          }),
        ),
      current: async () => {
        const { VersionId, SecretString } = await client.send(new GetSecretValueCommand({ SecretId }));
        return [VersionId, SecretString];
      },
    });
  } finally {
    client.destroy();
    await stop();
  }
}

type Secret = {
  client: SecretsManagerClient;
  put(id: string, value: string, ...stages: string[]): Promise<unknown>;
  move(to: string, from?: string): Promise<unknown>;
  current(): Promise<(string | undefined)[]>;
};

afterAll(() => rmSync(directory, { recursive: true }));

describe('the local Secrets Manager', () => {
  test('has nothing at first, and then what was put last', async () => {
    await withSecret({}, async ({ put, current }) => {
      await expect(current()).rejects.toThrow('ResourceNotFoundException');
      await put(A, 'one');
      await put(B, 'two');
      expect(await current()).toEqual([B, 'two']);
    });
  });

  test('takes the same version twice, and refuses another value for it', async () => {
    await withSecret({}, async ({ put, current }) => {
      await put(A, 'one');
      await put(A, 'one');
      await expect(put(A, 'two')).rejects.toThrow('ResourceExistsException');
      expect(await current()).toEqual([A, 'one']);
    });
  });

  test('moves a label from where it is alone', async () => {
    await withSecret({}, async ({ put, move, current }) => {
      await put(A, 'one');
      await put(B, 'two', 'AWSPENDING');
      expect(await current()).toEqual([A, 'one']);
      await expect(move(B)).rejects.toThrow('InvalidParameterException');
      await expect(move(B, C)).rejects.toThrow('InvalidParameterException');
      await expect(move(C, A)).rejects.toThrow('ResourceNotFoundException');
      await move(B, A);
      await expect(move(B, A)).rejects.toThrow('InvalidParameterException');
      expect(await current()).toEqual([B, 'two']);
    });
  });

  test('forgets a version when its last label is gone', async () => {
    await withSecret({}, async ({ put, move }) => {
      await put(A, 'one');
      await put(B, 'two', 'AWSPENDING');
      await put(C, 'three', 'AWSPENDING');
      await expect(move(B, A)).rejects.toThrow('ResourceNotFoundException');
      await move(C, A);
      // Previous now, which is a label too.
      await move(A, C);
    });
  });

  test('has two secrets, and the three actions that the service uses', async () => {
    await withSecret({}, async ({ client }) => {
      const other = client.send(new GetSecretValueCommand({ SecretId: 'another' }));
      await expect(other).rejects.toThrow('ResourceNotFoundException');
      const describing = client.send(new DescribeSecretCommand({ SecretId: 'signing-keys' }));
      await expect(describing).rejects.toThrow('UnknownOperationException');
    });
  });

  test('keeps its secret in a file of its owner alone, and has it after a restart', async () => {
    await withSecret({ directory }, async ({ put }) => void (await put(A, 'one')));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await withSecret({ directory }, async ({ current }) => expect(await current()).toEqual([A, 'one']));
    expect(readFileSync(file, 'utf8')).toContain('one');
  });

  test('keeps its two secrets apart', async () => {
    const { endpoint, secretIds, stop } = await startLocalSecrets();
    const client = new SecretsManagerClient({ endpoint, maxAttempts: 1 });
    await client.send(new PutSecretValueCommand({ SecretId: secretIds.signing, SecretString: 'one' }));
    const other = client.send(new GetSecretValueCommand({ SecretId: secretIds.published }));
    await expect(other).rejects.toThrow('ResourceNotFoundException');
    client.destroy();
    await stop();
  });

  test('says that its file is broken, and quotes nothing of it', async () => {
    writeFileSync(file, '{"hunter2');
    await expect(startLocalSecrets({ directory })).rejects.toThrow(
      /signing-keys does not hold keys: delete it/,
    );
  });
});
