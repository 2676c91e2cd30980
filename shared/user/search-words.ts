import { isUserId, type User } from './user.ts';

/** How many different words of a name can be found. */
export const SEARCHABLE_WORDS = 8;

/**
 * Without regard to case and accents: compatibility decomposition, without the marks. By way of upper case, where ß is
 * SS and every sigma the same.
 */
const fold = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toUpperCase().toLowerCase().replaceAll('ς', 'σ');

/** A sort key has 1,024 bytes at most; folding can make 18 characters of one. */
const WORD_BYTES = 512;
const cut = (word: string): string =>
  new TextDecoder().decode(Buffer.from(word).subarray(0, WORD_BYTES), { stream: true });

const words = (text: string): string[] => (fold(text).match(/[\p{L}\p{N}]+/gu) ?? []).map(cut);

/** What a user can be found by, each once: the words of the name, and the whole e-mail address. */
export const searchWords = ({ name, email }: Pick<User, 'name' | 'email'>): string[] => [
  ...new Set([
    ...[...new Set(words(name))].slice(0, SEARCHABLE_WORDS),
    ...(email === undefined ? [] : [cut(fold(email))]),
  ]),
];

export type Search = {
  /** What the entries to look at begin with. */
  prefix: string;
  /** Whether a user whose words these are is meant. */
  matches(words: readonly string[]): boolean;
};

/**
 * What was typed: the beginnings of words, all of which must be found, or, without blanks, of an address. One prefix
 * selects the entries to look at: the first word, with which such an address begins too, or else the longest, the rarest.
 */
export function parseSearch(search: string): Search | undefined {
  const text = search.trim();
  const address = /\s/.test(text) ? undefined : cut(fold(text));
  const prefixes = address !== undefined && text.includes('@') ? [address] : words(text);
  const prefix = address === undefined ? prefixes.toSorted((a, b) => b.length - a.length)[0] : prefixes[0];
  if (prefix === undefined) return undefined;
  return {
    prefix,
    matches: (own) =>
      prefixes.every((one) => own.some((word) => word.startsWith(one))) ||
      (address !== undefined && own.some((word) => word.startsWith(address))),
  };
}

/** The partition in which a word is kept: its first character. */
export const initialOf = (word: string): string => String.fromCodePoint(word.codePointAt(0) ?? 0);

/** The sort key of an entry. User ids have no `#`, so the last one divides. */
export const searchEntry = (word: string, userId: string): string => `${word}#${userId}`;

export function parseSearchEntry(entry: string): { word: string; userId: string } {
  const divider = entry.lastIndexOf('#');
  return { word: entry.slice(0, divider), userId: entry.slice(divider + 1) };
}

/** Whether a text can be an entry of a word with this prefix. */
export function isSearchEntry(text: string, prefix: string): boolean {
  const { word, userId } = parseSearchEntry(text);
  return (
    text.includes('#') && word.startsWith(prefix) && Buffer.byteLength(word) <= WORD_BYTES && isUserId(userId)
  );
}
