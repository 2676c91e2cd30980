/**
 * Finds strings of tokens and keys in longer texts. Browsers load this file, so it imports nothing of Node.
 */

/** The form of a login token (`lt_`) or an API key (`lk_`). The checksum is not verified. */
const CREDENTIAL = /l[tk]_[0-9A-Za-z]{61}/g;

/** Whether a text contains such a string. Text that other people can read must not. */
export const holdsCredential = (text: string): boolean => text.search(CREDENTIAL) >= 0;

/** The text with each such string replaced by `[secret]`. */
export const withoutCredentials = (text: string): string => text.replace(CREDENTIAL, '[secret]');
