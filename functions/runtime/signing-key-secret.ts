import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { KeySecrets } from '../../shared/signing-key/signing-key-store.ts';
import { config } from './config.ts';

/** Milliseconds. A cold start waits for Secrets Manager, which answers in about ten. */
const TIMEOUTS = { connectionTimeout: 1_000, requestTimeout: 1_500, throwOnRequestTimeout: true };

const client = new SecretsManagerClient({ maxAttempts: 3, requestHandler: TIMEOUTS });

/** The role of a function allows one of them, or both to the one that rotates the keys. */
export const keySecrets: KeySecrets = {
  signing: { client, id: config.signingKeysId },
  published: { client, id: config.publishedKeysId },
};
