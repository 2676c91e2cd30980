import { PURPOSE_LABELS, USER_TYPE_LABELS } from '../labels/labels.tsx';
import { splitIds, type TokenFilters } from './list-query.ts';

const DATE = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const MOMENT = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** As short as it is exact: a day where the moment is its beginning here. */
function dateLabel(timestamp: string): string {
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
export function comparisonLabel(text: string): string {
  const [comparator = '', number = ''] = text.split(':');
  const words = COMPARATORS[comparator];
  return words === undefined ? text : words + number;
}

const WORDS: { [Name in keyof TokenFilters]-?: (value: string) => string } = {
  status: (value) => value,
  userId: (value) => `user ${value}`,
  anonymous: (value) => (value === 'true' ? 'anonymous' : 'not anonymous'),
  type: (value) => USER_TYPE_LABELS[value as keyof typeof USER_TYPE_LABELS].toLowerCase(),
  purpose: (value) => `for ${PURPOSE_LABELS[value as keyof typeof PURPOSE_LABELS].toLowerCase()}`,
  ids: (value) => (splitIds(value).length === 1 ? `id ${value}` : `${splitIds(value).length} ids`),
  expiresFrom: (value) => `expires from ${dateLabel(value)}`,
  expiresTo: (value) => `expires before ${dateLabel(value)}`,
  neverExpires: (value) => (value === 'true' ? 'never expires' : 'expires some day'),
  createdFrom: (value) => `created from ${dateLabel(value)}`,
  createdTo: (value) => `created before ${dateLabel(value)}`,
  updatedFrom: (value) => `changed from ${dateLabel(value)}`,
  updatedTo: (value) => `changed before ${dateLabel(value)}`,
  successfulAttempts: (value) => `${comparisonLabel(value)} successful attempts`,
  failedAttempts: (value) => `${comparisonLabel(value)} failed attempts`,
  oneTimeUse: (value) => (value === 'true' ? 'one time use' : 'reusable'),
};

/** Every filter that is set, in words. */
export const filterLabels = (filters: TokenFilters): { name: keyof TokenFilters; words: string }[] =>
  (Object.keys(WORDS) as (keyof TokenFilters)[]).flatMap((name) => {
    const value = filters[name];
    return value === undefined ? [] : [{ name, words: WORDS[name](value) }];
  });
