import type { LastEvent } from '../event/event.ts';

export const LINK_STYLES = ['query', 'fragment'] as const;
export type LinkStyle = (typeof LINK_STYLES)[number];

/** Seconds that a session lives at most: 30 days. */
export const LONGEST_SESSION = 2_592_000;

/** Seconds that an administrator may act as another person at most. */
export const LONGEST_IMPERSONATION = 3_600;

/** The settings of the whole service, which administrators change. */
export type Settings = {
  /** Base of login links, without a trailing slash. */
  appUrl: string;
  /** Target of the redirect after a sign-in, unless a link names another. */
  callbackUrl: string | null;
  /** Other targets that a link may name: URLs without query. */
  allowedReturnUrls: readonly string[];
  shopName: string | null;
  helpUrl: string | null;
  supportEmail: string | null;
  /** Seconds. */
  sessionLifetime: number;
  /** Seconds. */
  impersonationLifetime: number;
  /** The part of a link that holds the token: its query, or its fragment, which browsers do not send. */
  linkStyle: LinkStyle;
  /** Days that a token is kept after its end; see `retentionOf`. */
  tokenRetentionDays: number;
  /** Origins whose pages may show the login page in a frame. */
  frameAncestors: readonly string[];
};

/** The one item of the table: what is absent follows the deployment. */
export type SettingsItem = Partial<Settings> & {
  id: typeof SETTINGS_ID;
  updatedAt: number;
  version: number;
  lastEvent: LastEvent;
};

export const SETTINGS_ID = 'service';

const DAY = 86_400;

/** The settings where an administrator has set none. */
export const defaultSettings = ({
  appUrl,
  tokenRetentionDays,
}: Pick<Settings, 'appUrl' | 'tokenRetentionDays'>): Settings => ({
  appUrl,
  tokenRetentionDays,
  callbackUrl: null,
  allowedReturnUrls: [],
  shopName: null,
  helpUrl: null,
  supportEmail: null,
  sessionLifetime: 43_200,
  impersonationLifetime: LONGEST_IMPERSONATION,
  linkStyle: 'query',
  frameAncestors: [],
});

/**
 * Seconds that a token is kept after its end. Never less than a session can live: the token tells whether its sessions
 * were revoked.
 */
export const retentionOf = ({ tokenRetentionDays }: Settings): number =>
  Math.max(tokenRetentionDays * DAY, LONGEST_SESSION);
