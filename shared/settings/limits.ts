export const LINK_STYLES = ['query', 'fragment'] as const;
export type LinkStyle = (typeof LINK_STYLES)[number];

/** The longest that somebody may act as another person, in seconds. */
export const LONGEST_IMPERSONATION = 3_600;
