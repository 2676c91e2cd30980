import { toSeconds, toTimestamp } from '../../shared/clock.ts';
import type { Secret } from '../../shared/crypto/secret.ts';
import type { Settings } from '../../shared/settings/settings.ts';
import { statusOf, type Token } from '../../shared/token/token.ts';
import type { User } from '../../shared/user/user.ts';

/** A token as the API shows it: never the secret, its hash or the sealed secret. `time` is epoch milliseconds. */
export const tokenView = (token: Token, user: User | undefined, time: number) => ({
  id: token.id,
  status: statusOf(token, toSeconds(time)),
  user: userOf(token, user),
  purpose: token.purpose,
  expiresAt: timestamp(token.expiresAt),
  oneTimeUse: token.maxUses === 1,
  maxUses: token.maxUses,
  uses: token.uses,
  extra: token.extra,
  reason: token.reason,
  successfulAttempts: token.successfulAttempts,
  failedAttempts: token.failedAttempts,
  lastAccessedAt: timestamp(token.lastAccessedAt),
  createdAt: toTimestamp(token.createdAt),
  updatedAt: toTimestamp(token.updatedAt),
  createdBy: token.createdBy,
  version: token.version,
});

const timestamp = (seconds: number | null): string | null => (seconds === null ? null : toTimestamp(seconds));

/** A token whose user was deleted is not anonymous: it says whose it was, and that they are gone. */
function userOf({ userId }: Token, user: User | undefined) {
  if (userId === undefined) return null;
  if (!user) return { id: userId, type: null, name: null, email: null, deleted: true };
  const { id, type, name, email = null } = user;
  return { id, type, name, email };
}

/** The one place where a token's string goes into an answer. */
export const stringView = (
  string: Secret,
  { purpose }: Pick<Token, 'purpose'>,
  settings: Pick<Settings, 'appUrl' | 'linkStyle'>,
) => ({
  token: string.reveal(),
  loginUrl: `${settings.appUrl}${PATHS[purpose === 'procurement' ? purpose : settings.linkStyle]}token=${string.reveal()}`,
});

/** A procurement system opens its link itself: it has no page to press a button on, and it may drop a fragment. */
const PATHS = { query: '/login?', fragment: '/login#', procurement: '/punchout/oci?' } as const;
