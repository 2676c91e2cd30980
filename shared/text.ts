/**
 * Whether a text has more than `limit` characters (code points). It counts them only where the length in UTF-16 units does
 * not decide, so a huge text costs nothing.
 */
export const isLonger = (text: string, limit: number): boolean =>
  text.length > limit && (text.length > 2 * limit || [...text].length > limit);

/**
 * Characters that are not seen, and those that turn the direction of what follows, such as U+200B and U+202E: the default
 * ignorable code points of Unicode (UAX 44), and the marks of annotations.
 */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/u;

/** Joiners between letters of scripts that have them, or between parts of an emoji. */
const JOINERS =
  /(?<=\p{L}|\p{M}|\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f)(?<![\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])[\u200c\u200d](?=[\p{L}\p{Extended_Pictographic}])(?![\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])/gu;

/** Selectors of the form of an emoji, or of a Han or Mongolian character. A digit is an emoji in a keycap alone. */
const SELECTORS =
  /(?<=[0-9#*])\ufe0f(?=\u20e3)|(?<=(?![0-9#*])[\p{Emoji}\p{Script=Han}\p{Script=Mongolian}])[\ufe00-\ufe0f\u{e0100}-\u{e01ef}\u180b-\u180d]/gu;

/** Whether a text has a character that is not seen. */
export const hasInvisible = (text: string): boolean => INVISIBLE.test(text);

/** The text without the joiners and selectors that scripts and emoji need. What is invisible in the rest hides something. */
export const withoutJoiners = (text: string): string => text.replace(JOINERS, '').replace(SELECTORS, '');

/** The text with a blank for each control character and line separator, U+FFFD for each lone surrogate, and without invisible characters. */
export const withoutControls = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')
    .replace(new RegExp(INVISIBLE, 'gu'), '');

/** The beginning of a text in at most `bytes` bytes of UTF-8. A character that does not fit as a whole is left out. */
export const cutToBytes = (text: string, bytes: number): string =>
  new TextDecoder().decode(Buffer.from(text).subarray(0, bytes), { stream: true });

/** The first `characters` characters (code points) of a text. */
export const cutToCharacters = (text: string, characters: number): string =>
  [...text].slice(0, characters).join('');
