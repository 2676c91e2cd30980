import * as oauth from 'oauth4webapi';
import { Unreachable } from '../../../client/src/index.ts';
import type { Identity } from './session.ts';
import { storePendingSignIn, takePendingSignIn } from './session-storage.ts';

/** How administrators sign in here: an OpenID Connect provider and what this console is to it. */
export type Provider = { issuer: string; clientId: string; scope: string };

/** What a round trip to the provider brings back with it. */
export type AfterSignIn = {
  /** The path in the console that was to be shown. */
  returnTo: string;
  /** Set when another page waits for the identity, which has something on it that is not to be lost: by what it listens. */
  handOver?: string;
};

/** What the provider has given. `until` is epoch milliseconds. */
export type Grant = {
  accessToken: string;
  until: number | undefined;
  refreshToken: string | undefined;
  idToken: string | undefined;
};

/** Milliseconds before its end at which an access token is renewed: longer than a request takes. */
const RENEW_BEFORE = 30_000;

/** What is kept while the browser is away. */
type PendingSignIn = { state: string; verifier: string; afterSignIn: AfterSignIn };

const home = `${location.origin}/console/`;
const callback = `${home}signed-in`;

/** On a laptop the provider has no certificate. The service takes an address without one for this machine alone. */
const optionsOf = (issuer: string) => ({ [oauth.allowInsecureRequests]: issuer.startsWith('http:') });

/** Where the provider answers (OpenID Connect Discovery 1.0, section 4). */
async function find({ issuer }: Provider): Promise<oauth.AuthorizationServer> {
  const url = new URL(issuer);
  const response = await oauth.discoveryRequest(url, optionsOf(issuer));
  return oauth.processDiscoveryResponse(url, response);
}

/** Leaves the page for the provider's: the authorization code flow with PKCE (RFC 6749, section 4.1; RFC 7636). */
export async function redirectToProvider(provider: Provider, afterSignIn: AfterSignIn): Promise<void> {
  const { authorization_endpoint } = await find(provider);
  if (!authorization_endpoint) throw new Error('the identity provider signs nobody in');
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const target = new URL(authorization_endpoint);
  const parameters = {
    response_type: 'code',
    client_id: provider.clientId,
    redirect_uri: callback,
    scope: provider.scope,
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(parameters)) target.searchParams.set(name, value);
  storePendingSignIn(JSON.stringify({ state, verifier, afterSignIn } satisfies PendingSignIn));
  location.assign(target);
}

/** Takes the answer of the provider in the address, once. Throws when it is none, or says that nobody was signed in. */
export async function readAuthorizationResponse(
  provider: Provider,
): Promise<{ grant: Grant; afterSignIn: AfterSignIn }> {
  const { state, verifier, afterSignIn } = JSON.parse(takePendingSignIn()) as PendingSignIn;
  const server = await find(provider);
  const client = { client_id: provider.clientId };
  const parameters = oauth.validateAuthResponse(server, client, new URL(location.href), state);
  const response = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    oauth.None(),
    parameters,
    callback,
    verifier,
    optionsOf(provider.issuer),
  );
  const answer = await oauth.processAuthorizationCodeResponse(server, client, response);
  return { grant: grantOf(answer), afterSignIn };
}

function grantOf(answer: oauth.TokenEndpointResponse, before?: Grant): Grant {
  const { access_token, expires_in, refresh_token, id_token } = answer;
  return {
    accessToken: access_token,
    until: expires_in === undefined ? undefined : Date.now() + expires_in * 1000,
    refreshToken: refresh_token ?? before?.refreshToken,
    idToken: id_token ?? before?.idToken,
  };
}

export function createIdentity(provider: Provider, first: Grant): Identity {
  let grant = first;
  let renewing: Promise<string> | undefined;

  async function renew(): Promise<string> {
    if (grant.refreshToken === undefined) return grant.accessToken;
    const client = { client_id: provider.clientId };
    try {
      const server = await find(provider);
      const response = await oauth.refreshTokenGrantRequest(
        server,
        client,
        oauth.None(),
        grant.refreshToken,
        optionsOf(provider.issuer),
      );
      grant = grantOf(await oauth.processRefreshTokenResponse(server, client, response), grant);
    } catch (error) {
      // The provider renews it no more: the API refuses the old one, and whoever uses the page is asked to sign in again.
      if (!(error instanceof oauth.ResponseBodyError)) throw new Unreachable(error);
    }
    return grant.accessToken;
  }

  return {
    accessToken: async () => {
      if (grant.until === undefined || grant.until - Date.now() > RENEW_BEFORE) return grant.accessToken;
      renewing ??= renew().finally(() => {
        renewing = undefined;
      });
      return renewing;
    },
    signOut: async () => {
      const { end_session_endpoint } = await find(provider);
      // Providers without such an endpoint stay signed in, and this page does not.
      if (!end_session_endpoint) return;
      const target = new URL(end_session_endpoint);
      const parameters = {
        client_id: provider.clientId,
        post_logout_redirect_uri: home,
        // What Cognito calls it.
        logout_uri: home,
        ...(grant.idToken !== undefined && { id_token_hint: grant.idToken }),
      };
      for (const [name, value] of Object.entries(parameters)) target.searchParams.set(name, value);
      location.assign(target);
    },
  };
}

const channelOf = (channelId: string): BroadcastChannel =>
  new BroadcastChannel(`login-tokens-identity:${channelId}`);

/** Gives what was granted here to the page that waits for it. Only that page knows what to listen to, and nothing keeps it. */
export function handOver(grant: Grant, channelId: string): void {
  const channel = channelOf(channelId);
  channel.postMessage(grant);
  channel.close();
}

/** Calls back with the identity that another page of this browser signs in. Returns what ends the waiting. */
export function receiveIdentity(
  provider: Provider,
  channelId: string,
  take: (identity: Identity) => void,
): () => void {
  const channel = channelOf(channelId);
  channel.onmessage = ({ data }: MessageEvent<Grant>) => take(createIdentity(provider, data));
  return () => channel.close();
}
