import { KMSClient } from '@aws-sdk/client-kms';
import { kmsSealer } from '../../shared/crypto/sealer.ts';
import { config } from './config.ts';

/** In a file of its own: the bundles of functions that seal nothing do not load a KMS client. */
export const sealer = kmsSealer(new KMSClient({ maxAttempts: 4 }), config.sealingKeyId);
