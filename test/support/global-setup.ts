import type { TestProject } from 'vitest/node';
import { startDynamoDbLocal } from '../../local/dynamodb-local.ts';
import { startLocalKms } from '../../local/kms.ts';
import { storedSecrets } from './leaks.ts';

declare module 'vitest' {
  interface ProvidedContext {
    dynamoDbEndpoint: string;
    kmsEndpoint: string;
    kmsKeyId: string;
  }
}

/** One database and one KMS serve the whole run; every test file has tables of its own in it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const [database, kms] = await Promise.all([startDynamoDbLocal(), startLocalKms()]);
  project.provide('dynamoDbEndpoint', database.endpoint);
  project.provide('kmsEndpoint', kms.endpoint);
  project.provide('kmsKeyId', kms.keyId);
  return async () => {
    const found = await storedSecrets(database.endpoint);
    await Promise.all([database.stop(), kms.stop()]);
    if (found.length > 0) throw new Error(`a secret is stored readably in ${found.join(', ')}`);
  };
}
