import { credentialChecksum, findCredentials } from './credential-text.ts';

/**
 * Finds strings of tokens and keys in longer texts. Browsers load this file, so it imports nothing of Node.
 */

/** The form of a login token (`lt_`) or an API key (`lk_`). The checksum is not verified. */
const CREDENTIAL = /l[tk]_[0-9A-Za-z]{61}/g;

/** What stands in place of a string. */
const SECRET = '[secret]';

/**
 * Whether a text contains such a string, as it is or so damaged that a door still reads it. Text that other people can read
 * must not.
 */
export const holdsCredential = (text: string): boolean => text.search(CREDENTIAL) >= 0 || holdsDamaged(text);

/** The text with each such string replaced by `[secret]`; a text that holds a damaged one is replaced as a whole. */
export function withoutCredentials(text: string): string {
  const others = text.replace(CREDENTIAL, SECRET);
  return holdsDamaged(others) ? SECRET : others;
}

/** Strings in pieces are told from words by their checksum. */
const holdsDamaged = (text: string): boolean =>
  findCredentials('l[tk]_', text, credentialChecksum, text.length).length > 0;
