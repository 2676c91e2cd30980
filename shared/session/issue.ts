import { clock, toSeconds } from '../clock.ts';
import type { Settings } from '../settings/settings.ts';
import type { SigningKeys } from '../signing-key/signing-keys.ts';
import type { Token } from '../token/token.ts';
import { signAccessToken } from './access-token.ts';
import { type Session, sessionOf } from './session.ts';

/** The parameters of all sessions of a storefront. */
export type SessionParameters = {
  /** The `iss` claim: the URL of the deployment. */
  issuer: string;
  /** The id of the storefront's key. */
  audience: string;
  keys: SigningKeys;
  lifetimes: Pick<Settings, 'sessionLifetime' | 'impersonationLifetime'>;
};

export type IssuedSession = { session: Session; accessToken: string };

/**
 * The session of a use, with an access token; undefined: it is over by now, as that of a repeated attempt may be. The same
 * use always yields the same session.
 */
export async function issueSession(
  use: { token: Token; sessionId: string },
  { issuer, audience, keys, lifetimes }: SessionParameters,
): Promise<IssuedSession | undefined> {
  const session = sessionOf(use, { audience, lifetimes });
  const accessToken = await signAccessToken(session, { issuer, keys });
  return session.expiresAt > toSeconds(clock()) ? { session, accessToken } : undefined;
}
