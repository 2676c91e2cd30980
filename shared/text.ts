/**
 * Whether a text has more than `limit` characters (code points). It counts them only where the length in UTF-16 units does
 * not decide, so a huge text costs nothing.
 */
export const isLonger = (text: string, limit: number): boolean =>
  text.length > limit && (text.length > 2 * limit || [...text].length > limit);

/** The text with a blank for each control character, and U+FFFD for each lone surrogate. */
export const withoutControls = (text: string): string => text.toWellFormed().replace(/\p{Cc}/gu, ' ');

/** The beginning of a text in at most `bytes` bytes of UTF-8. A character that does not fit as a whole is left out. */
export const cutToBytes = (text: string, bytes: number): string =>
  new TextDecoder().decode(Buffer.from(text).subarray(0, bytes), { stream: true });

/** The first `characters` characters (code points) of a text. */
export const cutToCharacters = (text: string, characters: number): string =>
  [...text].slice(0, characters).join('');
