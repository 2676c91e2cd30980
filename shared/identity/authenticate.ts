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
  /** It is no access token of the provider for this service, or not any more. */
  | { outcome: 'refused' }
  /** It is one, of somebody who has no role here. */
  | { outcome: 'no_role' }
  /** The provider, whose keys are needed, does not answer. */
  | { outcome: 'unavailable'; error: unknown };

/** Who bears an access token at an instant (epoch milliseconds). */
export type AuthenticateIdentity = (accessToken: string, time: number) => Promise<IdentityAuthentication>;

/** Of asymmetric keys only: what verifies must not be able to sign. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
/** Seconds by which the clocks of the provider and of this service may differ. */
const TOLERANCE = 5;

/** What says of the token that it is not good; anything else says so of the provider. */
const REFUSALS: readonly string[] = [
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

/** Verifies access tokens in the form of JWTs (RFC 9068, section 4) with the keys that their provider publishes. */
export function identityAuthenticator(
  provider: Provider,
  fetch: FetchImplementation = (url, options) => globalThis.fetch(url, options),
): AuthenticateIdentity {
  const findKeys = jwksFinder(provider.issuer, fetch);
  return async (accessToken, time) => {
    if (!mayBeGood(accessToken, provider, time)) return { outcome: 'refused' };
    try {
      const { payload } = await jwtVerify(accessToken, await findKeys(), {
        issuer: provider.issuer,
        algorithms: ALGORITHMS,
        currentDate: new Date(time),
        clockTolerance: TOLERANCE,
        requiredClaims: ['sub', 'exp'],
        ...(provider.audience !== undefined && { audience: provider.audience }),
      });
      if (!isForUs(payload, provider)) return { outcome: 'refused' };
      const principal = principalOfClaims(payload, provider);
      return principal ? { outcome: 'authenticated', principal } : { outcome: 'no_role' };
    } catch (error) {
      if (error instanceof errors.JOSEError && REFUSALS.includes(error.code)) return { outcome: 'refused' };
      return { outcome: 'unavailable', error };
    }
  };
}

/** Whether it is worth asking the provider for its keys: nobody makes this service do that with nonsense. */
function mayBeGood(accessToken: string, { issuer }: Provider, time: number): boolean {
  try {
    const { alg = '' } = decodeProtectedHeader(accessToken);
    const { iss, exp = 0 } = decodeJwt(accessToken);
    return ALGORITHMS.includes(alg) && iss === issuer && exp * 1_000 + TOLERANCE * 1_000 > time;
  } catch {
    return false;
  }
}

/**
 * Id tokens have the same keys and issuer, and may have the same audience where the service is a client of the provider
 * itself: what they alone have tells them (OpenID Connect Core 1.0, sections 2 and 3.1.3.6). Cognito's access tokens have no
 * audience: they name the client that they were given to, and what they are.
 */
function isForUs(
  payload: JWTPayload,
  { audience, clientId }: Provider,
): payload is JWTPayload & { sub: string } {
  if (typeof payload.sub !== 'string' || payload.sub === '') return false;
  if ('nonce' in payload || 'at_hash' in payload || payload.token_use === 'id') return false;
  if (audience !== undefined) return true;
  return payload.token_use === 'access' && payload.client_id === clientId;
}
