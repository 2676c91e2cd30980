import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { SigningKeySecret } from '../../shared/signing-key/signing-key-store.ts';
import { config } from './config.ts';

/** Milliseconds. A cold start waits for Secrets Manager, which answers in about ten. */
const TIMEOUTS = { connectionTimeout: 1_000, requestTimeout: 1_500, throwOnRequestTimeout: true };

export const signingKeySecret: SigningKeySecret = {
  client: new SecretsManagerClient({ maxAttempts: 3, requestHandler: TIMEOUTS }),
  id: config.signingKeysId,
};
