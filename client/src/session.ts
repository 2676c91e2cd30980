import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import type { Actor, Purpose } from './api.ts';
import { Unreachable } from './problem.ts';

export type SessionVerifierOptions = {
  /** The address that the service was deployed with: `iss`, to the letter. */
  issuer: string;
  /** The id of the storefront's API key, as `POST /keys` or `GET /me` tells it: sessions are for one storefront. */
  audience: string;
  /** Where the keys are published: `{issuer}/.well-known/jwks.json` when absent. */
  jwksUrl?: string | URL | undefined;
};

/** Who is logged in, as an access token proves it. */
export type VerifiedSession = {
  id: string;
  /** null: somebody with an anonymous token. */
  userId: string | null;
  tokenId: string;
  purpose: Purpose;
  /** Of an impersonation: who acts as the user (RFC 8693, section 4.1). Show it, and let it do less. */
  actor: Actor | null;
  startedAt: Date;
  expiresAt: Date;
};

/** What `sub` begins with when nobody in particular is logged in; no user's id does. */
const ANONYMOUS = 'anonymous:';

/** What says nothing of the access token, but that the keys could not be read. */
const NO_KEYS: readonly string[] = ['ERR_JOSE_GENERIC', 'ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID'];

/**
 * Verifies access tokens of sessions: algorithm, type, signature, issuer, audience and expiry (RFC 7519, section 7.2; RFC
 * 8725, section 3.1: the algorithm is ours to say). Resolves to undefined when an access token proves no session here;
 * throws `Unreachable` when the keys cannot be read. That somebody has ended the session since, introspection alone
 * tells. Make one verifier and keep it: it remembers the keys.
 */
export function sessionVerifier({ issuer, audience, jwksUrl }: SessionVerifierOptions) {
  const keys = createRemoteJWKSet(new URL(jwksUrl ?? `${issuer.replace(/\/+$/, '')}/.well-known/jwks.json`));
  const expected = {
    issuer,
    audience: audience.replace(/^key:/, ''),
    algorithms: ['ES256'],
    typ: 'JWT',
    requiredClaims: ['exp', 'iat', 'sub', 'sid', 'token_id', 'purpose'],
  };
  return async (accessToken: string): Promise<VerifiedSession | undefined> => {
    try {
      const { payload } = await jwtVerify(accessToken, keys, expected);
      return toSession(payload);
    } catch (error) {
      if (error instanceof errors.JOSEError && !NO_KEYS.includes(error.code)) return undefined;
      throw new Unreachable(error);
    }
  };
}

/** The claims are the service's own, so their types are as it signs them. */
function toSession(payload: JWTPayload): VerifiedSession {
  const claims = payload as JWTPayload & {
    sub: string;
    sid: string;
    iat: number;
    exp: number;
    token_id: string;
    purpose: Purpose;
    act?: { sub: string; name: string };
  };
  const { sub, sid, iat, exp, token_id, purpose, act } = claims;
  return {
    id: sid,
    userId: sub.startsWith(ANONYMOUS) ? null : sub,
    tokenId: token_id,
    purpose,
    actor: act ? { id: act.sub, name: act.name } : null,
    startedAt: new Date(iat * 1000),
    expiresAt: new Date(exp * 1000),
  };
}
