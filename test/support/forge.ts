import { type CryptoKey, decodeJwt, decodeProtectedHeader, type JWTPayload, SignJWT } from 'jose';
import { keySecrets } from '../../functions/runtime/signing-key-secret.ts';
import { getSigningKeys } from '../../shared/signing-key/signing-key-store.ts';

/** Members to change; `undefined` removes one. */
type Changes = Record<string, unknown>;

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

/** Changes a JWT and keeps its signature. */
export function edited(jwt: string, claims: Changes, header: Changes = {}): string {
  const [, , signature] = jwt.split('.');
  const head = { ...decodeProtectedHeader(jwt), ...header };
  return [encoded(head), encoded({ ...decodeJwt(jwt), ...claims }), signature].join('.');
}

/** A JWT without a signature (RFC 7519, section 6). */
export const unsigned = (jwt: string): string =>
  `${encoded({ ...decodeProtectedHeader(jwt), alg: 'none' })}.${encoded(decodeJwt(jwt))}.`;

/** Changes a JWT and signs it with the key of the service. */
export async function resigned(
  jwt: string,
  { claims = {}, header = {} }: { claims?: Changes; header?: Changes },
): Promise<string> {
  const { kid } = decodeProtectedHeader(jwt);
  const jwk = (await getSigningKeys(keySecrets.signing)).find((key) => key.kid === kid)?.jwk;
  if (!jwk) throw new Error('the service has no such key');
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  return signedBy(await crypto.subtle.importKey('jwk', jwk, algorithm, false, ['sign']), jwt, {
    claims,
    header,
  });
}

/** Changes a JWT and signs it with a given key. */
export const signedBy = (
  key: CryptoKey | Uint8Array,
  jwt: string,
  { claims = {}, header = {} }: { claims?: Changes; header?: Changes } = {},
): Promise<string> =>
  new SignJWT({ ...decodeJwt(jwt), ...claims } as JWTPayload)
    .setProtectedHeader({ ...decodeProtectedHeader(jwt), alg: 'ES256', ...header })
    .sign(key);
