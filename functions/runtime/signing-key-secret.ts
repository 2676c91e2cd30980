import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { KeySecrets } from '../../shared/signing-key/signing-key-store.ts';
import { config } from './config.ts';
import { TIMEOUTS } from './timeouts.ts';

const client = new SecretsManagerClient({ maxAttempts: 3, requestHandler: TIMEOUTS });

/** The role of a function allows one of them, or both to the one that rotates the keys. */
export const keySecrets: KeySecrets = {
  signing: { client, id: config.signingKeysId },
  published: { client, id: config.publishedKeysId },
};
