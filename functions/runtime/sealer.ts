import { KMSClient } from '@aws-sdk/client-kms';
import { kmsSealer } from '../../shared/crypto/sealer.ts';
import { config } from './config.ts';

/** A file of its own, so that the bundles of functions that seal nothing carry no KMS client. */
export const sealer = kmsSealer(new KMSClient({ maxAttempts: 4 }), config.sealingKeyId);
