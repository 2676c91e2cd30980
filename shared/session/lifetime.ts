/** Seconds that a session lives at the longest, whatever the settings say: 30 days. */
export const LONGEST_SESSION = 2_592_000;
