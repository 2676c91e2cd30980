import type { JWTPayload } from 'jose';
import { toSeconds } from '../clock.ts';
import { newId } from '../crypto/id.ts';
import { sign, verify } from '../signing-key/jwt.ts';
import type { SigningKeys } from '../signing-key/signing-keys.ts';

/** Seconds that a code can be exchanged. */
export const CODE_LIFETIME = 60;

const TYPE = 'login-code+jwt';

/**
 * What a browser takes from here to the storefront: proof of one use of a token, and of nothing that tells who the
 * person is. It is worth something to those only who hold a storefront's key.
 */
export type LoginCode = {
  /** Tells codes of one use apart. */
  id: string;
  sessionId: string;
  tokenId: string;
  /** Of the user at the time. */
  incarnation: string | undefined;
  /** The id of who acts as the user, of an impersonation: it is not theirs any more once somebody else rotates the token. */
  actor: string | undefined;
  /** What a procurement system sent along, by its name in storage. */
  punchout: string | undefined;
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

/** A code for a use, made at an instant in epoch milliseconds. It costs a signature, and nothing is written. */
export const signCode = (
  { sessionId, tokenId, incarnation, actor, punchout }: Omit<LoginCode, 'id' | 'expiresAt'>,
  { issuer, keys, time }: { issuer: string; keys: SigningKeys; time: number },
): Promise<string> =>
  sign(
    {
      iss: issuer,
      jti: newId(time),
      sid: sessionId,
      token_id: tokenId,
      ...(incarnation !== undefined && { incarnation }),
      ...(actor !== undefined && { actor }),
      ...(punchout !== undefined && { punchout }),
      exp: toSeconds(time) + CODE_LIFETIME,
    } satisfies Claims & JWTPayload,
    { type: TYPE, keys },
  );

export async function readCode(
  code: string,
  context: { issuer: string; keys: SigningKeys; time: number },
): Promise<LoginCode | undefined> {
  const claims = await verify<Claims>(code, { ...context, type: TYPE });
  return (
    claims && {
      id: claims.jti,
      sessionId: claims.sid,
      tokenId: claims.token_id,
      incarnation: claims.incarnation,
      actor: claims.actor,
      punchout: claims.punchout,
      expiresAt: claims.exp,
    }
  );
}
