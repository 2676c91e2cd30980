import { Secret } from '../crypto/secret.ts';

/** The secret holds no valid keys. The error has no `cause`: the message of a parser quotes its input. */
export class BrokenSecretError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BrokenSecretError';
  }
}

/** A private EC key on P-256 (RFC 7518, section 6.2). */
export type PrivateJwk = { kty: 'EC'; crv: 'P-256'; x: string; y: string; d: string };

/** A signing key in the secret. */
export type StoredKey = {
  kid: string;
  /** Epoch seconds. */
  createdAt: number;
  jwk: PrivateJwk;
};

const KID = /^[0-9A-Za-z]{22}$/;
/** 32 bytes in base64url. */
const COORDINATE = /^[0-9A-Za-z_-]{43}$/;

/** The value of the secret: JSON, the newest key first. */
export const formatKeys = (keys: readonly StoredKey[]): Secret => new Secret(JSON.stringify({ keys }));

/** Parses the value of the secret; the newest key is first. Throws a `BrokenSecretError` for any other value. */
export function parseKeys(secret: Secret): StoredKey[] {
  const keys = keysIn(parseJson(secret));
  if (!keys || new Set(keys.map(({ kid }) => kid)).size !== keys.length)
    throw new BrokenSecretError('the secret of the signing keys does not hold signing keys');
  return keys.sort((a, b) => b.createdAt - a.createdAt);
}

function parseJson(secret: Secret): unknown {
  try {
    return JSON.parse(secret.reveal());
  } catch {
    return undefined;
  }
}

function keysIn(value: unknown): StoredKey[] | undefined {
  const keys = isRecord(value) ? value.keys : undefined;
  return Array.isArray(keys) && keys.length > 0 && keys.every(isStoredKey) ? keys : undefined;
}

const isStoredKey = (value: unknown): value is StoredKey =>
  isRecord(value) &&
  matches(KID, value.kid) &&
  Number.isSafeInteger(value.createdAt) &&
  isRecord(value.jwk) &&
  value.jwk.kty === 'EC' &&
  value.jwk.crv === 'P-256' &&
  [value.jwk.x, value.jwk.y, value.jwk.d].every((part) => matches(COORDINATE, part));

const matches = (form: RegExp, value: unknown): boolean => typeof value === 'string' && form.test(value);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
