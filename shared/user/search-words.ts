import { cutToBytes } from '../text.ts';
import { isUserId, type User } from './user.ts';
import { writtenAddress } from './written-address.ts';

/** The words of a name that the search finds. */
export const SEARCHABLE_WORDS = 8;

/**
 * Makes texts equal that differ in case or accents: compatibility decomposition (NFKD) without marks. Upper case first,
 * since it turns ß into SS and every sigma into one.
 */
const fold = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toUpperCase().toLowerCase().replaceAll('ς', 'σ');

/** A sort key has 1,024 bytes at most, and holds a user id besides. Folding can turn one character into 18. */
const WORD_BYTES = 512;
const cut = (word: string): string => cutToBytes(word, WORD_BYTES);

const words = (text: string): string[] => (fold(text).match(/[\p{L}\p{N}]+/gu) ?? []).map(cut);

/** An address as it is searched. Both forms of its domain are one. */
const address = (text: string): string => cut(fold(writtenAddress(text)));

/** An address that begins with punctuation (`_sales@…`) is also found by what follows, which is where a search begins to read. */
const addressEntries = (email: string): string[] => {
  const whole = address(email);
  const rest = whole.replace(/^[^\p{L}\p{N}@]+/u, '');
  return rest.startsWith('@') ? [whole] : [whole, rest];
};

/** The search entries of a user: the words of the name, and the whole e-mail address. */
export const searchWords = ({ name, email }: Pick<User, 'name' | 'email'>): string[] => [
  ...new Set([
    ...[...new Set(words(name))].slice(0, SEARCHABLE_WORDS),
    ...(email === undefined ? [] : addressEntries(email)),
  ]),
];

export type Search = {
  /** The prefix of the entries to read. */
  prefix: string;
  /** Whether the search finds a user with these words. */
  matches(words: readonly string[]): boolean;
};

/**
 * Parses a search: beginnings of words, or, without blanks, the beginning of an e-mail address. It reads the entries of
 * one word: the first where the search may be an address, else the longest, which has the fewest entries. A search without
 * letters and digits is the beginning of an address: `+`.
 */
export function parseSearch(search: string): Search | undefined {
  const text = search.trim();
  const whole = /\s/.test(text) ? undefined : address(text);
  const inText = words(text);
  const prefixes = whole !== undefined && (text.includes('@') || inText.length === 0) ? [whole] : inText;
  const prefix = whole === undefined ? prefixes.toSorted((a, b) => b.length - a.length)[0] : prefixes[0];
  // Accents alone leave nothing.
  if (!prefix) return undefined;
  return {
    prefix,
    matches: (own) =>
      prefixes.every((one) => own.some((word) => word.startsWith(one))) ||
      (whole !== undefined && own.some((word) => word.startsWith(whole))),
  };
}

/** Whether entries with this prefix can be addresses in some domains, or are words of names: these have no `@`. */
export function canBeIn(domains: readonly string[], prefix: string): boolean {
  const at = prefix.indexOf('@');
  return at < 0 || domains.some((domain) => address(`@${domain}`).startsWith(prefix.slice(at)));
}

/** The partition of a word: its first character. */
export const initialOf = (word: string): string => String.fromCodePoint(word.codePointAt(0) ?? 0);

/** The sort key of an entry. User ids have no `#`, so the last `#` is the separator. */
export const searchEntry = (word: string, userId: string): string => `${word}#${userId}`;

export function parseSearchEntry(entry: string): { word: string; userId: string } {
  const separator = entry.lastIndexOf('#');
  return { word: entry.slice(0, separator), userId: entry.slice(separator + 1) };
}

/** Whether a text can be an entry of a word with this prefix. */
export function isSearchEntry(text: string, prefix: string): boolean {
  const { word, userId } = parseSearchEntry(text);
  return (
    text.includes('#') && word.startsWith(prefix) && Buffer.byteLength(word) <= WORD_BYTES && isUserId(userId)
  );
}
