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

/** A public EC key on P-256 (RFC 7518, section 6.2.1). */
export type PublicJwk = Omit<PrivateJwk, 'd'>;

/** A signing key in the secret. */
export type StoredKey = {
  kid: string;
  /** Epoch seconds. */
  createdAt: number;
  jwk: PrivateJwk;
};

/** The public half of a signing key. */
export type PublishedKey = Omit<StoredKey, 'jwk'> & { jwk: PublicJwk };

const KID = /^[0-9A-Za-z]{22}$/;
/** 32 bytes in base64url. */
const COORDINATE = /^[0-9A-Za-z_-]{43}$/;

/** The value of the secret: JSON, the newest key first. */
export const formatKeys = (keys: readonly StoredKey[]): Secret => new Secret(JSON.stringify({ keys }));

/** The public halves of keys, and nothing else of them. */
export const publishedOf = (keys: readonly StoredKey[]): PublishedKey[] =>
  keys.map(({ kid, createdAt, jwk: { kty, crv, x, y } }) => ({ kid, createdAt, jwk: { kty, crv, x, y } }));

/** The value of the secret of published keys: JSON, the newest key first. */
export const formatPublishedKeys = (keys: readonly PublishedKey[]): Secret =>
  new Secret(JSON.stringify({ keys: newestFirst(keys) }));

/** Parses the value of the secret; the newest key is first. Throws a `BrokenSecretError` for any other value. */
export function parseKeys(secret: Secret): StoredKey[] {
  return parse(secret, isStoredKey, 'the secret of the signing keys does not hold signing keys');
}

/** Parses the value of the secret of published keys. Throws a `BrokenSecretError` for any other value. */
export const parsePublishedKeys = (secret: Secret): PublishedKey[] =>
  parse(secret, isPublishedKey, 'the secret of the published keys does not hold published keys');

function parse<Key extends { kid: string; createdAt: number }>(
  secret: Secret,
  isKey: (value: unknown) => value is Key,
  complaint: string,
): Key[] {
  const value = parseJson(secret);
  const keys = isRecord(value) ? value.keys : undefined;
  if (!Array.isArray(keys) || keys.length === 0 || !keys.every(isKey)) throw new BrokenSecretError(complaint);
  if (new Set(keys.map(({ kid }) => kid)).size !== keys.length) throw new BrokenSecretError(complaint);
  return newestFirst(keys);
}

const newestFirst = <Key extends { createdAt: number }>(keys: readonly Key[]): Key[] =>
  keys.toSorted((a, b) => b.createdAt - a.createdAt);

function parseJson(secret: Secret): unknown {
  try {
    return JSON.parse(secret.reveal());
  } catch {
    return undefined;
  }
}

const isStoredKey = (value: unknown): value is StoredKey =>
  hasPublicHalf(value) && 'd' in value.jwk && matches(COORDINATE, value.jwk.d);

const isPublishedKey = (value: unknown): value is PublishedKey => hasPublicHalf(value) && !('d' in value.jwk);

const hasPublicHalf = (value: unknown): value is PublishedKey =>
  isRecord(value) &&
  matches(KID, value.kid) &&
  Number.isSafeInteger(value.createdAt) &&
  isRecord(value.jwk) &&
  value.jwk.kty === 'EC' &&
  value.jwk.crv === 'P-256' &&
  [value.jwk.x, value.jwk.y].every((part) => matches(COORDINATE, part));

const matches = (form: RegExp, value: unknown): boolean => typeof value === 'string' && form.test(value);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
