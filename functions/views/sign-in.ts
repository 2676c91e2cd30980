import { toTimestamp } from '../../shared/clock.ts';
import type { IssuedSession } from '../../shared/session/issue.ts';
import type { Token } from '../../shared/token/token.ts';
import type { User } from '../../shared/user/user.ts';
import { tokenView } from './token.ts';
import { userView } from './user.ts';
import type { Viewer } from './viewer.ts';

/** The session of a sign-in with its user and token, for the storefront. */
export const signInView = (
  { token, user }: { token: Token; user: User | null },
  { session, accessToken }: IssuedSession,
  viewer: Viewer,
) => ({
  session: {
    id: session.id,
    accessToken,
    tokenType: 'Bearer',
    expiresAt: toTimestamp(session.expiresAt),
  },
  user: user && userView(user),
  token: tokenView(token, user ?? undefined, viewer),
  // Storefronts show a banner during an impersonation.
  ...(session.actor && { impersonation: { actor: session.actor, reason: token.reason } }),
});
