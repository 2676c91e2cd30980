import { toTimestamp } from '../../shared/clock.ts';
import { signSession } from '../../shared/session/access-token.ts';
import { startSession } from '../../shared/session/session.ts';
import type { Settings } from '../../shared/settings/settings.ts';
import type { SigningKeys } from '../../shared/signing-key/signing-keys.ts';
import type { Token } from '../../shared/token/token.ts';
import type { User } from '../../shared/user/user.ts';
import { config } from '../runtime/config.ts';
import { tokenView } from './token.ts';
import { userView } from './user.ts';

type Yield = { token: Token; user: User | null; sessionId: string };
type Context = {
  /** The id of the storefront's key. */
  audience: string;
  keys: SigningKeys;
  settings: Settings;
  /** Epoch milliseconds. */
  time: number;
};

/** What a storefront is told of a successful attempt, whichever way it came: the session, and whom it logs in. */
export async function signInAnswer(
  { token, user, sessionId }: Yield,
  { audience, keys, settings, time }: Context,
) {
  const session = startSession({ token, sessionId }, { audience, lifetimes: settings });
  const accessToken = await signSession(session, { issuer: config.appUrl, keys });
  return {
    session: {
      id: session.id,
      accessToken,
      tokenType: 'Bearer',
      expiresAt: toTimestamp(session.expiresAt),
    },
    user: user && userView(user),
    token: tokenView(token, user ?? undefined, time),
    // What a banner needs: who is acting as the user, and why.
    ...(session.actor && { impersonation: { actor: session.actor, reason: token.reason } }),
  };
}
