import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

type Keys = Awaited<ReturnType<typeof generateKeyPair>>;
type Signing = { alg?: string; typ?: string | undefined; kid?: string; keys?: Keys; expiresIn?: number };

/** What access tokens have that the console gets. */
const OF_CONSOLE = { client_id: 'console', scope: 'openid profile email' };

function typeOf(signing: Signing): { typ?: string } {
  if (!('typ' in signing)) return { typ: 'at+jwt' };
  return signing.typ === undefined ? {} : { typ: signing.typ };
}

/** An OpenID Connect provider without a network: a `fetch` for its documents, and access tokens. */
export async function pretendProvider(issuer: string) {
  let keys = await generateKeyPair('ES256');
  let kid = 'first';
  const asked: string[] = [];
  let failure: (() => Response) | undefined;

  async function publish(url: string): Promise<Response> {
    asked.push(url);
    if (failure) return failure();
    if (url === `${issuer}/.well-known/openid-configuration`)
      return Response.json({ issuer, jwks_uri: `${issuer}/keys` });
    if (url === `${issuer}/keys`)
      return Response.json({
        keys: [{ ...(await exportJWK(keys.publicKey)), kid, use: 'sig', alg: 'ES256' }],
      });
    return new Response(null, { status: 404 });
  }

  return {
    /** The URLs that were fetched so far. */
    asked,
    fetch: (url: string | URL | Request) => publish(String(url)),
    fail: (how: () => Response) => {
      failure = how;
    },
    recover: () => {
      failure = undefined;
    },
    rotate: async () => {
      keys = await generateKeyPair('ES256');
      kid = 'second';
    },
    /** An access token; `now` is in epoch seconds. */
    sign: (claims: object, now: number, signing: Signing = {}): Promise<string> =>
      new SignJWT({
        ...OF_CONSOLE,
        iss: issuer,
        iat: now,
        exp: now + (signing.expiresIn ?? 3_600),
        ...claims,
      } as JWTPayload)
        .setProtectedHeader({ alg: signing.alg ?? 'ES256', kid: signing.kid ?? kid, ...typeOf(signing) })
        .sign((signing.keys ?? keys).privateKey),
  };
}
