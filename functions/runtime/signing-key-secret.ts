import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { KeySecret } from '../../shared/signing-key/signing-key-store.ts';
import { config } from './config.ts';

/** Secrets Manager answers in some ten milliseconds, and people wait for it at a cold start. In milliseconds. */
const TIMEOUTS = { connectionTimeout: 1_000, requestTimeout: 1_500, throwOnRequestTimeout: true };

export const keySecret: KeySecret = {
  client: new SecretsManagerClient({ maxAttempts: 3, requestHandler: TIMEOUTS }),
  id: config.signingKeysId,
};
