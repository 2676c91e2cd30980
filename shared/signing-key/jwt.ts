import { errors, type JWTPayload } from 'jose';
import { SignJWT } from 'jose/jwt/sign';
import { jwtVerify } from 'jose/jwt/verify';
import type { SigningKeys, VerificationKeys } from './signing-keys.ts';

/** A JWT with these claims and `typ` in its header, signed with ES256 (RFC 7518, section 3.4) and the current key. */
export const signJwt = (
  claims: JWTPayload,
  { type, keys }: { type: string; keys: SigningKeys },
): Promise<string> =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: 'ES256', typ: type, kid: keys.current.kid })
    .sign(keys.current.privateKey);

/** JWS Compact Serialization (RFC 7515, section 7.1). The decoder also accepts white space and padding; this does not. */
const COMPACT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/**
 * The claims of a JWT that this service has signed, of this `typ` and issuer, and not expired at `time` (epoch
 * milliseconds); undefined for any other text. The claims are not validated: only this service has the keys.
 */
export async function verifyJwt<Claims>(
  jwt: string,
  { type, issuer, keys, time }: { type: string; issuer: string; keys: VerificationKeys; time: number },
): Promise<Claims | undefined> {
  if (!COMPACT.test(jwt)) return undefined;
  try {
    const { payload } = await jwtVerify(
      jwt,
      async ({ kid = '' }) => {
        const key = await keys.find(kid);
        if (!key) throw new errors.JWKSNoMatchingKey();
        return key;
      },
      { algorithms: ['ES256'], typ: type, issuer, requiredClaims: ['exp'], currentDate: new Date(time) },
    );
    return payload as Claims;
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}
