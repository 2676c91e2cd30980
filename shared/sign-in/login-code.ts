import type { JWTPayload } from 'jose';
import { toSeconds } from '../clock.ts';
import { newId } from '../crypto/id.ts';
import { signJwt, verifyJwt } from '../signing-key/jwt.ts';
import type { SigningKeys } from '../signing-key/signing-keys.ts';

/** Seconds that a code can be exchanged. */
export const CODE_LIFETIME = 60;

const TYPE = 'login-code+jwt';

/**
 * The code that a browser carries to the storefront: the proof of one use of a token. It names no person, and only a
 * storefront's key can exchange it.
 */
export type LoginCode = {
  /** Distinguishes the codes of one use. */
  id: string;
  sessionId: string;
  tokenId: string;
  /** Of the user at the time. */
  incarnation: string | undefined;
  /** The id of the impersonating principal. The code is refused after another principal rotates the token. */
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

/** Signs a code for a use, at an instant in epoch milliseconds. Nothing is written. */
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

/** The code of a JWT that this service has signed and that is not expired; undefined for any other text. */
export async function verifyCode(
  code: string,
  context: { issuer: string; keys: SigningKeys; time: number },
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
