import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { createTables } from '../local/create-tables.ts';
import { databaseKey } from '../local/database-key.ts';
import { startDynamoDbLocal } from '../local/dynamodb-local.ts';
import { LOCAL_TABLES, setEnvironment } from '../local/environment.ts';
import { startLocalKms } from '../local/kms.ts';
import { startLocalSecrets } from '../local/secrets-manager.ts';
import { rotateSigningKeys } from '../shared/signing-key/rotate.ts';

/** Starts DynamoDB Local with empty tables, and sets this process's environment for it. Nothing consumes the streams. */
export async function startEngine(appUrl = 'https://login.example.com'): Promise<{ stop(): Promise<void> }> {
  const [database, kms, secrets] = await Promise.all([
    startDynamoDbLocal({ optimized: true }),
    startLocalKms(),
    startLocalSecrets(),
  ]);
  const stop = async () => {
    await Promise.all([database.stop(), kms.stop(), secrets.stop()]);
  };
  try {
    setEnvironment({
      dynamoDbEndpoint: database.endpoint,
      databaseKey: databaseKey(undefined),
      kmsEndpoint: kms.endpoint,
      sealingKeyId: kms.keyId,
      secretsEndpoint: secrets.endpoint,
      keySecretIds: secrets.secretIds,
      appUrl,
    });
    // A new client: the one of functions/runtime keeps the first engine's endpoint.
    const secretsClient = new SecretsManagerClient();
    const { signing, published } = secrets.secretIds;
    const keySecrets = {
      signing: { client: secretsClient, id: signing },
      published: { client: secretsClient, id: published },
    };
    await rotateSigningKeys(keySecrets, Math.floor(Date.now() / 1000));
    secretsClient.destroy();
    const client = new DynamoDBClient();
    await createTables(client, LOCAL_TABLES);
    client.destroy();
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop };
}
