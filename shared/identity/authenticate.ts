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

/** The private reason of a refusal, for the log. */
export type IdentityRefusal =
  | 'malformed'
  | 'wrong_issuer'
  | 'expired'
  | 'wrong_signature'
  /** Another claim that the verification requires, such as the audience. */
  | 'wrong_claim'
  | 'wrong_type'
  | 'no_access_token'
  | 'sender_constrained'
  | 'wrong_client'
  | 'missing_scope';

export type IdentityAuthentication =
  | { outcome: 'authenticated'; principal: Principal }
  /** The text is not a valid access token of the provider for this service. */
  | { outcome: 'refused'; reason: IdentityRefusal }
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
const TOKEN_ERRORS: ReadonlyMap<string, IdentityRefusal> = new Map([
  [errors.JWSSignatureVerificationFailed.code, 'wrong_signature'],
  [errors.JWTClaimValidationFailed.code, 'wrong_claim'],
  [errors.JWTExpired.code, 'expired'],
  [errors.JWTInvalid.code, 'malformed'],
  [errors.JWSInvalid.code, 'malformed'],
  [errors.JOSEAlgNotAllowed.code, 'malformed'],
  [errors.JOSENotSupported.code, 'malformed'],
  [errors.JWKSNoMatchingKey.code, 'wrong_signature'],
  [errors.JWKSMultipleMatchingKeys.code, 'wrong_signature'],
]);

/** Verifies JWT access tokens (RFC 9068, section 4) with the published keys of their provider. */
export function identityAuthenticator(
  provider: Provider,
  fetch: FetchImplementation = (url, options) => globalThis.fetch(url, options),
): AuthenticateIdentity {
  const findKeys = jwksFinder(provider.issuer, fetch);
  return async (accessToken, time) => {
    const implausible = implausibility(accessToken, provider, time);
    if (implausible) return refused(implausible);
    try {
      const { payload, protectedHeader } = await jwtVerify(accessToken, await findKeys(), {
        issuer: provider.issuer,
        algorithms: ALGORITHMS,
        currentDate: new Date(time),
        clockTolerance: CLOCK_TOLERANCE,
        requiredClaims: ['sub', 'exp'],
        ...(provider.audience !== undefined && { audience: provider.audience }),
      });
      const { sub } = payload;
      const reason = refusalOf(payload, protectedHeader.typ, provider);
      if (reason) return refused(reason);
      if (!sub) return refused('wrong_claim');
      const principal = principalOfClaims({ ...payload, sub }, provider);
      return principal ? { outcome: 'authenticated', principal } : { outcome: 'no_role' };
    } catch (error) {
      const reason = error instanceof errors.JOSEError ? TOKEN_ERRORS.get(error.code) : undefined;
      return reason ? refused(reason) : { outcome: 'unavailable', error };
    }
  };
}

const refused = (reason: IdentityRefusal): IdentityAuthentication => ({ outcome: 'refused', reason });

/** Why the unverified text cannot be a valid token. Without this, any text would make this service call the provider. */
function implausibility(
  accessToken: string,
  { issuer }: Provider,
  time: number,
): IdentityRefusal | undefined {
  try {
    const { alg = '' } = decodeProtectedHeader(accessToken);
    const { iss, exp = 0 } = decodeJwt(accessToken);
    if (!ALGORITHMS.includes(alg)) return 'malformed';
    if (iss !== issuer) return 'wrong_issuer';
    return (exp + CLOCK_TOLERANCE) * 1_000 > time ? undefined : 'expired';
  } catch {
    return 'malformed';
  }
}

/** Types of access tokens (RFC 9068, section 2.1) and of JWTs, in any case (RFC 7515, section 4.1.9). */
const TYPES = ['at+jwt', 'application/at+jwt', 'jwt'];

/**
 * Why verified claims are not those of an access token for this service. ID tokens have the same issuer and keys; they alone
 * have `nonce` or `at_hash` (OpenID Connect Core 1.0, sections 2 and 3.1.3.6). Access tokens of Cognito have neither an
 * audience nor a type, but `token_use`.
 */
function refusalOf(
  claims: JWTPayload,
  type: string | undefined,
  { audience, clients, requiredScope }: Provider,
): IdentityRefusal | undefined {
  const isCognito = claims.token_use === 'access';
  if (type === undefined ? !isCognito : !TYPES.includes(type.toLowerCase())) return 'wrong_type';
  if ('nonce' in claims || 'at_hash' in claims || claims.token_use === 'id') return 'no_access_token';
  if (audience === undefined && !isCognito) return 'no_access_token';
  // The proof of the key is not checked here, so a stolen token would pass (RFC 7800, section 3; RFC 9449, section 6).
  if ('cnf' in claims) return 'sender_constrained';
  if (!isOfClients(claims, clients)) return 'wrong_client';
  return scopesOf(claims).includes(requiredScope) ? undefined : 'missing_scope';
}

/**
 * Whether the token was issued to one of these clients. Providers name the client by `client_id` (RFC 9068), `azp` (OpenID
 * Connect), `cid` (Okta) or `appid` (Entra ID); where a token has several, all of them must be allowed.
 */
function isOfClients({ client_id, azp, cid, appid }: JWTPayload, clients: readonly string[]): boolean {
  const named = [client_id, azp, cid, appid].filter((client) => client !== undefined);
  return named.length > 0 && named.every((client) => typeof client === 'string' && clients.includes(client));
}

/** The scopes of a token (RFC 9068, section 2.2.3); Okta and Entra ID have them in `scp`. */
const scopesOf = ({ scope, scp }: JWTPayload): unknown[] =>
  [scope, scp].flatMap((value) =>
    typeof value === 'string' ? value.split(' ') : Array.isArray(value) ? value : [],
  );
