import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { TestProject } from 'vitest/node';
import { startDynamoDbLocal } from '../../local/dynamodb-local.ts';
import { startLocalKms } from '../../local/kms.ts';
import { type LocalSecrets, startLocalSecrets } from '../../local/secrets-manager.ts';
import { rotateSigningKeys } from '../../shared/signing-key/rotate.ts';

declare module 'vitest' {
  interface ProvidedContext {
    dynamoDbEndpoint: string;
    kmsEndpoint: string;
    kmsKeyId: string;
    secretsEndpoint: string;
    signingKeysId: string;
    publishedKeysId: string;
  }
}

/** Starts one engine, one KMS and one Secrets Manager for the whole run; each test file has a database of its own in the engine. */
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
  project.provide('signingKeysId', secrets.secretIds.signing);
  project.provide('publishedKeysId', secrets.secretIds.published);
  return async () => {
    await Promise.all([database.stop(), kms.stop(), secrets.stop()]);
  };
}

async function makeSigningKeys({ endpoint, secretIds }: LocalSecrets): Promise<void> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new SecretsManagerClient({ endpoint, region: 'us-east-1', credentials });
  const { signing, published } = secretIds;
  const secrets = { signing: { client, id: signing }, published: { client, id: published } };
  await rotateSigningKeys(secrets, Math.floor(Date.now() / 1000));
  client.destroy();
}
