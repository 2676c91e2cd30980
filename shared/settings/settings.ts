import { config } from '../../functions/runtime/config.ts';
import type { LastEvent } from '../event/event.ts';
import { LONGEST_SESSION } from '../session/lifetime.ts';
import { type LinkStyle, LONGEST_IMPERSONATION } from './limits.ts';

/** What administrators set for the whole service. */
export type Settings = {
  /** Where login links lead, without a trailing slash. */
  appUrl: string;
  /** Where people are taken once they are signed in, unless a link says otherwise. */
  callbackUrl: string | null;
  /** Where else a link may have people taken: each a URL without query. */
  allowedReturnUrls: readonly string[];
  shopName: string | null;
  helpUrl: string | null;
  supportEmail: string | null;
  /** Seconds. */
  sessionLifetime: number;
  /** Seconds. */
  impersonationLifetime: number;
  /** Whether the token of a link is in its query, or in its fragment, which browsers send to nobody. */
  linkStyle: LinkStyle;
  /** Days that a token is kept after its end, for those who review it; see `retentionOf`. */
  tokenRetentionDays: number;
  /** The origins whose pages may show ours in a frame. */
  frameAncestors: readonly string[];
};

/** What is stored: what was set, and what is absent is as the deployment has it. */
export type SettingsItem = Partial<Settings> & {
  id: typeof SETTINGS_ID;
  updatedAt: number;
  version: number;
  lastEvent: LastEvent;
};

/** There is one item. */
export const SETTINGS_ID = 'service';

const DAY = 86_400;

/** What holds where nothing is set. */
export const DEFAULTS: Settings = {
  appUrl: config.appUrl,
  callbackUrl: null,
  allowedReturnUrls: [],
  shopName: null,
  helpUrl: null,
  supportEmail: null,
  sessionLifetime: 43_200,
  impersonationLifetime: LONGEST_IMPERSONATION,
  linkStyle: 'query',
  tokenRetentionDays: config.tokenRetention / DAY,
  frameAncestors: [],
};

/**
 * Seconds that a token is kept after its end. Never less than a session can live: what ended sessions must be there for
 * as long as one of them could be presented, and administrators must find the token whose sessions they want to end.
 */
export const retentionOf = ({ tokenRetentionDays }: Settings): number =>
  Math.max(tokenRetentionDays * DAY, LONGEST_SESSION);
