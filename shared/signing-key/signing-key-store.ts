import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceExistsException,
  ResourceNotFoundException,
  type SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { Secret } from '../crypto/secret.ts';
import { isUnavailable } from '../storage/unavailable.ts';
import {
  BrokenSecretError,
  type PublishedKey,
  parseKeys,
  parsePublishedKeys,
  type StoredKey,
} from './stored-keys.ts';

/** A secret in Secrets Manager that holds keys: the signing keys, or their public halves. */
export type SigningKeySecret = { client: SecretsManagerClient; id: string };

/** A version of the secret and its value; undefined: the secret has no version yet. */
export type SecretVersion = { version: string | undefined; value: Secret | undefined };

/** The two secrets. Functions that only verify read `published` alone. */
export type KeySecrets = { signing: SigningKeySecret; published: SigningKeySecret };

/** The id of the first version (at least 32 characters). Of two first rotations at once one fails, since the id is taken. */
const FIRST_VERSION = 'first-signing-keys-of-this-secret';

/** The keys in the secret. Throws a `BrokenSecretError` when it holds none. */
export async function getSigningKeys(secret: SigningKeySecret): Promise<StoredKey[]> {
  return parseKeys(await getValue(secret, 'the secret of the signing keys is empty'));
}

/** The public halves of the keys in the secret for them. Throws a `BrokenSecretError` when it holds none. */
export async function getPublishedKeys(secret: SigningKeySecret): Promise<PublishedKey[]> {
  return parsePublishedKeys(await getValue(secret, 'the secret of the published keys is empty'));
}

async function getValue(secret: SigningKeySecret, complaint: string): Promise<Secret> {
  const { value } = await getVersion(secret);
  if (!value) throw new BrokenSecretError(complaint);
  return value;
}

/** The current version of the secret. */
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
 * Replaces a version: false when another rotation was faster, and then nothing has changed. Without this check the slower
 * rotation would remove the key of the faster one, or restore a key that leaked.
 */
export async function replaceVersion(
  secret: SigningKeySecret,
  { version }: SecretVersion,
  value: Secret,
): Promise<boolean> {
  return version === undefined ? putFirstVersion(secret, value) : putNextVersion(secret, version, value);
}

async function putFirstVersion({ client, id }: SigningKeySecret, value: Secret): Promise<boolean> {
  try {
    await client.send(
      new PutSecretValueCommand({
        SecretId: id,
        SecretString: value.reveal(),
        ClientRequestToken: FIRST_VERSION,
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ResourceExistsException) return false;
    throw error;
  }
}

/**
 * Readers get the version with the label AWSCURRENT. Secrets Manager moves the label only if `from` still has it, so that
 * move is the conditional write.
 */
async function putNextVersion(
  { client, id }: SigningKeySecret,
  from: string,
  value: Secret,
): Promise<boolean> {
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
    // The answer to an earlier request of the SDK may have been lost.
    const { version } = await getVersion({ client, id });
    if (version === to) return true;
    // Another rotation may have taken the label AWSPENDING, and a version without a label is deleted.
    if (version !== from || error instanceof ResourceNotFoundException) return false;
    throw error;
  }
}
