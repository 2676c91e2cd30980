import { createRemoteJWKSet, customFetch, type FetchImplementation, type JWTVerifyGetKey } from 'jose';
import * as v from 'valibot';
import { parseSecureUrl } from '../url.ts';

/** Milliseconds. People wait for it at a cold start. */
const PATIENCE = 3_000;
/** Milliseconds that a provider's keys are held; an unknown one is asked for at once. */
const HOLD_FOR = 600_000;

/** Gives the keys of an OpenID Connect provider (OpenID Connect Discovery 1.0, section 4), found once. */
export function jwksFinder(issuer: string, fetch: FetchImplementation): () => Promise<JWTVerifyGetKey> {
  const document = v.object({
    issuer: v.literal(issuer),
    jwks_uri: v.pipe(
      v.string(),
      v.check((text) => parseSecureUrl(text) !== undefined),
    ),
  });
  let found: Promise<JWTVerifyGetKey> | undefined;

  async function find(): Promise<JWTVerifyGetKey> {
    const response = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
      headers: new Headers({ Accept: 'application/json' }),
      method: 'GET',
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (response.status !== 200) throw new Error(`the identity provider answers ${response.status}`);
    const { jwks_uri } = v.parse(document, await response.json());
    return createRemoteJWKSet(new URL(jwks_uri), {
      timeoutDuration: PATIENCE,
      cacheMaxAge: HOLD_FOR,
      [customFetch]: fetch,
    });
  }

  return () => {
    found ??= find().catch((error) => {
      found = undefined;
      throw error;
    });
    return found;
  };
}
