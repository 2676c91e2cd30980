import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { TestProject } from 'vitest/node';
import { startDynamoDbLocal } from '../../local/dynamodb-local.ts';
import { startLocalKms } from '../../local/kms.ts';
import { type LocalSecrets, startLocalSecrets } from '../../local/secrets-manager.ts';
import { rotateSecret } from '../../shared/session/rotate-secret.ts';
import { storedSecrets } from './leaks.ts';

declare module 'vitest' {
  interface ProvidedContext {
    dynamoDbEndpoint: string;
    kmsEndpoint: string;
    kmsKeyId: string;
    secretsEndpoint: string;
    signingKeysId: string;
  }
}

/** One database, one KMS and one Secrets Manager serve the whole run; every test file has tables of its own. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const [database, kms, secrets] = await Promise.all([
    startDynamoDbLocal(),
    startLocalKms(),
    startLocalSecrets(),
  ]);
  await makeSigningKeys(secrets);
  project.provide('dynamoDbEndpoint', database.endpoint);
  project.provide('kmsEndpoint', kms.endpoint);
  project.provide('kmsKeyId', kms.keyId);
  project.provide('secretsEndpoint', secrets.endpoint);
  project.provide('signingKeysId', secrets.secretId);
  return async () => {
    const found = await storedSecrets(database.endpoint);
    await Promise.all([database.stop(), kms.stop(), secrets.stop()]);
    if (found.length > 0) throw new Error(`a secret is stored readably in ${found.join(', ')}`);
  };
}

async function makeSigningKeys({ endpoint, secretId }: LocalSecrets): Promise<void> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new SecretsManagerClient({ endpoint, region: 'us-east-1', credentials });
  await rotateSecret({ client, id: secretId }, Math.floor(Date.now() / 1000));
  client.destroy();
}
