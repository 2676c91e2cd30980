import { toSeconds, toTimestamp } from '../../shared/clock.ts';
import type { Secret } from '../../shared/crypto/secret.ts';
import type { Settings } from '../../shared/settings/settings.ts';
import { CXML_DOOR, limitsAt, statusOf, type Token } from '../../shared/token/token.ts';
import type { User } from '../../shared/user/user.ts';
import { domainsSeenBy, type Viewer } from './viewer.ts';

/** A token without its secret, in any form. */
export const tokenView = (token: Token, user: User | undefined, viewer: Viewer) => ({
  id: token.id,
  status: statusOf(token, toSeconds(viewer.time)),
  user: userOf(token, user),
  purpose: token.purpose,
  expiresAt: timestamp(token.expiresAt),
  oneTimeUse: token.maxUses === 1,
  maxUses: token.maxUses,
  uses: token.uses,
  previousUntil:
    token.previousUntil !== null && token.previousUntil > toSeconds(viewer.time)
      ? toTimestamp(token.previousUntil)
      : null,
  extra: token.extra,
  reason: token.reason,
  successfulAttempts: token.successfulAttempts,
  failedAttempts: token.failedAttempts,
  lastAccessedAt: timestamp(token.lastAccessedAt),
  createdAt: toTimestamp(token.createdAt),
  updatedAt: toTimestamp(token.updatedAt),
  createdBy: token.createdBy,
  limitedTo: domainsSeenBy(viewer, limitsAt(token, viewer.time)),
  version: token.version,
});

const timestamp = (seconds: number | null): string | null => (seconds === null ? null : toTimestamp(seconds));

/** null: anonymous. The user of a token that was deleted is shown by its id. */
function userOf({ userId }: Token, user: User | undefined) {
  if (userId === undefined) return null;
  if (!user) return { id: userId, type: null, name: null, email: null, deleted: true };
  const { id, type, name, email = null } = user;
  return { id, type, name, email };
}

/** The string of a token and its login link. Only routes that create, rotate or reveal a token return it. */
export const tokenStringView = (
  string: Secret,
  token: Pick<Token, 'purpose' | 'door'>,
  settings: Pick<Settings, 'appUrl' | 'linkStyle' | 'callbackUrl'>,
) => ({
  token: string.reveal(),
  loginUrl: `${settings.appUrl}${pathOf(token, settings)}token=${string.reveal()}`,
  callbackUrl: settings.callbackUrl,
});

/** A procurement system opens its link without a browser: it presses no button, and may drop the fragment. */
const pathOf = (
  { purpose, door }: Pick<Token, 'purpose' | 'door'>,
  { linkStyle }: Pick<Settings, 'linkStyle'>,
): string => {
  if (purpose === 'procurement') return door === CXML_DOOR ? '/punchout/cxml?' : '/punchout/oci?';
  return linkStyle === 'fragment' ? '/login#' : '/login?';
};
