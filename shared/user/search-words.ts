import { isUserId, type User } from './user.ts';

/** How many words of a name can be found. */
export const SEARCHABLE_WORDS = 8;

/** Without regard to case and accents: compatibility decomposition, without the marks. */
const fold = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** A sort key has 1,024 bytes at most; folding can make 18 characters of one. */
const WORD_BYTES = 512;
const cut = (word: string): string =>
  new TextDecoder().decode(Buffer.from(word).subarray(0, WORD_BYTES), { stream: true });

const words = (text: string): string[] => (fold(text).match(/[\p{L}\p{N}]+/gu) ?? []).map(cut);

/** What a user can be found by, each once: the words of the name, and the whole e-mail address. */
export const searchWords = ({ name, email }: Pick<User, 'name' | 'email'>): string[] => [
  ...new Set([...words(name).slice(0, SEARCHABLE_WORDS), ...(email === undefined ? [] : [cut(fold(email))])]),
];

/** What was typed, as prefixes that must all be found: an address as it stands, anything else word by word. */
export const searchPrefixes = (search: string): string[] =>
  search.includes('@') ? [cut(fold(search.trim()))] : words(search);

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
  return word.startsWith(prefix) && Buffer.byteLength(word) <= WORD_BYTES && isUserId(userId);
}
