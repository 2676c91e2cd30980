import { DecryptCommand, EncryptCommand, type KMSClient } from '@aws-sdk/client-kms';
import { Secret } from './secret.ts';

/**
 * The encryption context of a sealed secret. KMS unseals it only with the same context, and the role of a function names
 * the purposes that it may seal or unseal: the create function cannot unseal the secret of every token.
 */
export type Seal = { purpose: 'token' | 'idempotency'; tokenId: string };

export type Sealer = {
  seal(secret: Secret, seal: Seal): Promise<Uint8Array>;
  /** Throws when the secret was sealed with another context. */
  unseal(sealed: Uint8Array, seal: Seal): Promise<Secret>;
};

export const kmsSealer = (kms: KMSClient, keyId: string): Sealer => ({
  async seal(secret, seal) {
    const { CiphertextBlob } = await kms.send(
      new EncryptCommand({ KeyId: keyId, Plaintext: Buffer.from(secret.reveal()), EncryptionContext: seal }),
    );
    if (!CiphertextBlob) throw new Error('KMS returned no ciphertext');
    return CiphertextBlob;
  },
  async unseal(sealed, seal) {
    const { Plaintext } = await kms.send(
      new DecryptCommand({ KeyId: keyId, CiphertextBlob: sealed, EncryptionContext: seal }),
    );
    if (!Plaintext) throw new Error('KMS returned no plaintext');
    return new Secret(Buffer.from(Plaintext).toString());
  },
});
