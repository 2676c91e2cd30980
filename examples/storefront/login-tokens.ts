// Other projects install `@login-tokens/client` and import it and `@login-tokens/client/session`.
import { createClient, type Exchange, Problem } from '../../client/src/index.ts';
import { sessionVerifier } from '../../client/src/session.ts';
import type { Config } from './config.ts';

export type SignIn = Exchange;

export type LoginTokens = {
  /** Returns undefined if the service refuses the code. */
  exchange(code: string, attemptId: string): Promise<SignIn | undefined>;
  /** Whether the session is neither ended nor expired, and its user not blocked. */
  isActive(signIn: SignIn): Promise<boolean>;
  /** Ends the session at the service. A failure is only logged: the shop no longer uses the access token. */
  end(signIn: SignIn): Promise<void>;
};

/** Milliseconds. */
const TIMEOUT = 10_000;

/** The requests of a storefront to Login Tokens. */
export async function connect({ serviceUrl, issuer, apiKey }: Config): Promise<LoginTokens> {
  const client = createClient({ url: serviceUrl, credentials: apiKey, timeout: TIMEOUT });
  const { id } = await client.me();
  const verify = sessionVerifier({
    issuer,
    audience: id,
    jwksUrl: `${serviceUrl}/.well-known/jwks.json`,
  });

  /** Verifies the access token, as every backend must do that the shop passes it to. */
  async function check({ session, user, token, impersonation }: SignIn): Promise<void> {
    const proven = await verify(session.accessToken);
    if (
      proven?.id !== session.id ||
      proven.userId !== (user?.id ?? null) ||
      proven.tokenId !== token.id ||
      (proven.actor !== null) !== (impersonation !== undefined)
    ) {
      throw new Error('the access token tells another story than the answer it came with');
    }
  }

  return {
    async exchange(code, attemptId) {
      try {
        const signIn = await client.sessions.exchange({ code, attemptId });
        await check(signIn);
        return signIn;
      } catch (error) {
        if (error instanceof Problem && error.code === 'code_refused') return undefined;
        throw error;
      }
    },
    async isActive({ session }) {
      const { active } = await client.sessions.introspect(session.accessToken);
      return active;
    },
    async end({ session }) {
      try {
        await client.sessions.revoke(session.accessToken);
      } catch {
        console.error(`storefront: the service did not end session ${session.id}`);
      }
    },
  };
}
