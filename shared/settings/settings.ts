import type { LastEvent } from '../event/event.ts';

export const LINK_STYLES = ['query', 'fragment'] as const;
export type LinkStyle = (typeof LINK_STYLES)[number];

/** How the code gets to the callback: in its query, or in the body of a form (OAuth 2.0 Form Post Response Mode). */
export const RESPONSE_MODES = ['query', 'form_post'] as const;
export type ResponseMode = (typeof RESPONSE_MODES)[number];

/** Seconds that a session lives at most: 30 days. */
export const LONGEST_SESSION = 2_592_000;

/** Seconds that an administrator may act as another person at most. */
export const LONGEST_IMPERSONATION = 3_600;

/** The settings of the service. Administrators change them. */
export type Settings = {
  /** The base URL of login links, without a trailing slash. */
  appUrl: string;
  /** The target of the redirect after a sign-in, unless the link names another one. */
  callbackUrl: string | null;
  /** The other targets that a link may name: URLs without query. */
  allowedReturnUrls: readonly string[];
  shopName: string | null;
  helpUrl: string | null;
  supportEmail: string | null;
  /** Seconds. */
  sessionLifetime: number;
  /** Seconds. */
  impersonationLifetime: number;
  /** The part of a link that holds the token. Browsers do not send the fragment. */
  linkStyle: LinkStyle;
  responseMode: ResponseMode;
  /** Days that a key lives at most, from its creation or rotation on. */
  keyLifetimeDays: number;
  /** Days that a token is kept after its end; see `retentionOf`. */
  tokenRetentionDays: number;
  /** Origins whose pages may show the login page in a frame. */
  frameAncestors: readonly string[];
};

/** The only item of the table. An absent setting follows the deployment. */
export type SettingsItem = Partial<Settings> & {
  id: typeof SETTINGS_ID;
  updatedAt: number;
  version: number;
  lastEvent: LastEvent;
};

export const SETTINGS_ID = 'service';

const DAY = 86_400;

/** The settings of a deployment before an administrator changes one. */
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
  responseMode: 'query',
  keyLifetimeDays: 365,
  frameAncestors: [],
});

/** Seconds that a key lives at most. */
export const keyLifetimeOf = ({ keyLifetimeDays }: Settings): number => keyLifetimeDays * DAY;

/**
 * Seconds that a token is kept after its end. At least the longest life of a session: the token holds the revocation of
 * its sessions.
 */
export const retentionOf = ({ tokenRetentionDays }: Settings): number =>
  Math.max(tokenRetentionDays * DAY, LONGEST_SESSION);
