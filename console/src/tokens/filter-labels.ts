import { PURPOSE_WORDS, USER_TYPE_WORDS } from '../labels/labels.tsx';
import { splitIds, type TokenFilters } from './list-query.ts';

const DATE = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const MOMENT = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** As short as it is exact: a day where the moment is its beginning here. */
function dateWords(timestamp: string): string {
  const date = new Date(timestamp);
  if (Number.isNaN(date.getTime())) return timestamp;
  return (date.getHours() || date.getMinutes() ? MOMENT : DATE).format(date);
}

const COMPARATORS: Readonly<Record<string, string>> = {
  eq: '',
  ne: 'not ',
  gt: 'more than ',
  gte: 'at least ',
  lt: 'fewer than ',
  lte: 'at most ',
};

/** «at least 3»; text that is no comparison stays as it is. */
export function comparisonWords(text: string): string {
  const [comparator = '', number = ''] = text.split(':');
  const words = COMPARATORS[comparator];
  return words === undefined ? text : words + number;
}

const WORDS: { [Name in keyof TokenFilters]-?: (value: string) => string } = {
  status: (value) => value,
  userId: (value) => `user ${value}`,
  anonymous: (value) => (value === 'true' ? 'anonymous' : 'not anonymous'),
  type: (value) => USER_TYPE_WORDS[value as keyof typeof USER_TYPE_WORDS].toLowerCase(),
  purpose: (value) => `for ${PURPOSE_WORDS[value as keyof typeof PURPOSE_WORDS].toLowerCase()}`,
  ids: (value) => (splitIds(value).length === 1 ? `id ${value}` : `${splitIds(value).length} ids`),
  expiresFrom: (value) => `expires from ${dateWords(value)}`,
  expiresTo: (value) => `expires before ${dateWords(value)}`,
  neverExpires: (value) => (value === 'true' ? 'never expires' : 'expires some day'),
  createdFrom: (value) => `created from ${dateWords(value)}`,
  createdTo: (value) => `created before ${dateWords(value)}`,
  updatedFrom: (value) => `changed from ${dateWords(value)}`,
  updatedTo: (value) => `changed before ${dateWords(value)}`,
  successfulAttempts: (value) => `${comparisonWords(value)} successful attempts`,
  failedAttempts: (value) => `${comparisonWords(value)} failed attempts`,
  oneTimeUse: (value) => (value === 'true' ? 'one time use' : 'reusable'),
};

/** Every filter that is set, in words. */
export const filterWords = (filters: TokenFilters): { name: keyof TokenFilters; words: string }[] =>
  (Object.keys(WORDS) as (keyof TokenFilters)[]).flatMap((name) => {
    const value = filters[name];
    return value === undefined ? [] : [{ name, words: WORDS[name](value) }];
  });
