import { PURPOSE_LABELS, USER_TYPE_LABELS } from '../labels/labels.tsx';
import { LOCALE } from '../ui/locale.ts';
import { splitIds, type TokenFilters } from './list-query.ts';

const DATE = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium' });
const MOMENT = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeStyle: 'short' });

/** A date, with the time unless it is local midnight. */
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

/** «at least 3» for `gte:3`; other text stays unchanged. */
export function comparisonLabel(text: string): string {
  const [comparator = '', number = ''] = text.split(':');
  const label = COMPARATORS[comparator];
  return label === undefined ? text : label + number;
}

const LABELS: { [Name in keyof TokenFilters]-?: (value: string) => string } = {
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

/** A label for every filter that is set. */
export const filterLabels = (filters: TokenFilters): { name: keyof TokenFilters; label: string }[] =>
  (Object.keys(LABELS) as (keyof TokenFilters)[]).flatMap((name) => {
    const value = filters[name];
    return value === undefined ? [] : [{ name, label: LABELS[name](value) }];
  });
