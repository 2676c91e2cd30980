import type { JWTPayload } from 'jose';
import { signJwt, verifyJwt } from '../signing-key/jwt.ts';
import type { SigningKeys, VerificationKeys } from '../signing-key/signing-keys.ts';
import type { Purpose } from '../token/token.ts';
import { ANONYMOUS } from '../user/user.ts';
import { authTimeOf, type Session, subjectClaim } from './session.ts';

/** Differs from the type of login codes, so that neither passes for the other (RFC 8725, section 3.11). */
const TYPE = 'JWT';

/** The `amr` claim. RFC 8176 registers no value for a login token. */
const METHODS = ['login_token'];

/** The claims of a session, named as in RFC 7519, OpenID Connect Core 1.0 and RFC 8693 where these define one. */
export type Claims = {
  iss: string;
  sub: string;
  aud: string;
  iat: number;
  exp: number;
  sid: string;
  auth_time: number;
  amr: string[];
  purpose: Purpose;
  token_id: string;
  incarnation?: string;
  /** The impersonating principal (RFC 8693, section 4.1). */
  act?: { sub: string; name: string };
};

/** The claims of the access token of a session; also its introspection (RFC 7662, section 2.2). */
export function sessionClaims(session: Session, issuer: string): Claims {
  const { id, tokenId, incarnation, purpose, actor, audience, expiresAt } = session;
  const authTime = authTimeOf(session);
  return {
    iss: issuer,
    sub: subjectClaim(session),
    aud: audience,
    iat: authTime,
    exp: expiresAt,
    sid: id,
    auth_time: authTime,
    amr: METHODS,
    purpose,
    token_id: tokenId,
    ...(incarnation !== undefined && { incarnation }),
    ...(actor && { act: { sub: actor.id, name: actor.name } }),
  };
}

/** Signs the access token of a session. */
export const signAccessToken = (
  session: Session,
  { issuer, keys }: { issuer: string; keys: SigningKeys },
): Promise<string> => signJwt(sessionClaims(session, issuer) as JWTPayload, { type: TYPE, keys });

/**
 * The session of an access token that is valid at `time` (epoch milliseconds); undefined for any other text. Does not
 * check revocation: see `isActive`.
 */
export async function verifyAccessToken(
  accessToken: string,
  { issuer, keys, time }: { issuer: string; keys: VerificationKeys; time: number },
): Promise<Session | undefined> {
  const claims = await verifyJwt<Claims>(accessToken, { type: TYPE, issuer, keys, time });
  if (!claims) return undefined;
  const { sid, sub, aud, exp, token_id, incarnation, purpose, act } = claims;
  return {
    id: sid,
    tokenId: token_id,
    userId: sub.startsWith(ANONYMOUS) ? undefined : sub,
    incarnation,
    purpose,
    actor: act && { id: act.sub, name: act.name },
    audience: aud,
    expiresAt: exp,
  };
}
