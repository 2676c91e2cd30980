import type { JWTPayload } from 'jose';
import { toSeconds } from '../clock.ts';
import { newId } from '../crypto/id.ts';
import { signJwt, verifyJwt } from '../signing-key/jwt.ts';
import type { SigningKeys, VerificationKeys } from '../signing-key/signing-keys.ts';

/** Seconds in which a code must be exchanged. */
export const CODE_LIFETIME = 60;

const TYPE = 'login-code+jwt';

/**
 * The code that a browser brings to the storefront after one use of a token, like an authorization code (RFC 6749, section
 * 4.1.2). It names no person, and only a storefront with a key can exchange it.
 */
export type LoginCode = {
  /** Distinguishes the codes of one use. */
  id: string;
  sessionId: string;
  tokenId: string;
  /** The incarnation of the user at the use. */
  incarnation: string | undefined;
  /** The id of the impersonating principal. A rotation by another principal invalidates the code. */
  actor: string | undefined;
  /** The id of the stored fields of a procurement system. */
  procurementId: string | undefined;
  /** Epoch seconds. */
  expiresAt: number;
};

type Claims = {
  jti: string;
  sid: string;
  token_id: string;
  incarnation?: string;
  actor?: string;
  punchout?: string;
  exp: number;
};

/** Signs a code for a use, at `time` in epoch milliseconds. Writes nothing. */
export const signCode = (
  { sessionId, tokenId, incarnation, actor, procurementId }: Omit<LoginCode, 'id' | 'expiresAt'>,
  { issuer, keys, time }: { issuer: string; keys: SigningKeys; time: number },
): Promise<string> =>
  signJwt(
    {
      iss: issuer,
      jti: newId(time),
      sid: sessionId,
      token_id: tokenId,
      ...(incarnation !== undefined && { incarnation }),
      ...(actor !== undefined && { actor }),
      ...(procurementId !== undefined && { punchout: procurementId }),
      exp: toSeconds(time) + CODE_LIFETIME,
    } satisfies Claims & JWTPayload,
    { type: TYPE, keys },
  );

/** The code in a JWT that is valid at `time` (epoch milliseconds); undefined for any other text. */
export async function verifyCode(
  code: string,
  context: { issuer: string; keys: VerificationKeys; time: number },
): Promise<LoginCode | undefined> {
  const claims = await verifyJwt<Claims>(code, { ...context, type: TYPE });
  return (
    claims && {
      id: claims.jti,
      sessionId: claims.sid,
      tokenId: claims.token_id,
      incarnation: claims.incarnation,
      actor: claims.actor,
      procurementId: claims.punchout,
      expiresAt: claims.exp,
    }
  );
}
