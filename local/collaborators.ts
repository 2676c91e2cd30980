import { KMSClient } from '@aws-sdk/client-kms';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { kmsSealer, type Sealer } from '../shared/crypto/sealer.ts';
import { defaultSettings, retentionOf, type Settings } from '../shared/settings/settings.ts';
import type { KeySecrets } from '../shared/signing-key/signing-key-store.ts';
import { type Database, openDatabase } from '../shared/storage/database.ts';
import {
  HISTORY_RETENTION_DAYS,
  LOCAL_TABLES,
  type LocalServices,
  TOKEN_RETENTION_DAYS,
} from './environment.ts';

/** The arguments that the set-up of this machine passes to the domain. Handlers have theirs in functions/runtime. */
export type Collaborators = {
  db: Database;
  sealer: Sealer;
  keySecrets: KeySecrets;
  settingsDefaults: Settings;
  /** Seconds. */
  tokenRetention: number;
  /** Seconds. */
  historyRetention: number;
};

/** Creates clients of the local services. Call `setEnvironment` before. */
export function openCollaborators({ sealingKeyId, keySecretIds, appUrl }: LocalServices): Collaborators {
  const settingsDefaults = defaultSettings({ appUrl, tokenRetentionDays: TOKEN_RETENTION_DAYS });
  const secretsManager = new SecretsManagerClient();
  return {
    db: openDatabase({ tables: LOCAL_TABLES, sealingKeyId }),
    sealer: kmsSealer(new KMSClient(), sealingKeyId),
    keySecrets: {
      signing: { client: secretsManager, id: keySecretIds.signing },
      published: { client: secretsManager, id: keySecretIds.published },
    },
    settingsDefaults,
    tokenRetention: retentionOf(settingsDefaults),
    historyRetention: HISTORY_RETENTION_DAYS * 86_400,
  };
}
