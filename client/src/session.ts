import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import type { Actor, Purpose } from './api.ts';
import { Unreachable } from './problem.ts';

export type SessionVerifierOptions = {
  /** The public URL of the service: `iss`, exactly. */
  issuer: string;
  /** The id of the storefront's API key, from `POST /keys` or `GET /me`. A session is for one storefront. */
  audience: string;
  /** `{issuer}/.well-known/jwks.json` when absent. */
  jwksUrl?: string | URL | undefined;
};

/** The session that an access token proves. */
export type VerifiedSession = {
  id: string;
  /** Null: the token was anonymous. */
  userId: string | null;
  tokenId: string;
  purpose: Purpose;
  /** The administrator who impersonates the user (RFC 8693, section 4.1). Show it, and allow it less. */
  actor: Actor | null;
  startedAt: Date;
  expiresAt: Date;
};

/** The prefix of `sub` for anonymous tokens. No user id begins with it. */
const ANONYMOUS = 'anonymous:';

/** Codes of errors that concern the keys, and not the access token. */
const NO_KEYS: readonly string[] = ['ERR_JOSE_GENERIC', 'ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID'];

/**
 * Makes a verifier of access tokens. It checks algorithm, type, signature, issuer, audience and expiry (RFC 7519, section
 * 7.2; RFC 8725, section 3.1), and resolves to undefined for an access token that is not valid here. It throws
 * `Unreachable` when the keys cannot be read. It does not know sessions that were revoked: `client.sessions.introspect`
 * does. Make one verifier and keep it, since it caches the keys.
 *
 * @example
 * const verify = sessionVerifier({ issuer: 'https://login.example.com', audience: '0352x9Rj3vTqYpWc8mKd2L' });
 * const session = await verify(accessToken);
 * if (session) console.log(`${session.userId ?? 'anonymous'} is signed in until ${session.expiresAt.toISOString()}`);
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

/** The signature is the service's own, so the claims have the types that it signs. */
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
