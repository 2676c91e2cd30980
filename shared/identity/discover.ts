import { createRemoteJWKSet, customFetch, type FetchImplementation, type JWTVerifyGetKey } from 'jose';
import * as v from 'valibot';
import { parseSecureUrl } from '../url.ts';

/** Milliseconds. The first request after a cold start waits for the provider. */
const TIMEOUT = 3_000;
/** Milliseconds that the keys are cached. An unknown `kid` makes them be read again. */
const CACHE_FOR = 600_000;

/**
 * Returns the keys of an OpenID Connect provider. Reads its configuration once (OpenID Connect Discovery 1.0, section 4),
 * and again after an error.
 */
export function jwksFinder(issuer: string, fetch: FetchImplementation): () => Promise<JWTVerifyGetKey> {
  const document = v.object({
    issuer: v.literal(issuer),
    jwks_uri: v.pipe(
      v.string(),
      v.check((text) => parseSecureUrl(text) !== undefined),
    ),
  });
  let jwks: Promise<JWTVerifyGetKey> | undefined;

  async function discover(): Promise<JWTVerifyGetKey> {
    const response = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
      headers: new Headers({ Accept: 'application/json' }),
      method: 'GET',
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT),
    });
    if (response.status !== 200) throw new Error(`the identity provider answers ${response.status}`);
    const { jwks_uri } = v.parse(document, await response.json());
    return createRemoteJWKSet(new URL(jwks_uri), {
      timeoutDuration: TIMEOUT,
      cacheMaxAge: CACHE_FOR,
      [customFetch]: fetch,
    });
  }

  return () => {
    jwks ??= discover().catch((error) => {
      jwks = undefined;
      throw error;
    });
    return jwks;
  };
}
