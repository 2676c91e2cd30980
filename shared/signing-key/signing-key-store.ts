import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
  SecretsManagerServiceException,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { Secret } from '../crypto/secret.ts';
import { isUnavailable } from '../storage/unavailable.ts';
import { BrokenSecretError, parseKeys, type StoredKey } from './stored-keys.ts';

/** The secret that holds the signing keys, and what reads it. */
export type SigningKeySecret = { client: SecretsManagerClient; id: string };

/** What the secret held, and which version of it that was: undefined while nothing was ever put into it. */
export type SecretVersion = { version: string | undefined; value: Secret | undefined };

/** What names the first version, so that of two that make it at once one fails: 32 characters at least. */
const FIRST = 'first-signing-keys-of-this-secret';

/** The keys in the secret. Throws when there are none yet, or something else. */
export async function getSigningKeys(secret: SigningKeySecret): Promise<StoredKey[]> {
  const { value } = await getVersion(secret);
  if (!value) throw new BrokenSecretError('the secret of the signing keys is empty');
  return parseKeys(value);
}

export async function getVersion({ client, id }: SigningKeySecret): Promise<SecretVersion> {
  try {
    const { VersionId, SecretString } = await client.send(new GetSecretValueCommand({ SecretId: id }));
    return { version: VersionId, value: SecretString ? new Secret(SecretString) : undefined };
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return { version: undefined, value: undefined };
    throw error;
  }
}

/**
 * Puts `value` in the place of the version that was read, and of no other: false means that somebody else was
 * quicker, and that nothing changed. Of two that rotate at once, the slower would otherwise take away the
 * quicker's key, or bring back the one that it was meant to remove.
 */
export async function replaceVersion(
  secret: SigningKeySecret,
  read: SecretVersion,
  value: Secret,
): Promise<boolean> {
  return read.version === undefined ? putFirst(secret, value) : moveOn(secret, read.version, value);
}

async function putFirst({ client, id }: SigningKeySecret, value: Secret): Promise<boolean> {
  try {
    await client.send(
      new PutSecretValueCommand({ SecretId: id, SecretString: value.reveal(), ClientRequestToken: FIRST }),
    );
    return true;
  } catch (error) {
    if (isNamed(error, 'ResourceExistsException')) return false;
    throw error;
  }
}

/**
 * A version on its own is nothing that anybody reads: moving the label is the write that counts, and Secrets
 * Manager refuses it when the label is no longer where it was seen.
 */
async function moveOn({ client, id }: SigningKeySecret, from: string, value: Secret): Promise<boolean> {
  const { VersionId: to } = await client.send(
    new PutSecretValueCommand({
      SecretId: id,
      SecretString: value.reveal(),
      VersionStages: ['AWSPENDING'],
    }),
  );
  try {
    await client.send(
      new UpdateSecretVersionStageCommand({
        SecretId: id,
        VersionStage: 'AWSCURRENT',
        RemoveFromVersionId: from,
        MoveToVersionId: to,
      }),
    );
    return true;
  } catch (error) {
    if (isUnavailable(error)) throw error;
    // A repetition of the SDK's, whose first answer was lost, is refused as well.
    const { version } = await getVersion({ client, id });
    if (version === to) return true;
    // Or the other one, in writing its own version, took the label that kept this one from being deleted.
    if (version !== from || error instanceof ResourceNotFoundException) return false;
    throw error;
  }
}

const isNamed = (error: unknown, name: string): boolean =>
  error instanceof SecretsManagerServiceException && error.name === name;
