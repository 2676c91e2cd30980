import * as oauth from 'oauth4webapi';
import { Unreachable } from '../../../client/src/index.ts';
import type { Identity } from './session.ts';
import { storePendingSignIn, takePendingSignIn } from './session-storage.ts';

/** The OpenID Connect provider of administrators, and the client id of this console. */
export type Provider = { issuer: string; clientId: string; scope: string };

/** What happens after the redirect back from the provider. */
export type AfterSignIn = {
  /** The path of the page that was asked for. */
  returnTo: string;
  /** Set when a page whose session has ended waits for the grant on this channel. */
  channelId?: string;
};

/** The tokens of the provider. */
export type Grant = {
  accessToken: string;
  /** Epoch milliseconds. */
  expiresAt: number | undefined;
  refreshToken: string | undefined;
  idToken: string | undefined;
};

/** Milliseconds. Signing out waits for it. */
const REVOCATION_TIMEOUT = 3_000;

/** Milliseconds before the expiry of an access token; longer than a request takes. */
const RENEW_BEFORE = 30_000;

type PendingSignIn = { state: string; verifier: string; afterSignIn: AfterSignIn };

const home = `${location.origin}/console/`;
const redirectUri = `${home}signed-in`;

/** Allows HTTP for a provider on a developer's machine; the service accepts such an issuer for `localhost` only. */
const optionsOf = (issuer: string) => ({ [oauth.allowInsecureRequests]: issuer.startsWith('http:') });

/** OpenID Connect Discovery 1.0, section 4. */
async function discover({ issuer }: Provider): Promise<oauth.AuthorizationServer> {
  const url = new URL(issuer);
  const response = await oauth.discoveryRequest(url, optionsOf(issuer));
  return oauth.processDiscoveryResponse(url, response);
}

/** Starts the authorization code flow with PKCE (RFC 6749, section 4.1; RFC 7636) and leaves the page. */
export async function redirectToProvider(provider: Provider, afterSignIn: AfterSignIn): Promise<void> {
  const { authorization_endpoint } = await discover(provider);
  if (!authorization_endpoint) throw new Error('the identity provider signs nobody in');
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const target = new URL(authorization_endpoint);
  const parameters = {
    response_type: 'code',
    client_id: provider.clientId,
    redirect_uri: redirectUri,
    scope: provider.scope,
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(parameters)) target.searchParams.set(name, value);
  storePendingSignIn(JSON.stringify({ state, verifier, afterSignIn } satisfies PendingSignIn));
  location.assign(target);
}

/** Exchanges the code in the address, once. Throws if the provider refused, or if the response is not for this tab. */
export async function readAuthorizationResponse(
  provider: Provider,
): Promise<{ grant: Grant; afterSignIn: AfterSignIn }> {
  const { state, verifier, afterSignIn } = JSON.parse(takePendingSignIn()) as PendingSignIn;
  const server = await discover(provider);
  const client = { client_id: provider.clientId };
  const parameters = oauth.validateAuthResponse(server, client, new URL(location.href), state);
  const response = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    oauth.None(),
    parameters,
    redirectUri,
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
    expiresAt: expires_in === undefined ? undefined : Date.now() + expires_in * 1000,
    refreshToken: refresh_token ?? before?.refreshToken,
    idToken: id_token ?? before?.idToken,
  };
}

export function createIdentity(provider: Provider, first: Grant): Identity {
  let grant = first;
  let renewal: Promise<string> | undefined;

  async function renew(): Promise<string> {
    if (grant.refreshToken === undefined) return grant.accessToken;
    const client = { client_id: provider.clientId };
    try {
      const server = await discover(provider);
      const response = await oauth.refreshTokenGrantRequest(
        server,
        client,
        oauth.None(),
        grant.refreshToken,
        optionsOf(provider.issuer),
      );
      grant = grantOf(await oauth.processRefreshTokenResponse(server, client, response), grant);
    } catch (error) {
      // A refused renewal keeps the old token: the API refuses it, and the page asks to sign in again.
      if (!(error instanceof oauth.ResponseBodyError)) throw new Unreachable(error);
    }
    return grant.accessToken;
  }

  /** Revokes the refresh token (RFC 7009), where the provider has an endpoint for that, and with it what was issued by it. */
  async function revoke(server: oauth.AuthorizationServer): Promise<void> {
    // A renewal that is under way yields another one.
    await renewal?.catch(() => undefined);
    if (grant.refreshToken === undefined || !server.revocation_endpoint) return;
    const options = { ...optionsOf(provider.issuer), signal: AbortSignal.timeout(REVOCATION_TIMEOUT) };
    const client = { client_id: provider.clientId };
    await oauth.revocationRequest(server, client, oauth.None(), grant.refreshToken, options);
  }

  return {
    accessToken: async () => {
      if (grant.expiresAt === undefined || grant.expiresAt - Date.now() > RENEW_BEFORE)
        return grant.accessToken;
      renewal ??= renew().finally(() => {
        renewal = undefined;
      });
      return renewal;
    },
    signOut: async () => {
      const server = await discover(provider);
      // A refresh token that is not revoked is gone with the page, and ends by itself.
      await revoke(server).catch(() => undefined);
      const { end_session_endpoint } = server;
      // A provider without this endpoint keeps its own session.
      if (!end_session_endpoint) return;
      const target = new URL(end_session_endpoint);
      const parameters = {
        client_id: provider.clientId,
        post_logout_redirect_uri: home,
        // The name of the parameter at Amazon Cognito.
        logout_uri: home,
        ...(grant.idToken !== undefined && { id_token_hint: grant.idToken }),
      };
      for (const [name, value] of Object.entries(parameters)) target.searchParams.set(name, value);
      location.assign(target);
    },
  };
}

/** The id of a channel between two windows: 256 random bits, since whoever knows it can listen. */
export const newChannelId = (): string => oauth.generateRandomState();

const channelOf = (channelId: string): BroadcastChannel =>
  new BroadcastChannel(`login-tokens-identity:${channelId}`);

/** Sends the grant to the page that waits for it. Only that page knows the random id of the channel; nothing is stored. */
export function sendGrant(grant: Grant, channelId: string): void {
  const channel = channelOf(channelId);
  channel.postMessage(grant);
  channel.close();
}

/** Calls back with the identity that another window signs in. Returns the function that stops listening. */
export function receiveIdentity(
  provider: Provider,
  channelId: string,
  onIdentity: (identity: Identity) => void,
): () => void {
  const channel = channelOf(channelId);
  channel.onmessage = ({ data }: MessageEvent<Grant>) => onIdentity(createIdentity(provider, data));
  return () => channel.close();
}
