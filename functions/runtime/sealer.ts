import { KMSClient } from '@aws-sdk/client-kms';
import { config } from '../../shared/config.ts';
import { kmsSealer } from '../../shared/crypto/sealer.ts';

/** Apart from the database: functions that seal nothing do not load a KMS client. */
export const sealer = kmsSealer(new KMSClient({ maxAttempts: 4 }), config.sealingKeyId);
