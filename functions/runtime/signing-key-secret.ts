import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { SigningKeySecret } from '../../shared/signing-key/signing-key-store.ts';
import { config } from './config.ts';

/** In milliseconds. Secrets Manager answers in about ten, and a cold start waits for it. */
const TIMEOUTS = { connectionTimeout: 1_000, requestTimeout: 1_500, throwOnRequestTimeout: true };

export const signingKeySecret: SigningKeySecret = {
  client: new SecretsManagerClient({ maxAttempts: 3, requestHandler: TIMEOUTS }),
  id: config.signingKeysId,
};
