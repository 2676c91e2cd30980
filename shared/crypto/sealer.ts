import { DecryptCommand, EncryptCommand, type KMSClient } from '@aws-sdk/client-kms';
import { Secret } from './secret.ts';

/**
 * What a sealed secret is kept for. KMS binds it to the ciphertext as encryption context, and the roles of the functions
 * name the purpose they may seal or unseal: what was sealed for one purpose or token cannot be unsealed for another.
 */
export type Seal = { purpose: 'token' | 'idempotency'; tokenId: string };

export type Sealer = {
  seal(secret: Secret, seal: Seal): Promise<Uint8Array>;
  /** Throws when it was sealed for something else. */
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
