import { KMSClient } from '@aws-sdk/client-kms';
import { kmsSealer } from '../../shared/crypto/sealer.ts';
import { keepDeadline } from '../../shared/storage/deadline.ts';
import { config } from './config.ts';
import { TIMEOUTS } from './timeouts.ts';

/** A file of its own, so that the bundles of functions that seal nothing carry no KMS client. */
export const sealer = kmsSealer(
  keepDeadline(new KMSClient({ maxAttempts: 4, requestHandler: TIMEOUTS })),
  config.sealingKeyId,
);
