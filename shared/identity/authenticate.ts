import {
  decodeJwt,
  decodeProtectedHeader,
  errors,
  type FetchImplementation,
  type JWTPayload,
  jwtVerify,
} from 'jose';
import type { Principal } from '../principal/principal.ts';
import { principalOfClaims } from './claims.ts';
import { jwksFinder } from './discover.ts';
import type { Provider } from './provider.ts';

export type IdentityAuthentication =
  | { outcome: 'authenticated'; principal: Principal }
  /** The text is not a valid access token of the provider for this service. */
  | { outcome: 'refused' }
  /** The access token is valid, but no group of its subject gives a role. */
  | { outcome: 'no_role' }
  /** The provider does not return its keys. */
  | { outcome: 'unavailable'; error: unknown };

/** Authenticates the bearer of an access token at an instant (epoch milliseconds). */
export type AuthenticateIdentity = (accessToken: string, time: number) => Promise<IdentityAuthentication>;

/** Asymmetric algorithms only: this service must not be able to sign access tokens. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
/** Seconds by which the clocks of the provider and of this service may differ. */
const CLOCK_TOLERANCE = 5;

/** Errors of the token. Any other error is one of the provider. */
const TOKEN_ERRORS: readonly string[] = [
  errors.JWSSignatureVerificationFailed.code,
  errors.JWTClaimValidationFailed.code,
  errors.JWTExpired.code,
  errors.JWTInvalid.code,
  errors.JWSInvalid.code,
  errors.JOSEAlgNotAllowed.code,
  errors.JOSENotSupported.code,
  errors.JWKSNoMatchingKey.code,
  errors.JWKSMultipleMatchingKeys.code,
];

/** Verifies JWT access tokens (RFC 9068, section 4) with the published keys of their provider. */
export function identityAuthenticator(
  provider: Provider,
  fetch: FetchImplementation = (url, options) => globalThis.fetch(url, options),
): AuthenticateIdentity {
  const findKeys = jwksFinder(provider.issuer, fetch);
  return async (accessToken, time) => {
    if (!isPlausible(accessToken, provider, time)) return { outcome: 'refused' };
    try {
      const { payload } = await jwtVerify(accessToken, await findKeys(), {
        issuer: provider.issuer,
        algorithms: ALGORITHMS,
        currentDate: new Date(time),
        clockTolerance: CLOCK_TOLERANCE,
        requiredClaims: ['sub', 'exp'],
        ...(provider.audience !== undefined && { audience: provider.audience }),
      });
      if (!isAccessToken(payload, provider)) return { outcome: 'refused' };
      const principal = principalOfClaims(payload, provider);
      return principal ? { outcome: 'authenticated', principal } : { outcome: 'no_role' };
    } catch (error) {
      if (error instanceof errors.JOSEError && TOKEN_ERRORS.includes(error.code))
        return { outcome: 'refused' };
      return { outcome: 'unavailable', error };
    }
  };
}

/** Whether the unverified text looks like a valid token. Without this, any text would make this service call the provider. */
function isPlausible(accessToken: string, { issuer }: Provider, time: number): boolean {
  try {
    const { alg = '' } = decodeProtectedHeader(accessToken);
    const { iss, exp = 0 } = decodeJwt(accessToken);
    return ALGORITHMS.includes(alg) && iss === issuer && (exp + CLOCK_TOLERANCE) * 1_000 > time;
  } catch {
    return false;
  }
}

/**
 * Rejects ID tokens, which have the same issuer and keys: they alone have `nonce` or `at_hash` (OpenID Connect Core 1.0,
 * sections 2 and 3.1.3.6). Access tokens of Cognito have no audience, but `client_id` and `token_use`.
 */
function isAccessToken(
  payload: JWTPayload,
  { audience, clientId }: Provider,
): payload is JWTPayload & { sub: string } {
  if (typeof payload.sub !== 'string' || payload.sub === '') return false;
  if ('nonce' in payload || 'at_hash' in payload || payload.token_use === 'id') return false;
  if (audience !== undefined) return true;
  return payload.token_use === 'access' && payload.client_id === clientId;
}
