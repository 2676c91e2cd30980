import type { User } from './user.ts';

/** How many words of a name can be found. */
export const SEARCHABLE_WORDS = 8;

/** Without regard to case and accents: compatibility decomposition, without the marks. */
const fold = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

const words = (text: string): string[] => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];

/** What a user can be found by, each once: the words of the name, and the whole e-mail address. */
export const searchWords = ({ name, email }: Pick<User, 'name' | 'email'>): string[] => [
  ...new Set([...words(name).slice(0, SEARCHABLE_WORDS), ...(email === undefined ? [] : [fold(email)])]),
];

/** What was typed, as prefixes that must all be found: an address as it stands, anything else word by word. */
export const searchPrefixes = (search: string): string[] =>
  search.includes('@') ? [fold(search.trim())] : words(search);

/** The partition in which a word is kept: its first character. */
export const initialOf = (word: string): string => String.fromCodePoint(word.codePointAt(0) ?? 0);

/** The sort key of an entry. User ids have no `#`, so the last one divides. */
export const searchEntry = (word: string, userId: string): string => `${word}#${userId}`;

export function parseSearchEntry(entry: string): { word: string; userId: string } {
  const divider = entry.lastIndexOf('#');
  return { word: entry.slice(0, divider), userId: entry.slice(divider + 1) };
}
