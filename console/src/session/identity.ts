import { InMemoryWebStorage, User, UserManager, WebStorageStateStore } from 'oidc-client-ts';
import type { Identity } from './session.ts';

/** How administrators sign in here: an OpenID Connect provider and what this console is to it. */
export type Provider = { issuer: string; clientId: string; scope: string };

/** What a round trip to the provider brings back with it. */
export type Errand = {
  /** The path in the console that was to be shown. */
  returnTo: string;
  /** Set when the page that waits for the identity is another one, which has something on it that is not to be lost. */
  handOver?: boolean;
};

/** Seconds before its end at which an access token is renewed: longer than a request takes. */
const RENEW_BEFORE = 30;

const CHANNEL = 'login-tokens-identity';

/** RFC 6749 with PKCE (RFC 7636). The verifier is in sessionStorage while the browser is away, and nothing else ever is. */
function managerOf({ issuer, clientId, scope }: Provider): UserManager {
  const console = `${location.origin}/console/`;
  return new UserManager({
    authority: issuer,
    client_id: clientId,
    scope,
    redirect_uri: `${console}signed-in`,
    post_logout_redirect_uri: console,
    response_type: 'code',
    automaticSilentRenew: false,
    stateStore: new WebStorageStateStore({ store: sessionStorage }),
    userStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }),
  });
}

/** Leaves the page for the provider's. */
export const askProvider = (provider: Provider, errand: Errand): Promise<void> =>
  managerOf(provider).signinRedirect({ state: errand });

/** Takes the answer of the provider out of the address. Throws what the provider says when it is none. */
export async function readAnswer(
  provider: Provider,
): Promise<{ identity: Identity; errand: Errand; user: User }> {
  const manager = managerOf(provider);
  const user = await manager.signinRedirectCallback();
  return { identity: identityOf(manager, user), errand: user.state as Errand, user };
}

function identityOf(manager: UserManager, first: User): Identity {
  let user = first;
  let renewing: Promise<string> | undefined;

  async function renew(): Promise<string> {
    // Without one the library would ask in a frame, which the policy of the page does not allow.
    if (!user.refresh_token) return user.access_token;
    user = (await manager.signinSilent()) ?? user;
    return user.access_token;
  }

  return {
    accessToken: async () => {
      const { expires_in: left } = user;
      if (left === undefined || left > RENEW_BEFORE) return user.access_token;
      renewing ??= renew().finally(() => {
        renewing = undefined;
      });
      return renewing;
    },
    signOut: async () => {
      // Providers without such an endpoint stay signed in, and this page does not.
      if (!(await manager.metadataService.getEndSessionEndpoint())) return;
      const { client_id, post_logout_redirect_uri } = manager.settings;
      await manager.signoutRedirect({
        ...(user.id_token && { id_token_hint: user.id_token }),
        // What Cognito asks for instead of the standard's names.
        extraQueryParams: { client_id, logout_uri: post_logout_redirect_uri ?? '' },
      });
    },
  };
}

/** Gives what was signed in here to the page that waits for it. Only pages of this origin hear it, and nothing keeps it. */
export function handOver(user: User): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(user.toStorageString());
  channel.close();
}

/** Calls back with the identity that another page of this browser signs in. Returns what ends the waiting. */
export function awaitHandOver(provider: Provider, take: (identity: Identity) => void): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = async ({ data }: MessageEvent<string>) => {
    const manager = managerOf(provider);
    const user = User.fromStorageString(data);
    await manager.storeUser(user);
    take(identityOf(manager, user));
  };
  return () => channel.close();
}
