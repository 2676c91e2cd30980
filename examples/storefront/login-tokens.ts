import { createRemoteJWKSet, jwtVerify } from 'jose';
import type { Config } from './config.ts';
import type { Procurement } from './procurement.ts';

/** What the service answers to whom it let in. */
export type SignIn = {
  session: { id: string; accessToken: string; expiresAt: string };
  /** null: somebody with an anonymous token. */
  user: { id: string; name: string; email?: string | null } | null;
  token: { id: string };
  /** Somebody else acts as the user. */
  impersonation?: { actor: { id: string; name: string }; reason: string };
  /** A purchasing system opened the catalogue. */
  procurement?: Procurement;
};

export type LoginTokens = {
  /** Who the code stands for; undefined: it is refused. */
  exchange(code: string, attemptId: string): Promise<SignIn | undefined>;
  /** Whether a session still holds: nobody ended it, nobody blocked its user. */
  isActive(signIn: SignIn): Promise<boolean>;
  /** Ends a session everywhere; should that fail, nobody here has its access token any more. */
  end(signIn: SignIn): Promise<void>;
};

const PATIENCE = 10_000;

/** The four things that a storefront asks of Login Tokens. */
export async function connect(config: Config): Promise<LoginTokens> {
  const publicKeys = createRemoteJWKSet(new URL(`${config.serviceUrl}/.well-known/jwks.json`));

  /** A redirect is an error: the API key goes to the service and nowhere else. */
  const call = (method: string, path: string, body?: object | URLSearchParams): Promise<Response> =>
    fetch(config.serviceUrl + path, {
      method,
      headers: {
        Authorization: `Bearer ${config.apiKey}`,
        ...(body && !(body instanceof URLSearchParams) && { 'Content-Type': 'application/json' }),
      },
      ...(body && { body: body instanceof URLSearchParams ? body : JSON.stringify(body) }),
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE),
    });

  const { id } = await read<{ id: string }>(await call('GET', '/me'));
  const audience = id.replace(/^key:/, '');

  /**
   * RFC 7519 §7.2, and RFC 8725 §3.1: the algorithm is ours to say, not the token's. The answer came from the service
   * itself, so this shop could do without; whatever it hands the access token to cannot.
   */
  async function verify({ session, user, token, impersonation }: SignIn): Promise<void> {
    const { payload } = await jwtVerify(session.accessToken, publicKeys, {
      issuer: config.issuer,
      audience,
      algorithms: ['ES256'],
      typ: 'JWT',
      requiredClaims: ['exp', 'iat', 'sub', 'sid'],
    });
    const subject = user ? user.id : `anonymous:${token.id}`;
    const impersonated = payload.act !== undefined;
    if (
      payload.sub !== subject ||
      payload.sid !== session.id ||
      impersonated !== (impersonation !== undefined)
    ) {
      throw new Error('the access token tells another story than the answer it came with');
    }
  }

  return {
    async exchange(code, attemptId) {
      const response = await call('POST', '/sessions/exchange', { code, attemptId });
      if (response.status === 401 && (await codeOf(response)) === 'code_refused') return undefined;
      const signIn = await read<SignIn>(response);
      await verify(signIn);
      return signIn;
    },
    async isActive({ session }) {
      const form = new URLSearchParams({ token: session.accessToken, token_type_hint: 'access_token' });
      const { active } = await read<{ active: boolean }>(await call('POST', '/sessions/introspect', form));
      return active;
    },
    async end({ session }) {
      const form = new URLSearchParams({ token: session.accessToken, token_type_hint: 'access_token' });
      const ended = await call('POST', '/sessions/revoke', form).catch(() => undefined);
      if (!ended?.ok) console.error(`storefront: the service did not end session ${session.id}`);
    },
  };
}

async function read<Answer>(response: Response): Promise<Answer> {
  if (!response.ok) throw new Error(`the service answered ${response.status}`);
  return (await response.json()) as Answer;
}

const codeOf = async (response: Response): Promise<unknown> =>
  ((await response.json()) as { code?: unknown }).code;
