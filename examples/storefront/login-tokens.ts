// A shop of its own has this package from a registry: `@login-tokens/client` and `@login-tokens/client/session`.
import { createClient, type Exchange, Problem } from '../../client/src/index.ts';
import { sessionVerifier } from '../../client/src/session.ts';
import type { Config } from './config.ts';

/** What the service answers to whom it let in. */
export type SignIn = Exchange;

export type LoginTokens = {
  /** Who the code stands for; undefined: it is refused. */
  exchange(code: string, attemptId: string): Promise<SignIn | undefined>;
  /** Whether a session still holds: nobody ended it, nobody blocked its user. */
  isActive(signIn: SignIn): Promise<boolean>;
  /** Ends a session everywhere; should that fail, nobody here has its access token any more. */
  end(signIn: SignIn): Promise<void>;
};

/** Milliseconds: people are waiting. */
const PATIENCE = 10_000;

/** The four things that a storefront asks of Login Tokens. */
export async function connect({ serviceUrl, issuer, apiKey }: Config): Promise<LoginTokens> {
  const client = createClient({ url: serviceUrl, credentials: apiKey, timeout: PATIENCE });
  const { id } = await client.me();
  const verify = sessionVerifier({
    issuer,
    audience: id,
    jwksUrl: `${serviceUrl}/.well-known/jwks.json`,
  });

  /**
   * The answer came from the service itself, so this shop could do without; whatever it hands the access token to
   * cannot.
   */
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
