import type { JWTPayload } from 'jose';
import { signJwt, verifyJwt } from '../signing-key/jwt.ts';
import type { SigningKeys } from '../signing-key/signing-keys.ts';
import type { Purpose } from '../token/token.ts';
import { ANONYMOUS } from '../user/user.ts';
import { authTimeOf, type Session, subjectClaim } from './session.ts';

/** Apart from that of codes, so that neither is taken for the other (RFC 8725, section 3.11). */
const TYPE = 'JWT';

/** How the person was authenticated (RFC 8176 has no word for it). */
const METHODS = ['login_token'];

/** The claims of a session: those of RFC 7519, OpenID Connect Core and RFC 8693 by their names there. */
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
  /** Who acts as the subject (RFC 8693, section 4.1). */
  act?: { sub: string; name: string };
};

export function sessionClaims(session: Session, issuer: string): Claims {
  const { id, tokenId, incarnation, purpose, actor, audience, expiresAt } = session;
  const start = authTimeOf(session);
  return {
    iss: issuer,
    sub: subjectClaim(session),
    aud: audience,
    iat: start,
    exp: expiresAt,
    sid: id,
    auth_time: start,
    amr: METHODS,
    purpose,
    token_id: tokenId,
    ...(incarnation !== undefined && { incarnation }),
    ...(actor && { act: { sub: actor.id, name: actor.name } }),
  };
}

/** The access token of a session. */
export const signAccessToken = (
  session: Session,
  { issuer, keys }: { issuer: string; keys: SigningKeys },
): Promise<string> => signJwt(sessionClaims(session, issuer) as JWTPayload, { type: TYPE, keys });

/** The session that an access token proves at an instant (epoch milliseconds); undefined when it proves none. */
export async function verifyAccessToken(
  accessToken: string,
  { issuer, keys, time }: { issuer: string; keys: SigningKeys; time: number },
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
