import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { AwsError, type LocalAws, serveAwsJson } from './aws-json.ts';

export type LocalKms = LocalAws & { keyId: string };

const KEY_ID = 'local';

/** As long as the header of KMS ciphertexts, so that items are as large as in a deployment. */
const HEADER = Buffer.alloc(124, 'login-tokens local key ');
const IV = 12;
const TAG = 16;

/**
 * Emulates Encrypt and Decrypt of KMS with one symmetric key, which is kept in `keyFile`, or in memory. The encryption
 * context is bound to the ciphertext.
 */
export async function startLocalKms({ keyFile }: { keyFile?: string | undefined } = {}): Promise<LocalKms> {
  const key = keyFile === undefined ? randomBytes(32) : readOrCreateKey(keyFile);
  return { ...(await serveAwsJson((target, input) => handle(key, target, input))), keyId: KEY_ID };
}

function readOrCreateKey(file: string): Buffer {
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64'), { mode: 0o600 });
  chmodSync(file, 0o600);
  const key = Buffer.from(readFileSync(file, 'utf8'), 'base64');
  if (key.length !== 32) throw new Error(`${file} does not hold a key of 32 bytes in base64`);
  return key;
}

type Input = {
  KeyId?: string;
  Plaintext?: string;
  CiphertextBlob?: string;
  EncryptionContext?: Record<string, string>;
};

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html and API_Decrypt.html. */
function handle(key: Buffer, target: string, input: Input): object {
  const { KeyId = KEY_ID, Plaintext = '', CiphertextBlob = '', EncryptionContext = {} } = input;
  if (KeyId !== KEY_ID) throw new AwsError('NotFoundException');
  const context = canonical(EncryptionContext);
  if (target === 'TrentService.Encrypt') {
    const sealed = encrypt(key, Buffer.from(Plaintext, 'base64'), context);
    return { KeyId, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT', CiphertextBlob: sealed.toString('base64') };
  }
  if (target === 'TrentService.Decrypt') {
    const plain = decrypt(key, Buffer.from(CiphertextBlob, 'base64'), context);
    return { KeyId, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT', Plaintext: plain.toString('base64') };
  }
  throw new AwsError('UnknownOperationException');
}

/** The same bytes for the same context, in any order of its members. */
const canonical = (context: Record<string, string>): Buffer =>
  Buffer.from(JSON.stringify(Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1))));

function encrypt(key: Buffer, plain: Buffer, context: Buffer): Buffer {
  const iv = randomBytes(IV);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(context);
  return Buffer.concat([HEADER, iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: Buffer, sealed: Buffer, context: Buffer): Buffer {
  const body = sealed.subarray(HEADER.length);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, body.subarray(0, IV))
      .setAAD(context)
      .setAuthTag(body.subarray(-TAG));
    return Buffer.concat([decipher.update(body.subarray(IV, -TAG)), decipher.final()]);
  } catch {
    throw new AwsError('InvalidCiphertextException');
  }
}
