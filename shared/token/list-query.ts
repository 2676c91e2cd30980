import { idBound, isId } from '../crypto/id.ts';
import type { KeyQuery, Range } from '../storage/ordered-keys.ts';
import { ALL_SHARDS } from '../tables.ts';
import type { Sort, TokenFilters } from './filter.ts';
import { isTimeKey, type TokenItem, timeBound } from './token-item.ts';

/** Sorts after every key of an index. */
const LAST = '~';

/** The index and the sort key of each order, and the range of sort keys that the filters leave. */
const ORDERS = {
  createdAt: { index: 'byCreated', sortKey: 'id', range: createdRange },
  expiresAt: { index: 'byExpiry', sortKey: 'expiryKey', range: expiryRange },
  updatedAt: { index: 'byUpdated', sortKey: 'updatedKey', range: updatedRange },
} as const;

export type Order = { by: keyof typeof ORDERS; descending: boolean };

/** The order of a list. Without `sort` it is by creation, or by expiry or change if that has a range: one index serves both. */
export function orderOf({ sort, ...filters }: TokenFilters): Order {
  return sort === undefined ? { by: defaultOrder(filters), descending: true } : parseSort(sort);
}

function defaultOrder({
  expiresFrom,
  expiresTo,
  updatedFrom,
  updatedTo,
  userId,
  ids,
  ...rest
}: TokenFilters): Order['by'] {
  if (userId !== undefined || ids !== undefined) return 'createdAt';
  if (rest.createdFrom !== undefined || rest.createdTo !== undefined) return 'createdAt';
  if (expiresFrom !== undefined || expiresTo !== undefined) return 'expiresAt';
  return updatedFrom !== undefined || updatedTo !== undefined ? 'updatedAt' : 'createdAt';
}

const parseSort = (sort: Sort): Order =>
  sort.startsWith('-')
    ? { by: sort.slice(1) as Order['by'], descending: true }
    : { by: sort as Order['by'], descending: false };

/** The position of a token in an order, for a cursor. */
export const positionOf = (item: TokenItem, { by }: Order): string => item[ORDERS[by].sortKey];

/** Whether a text can be a position in an order. */
export const isPosition = (text: string, { by }: Order): boolean =>
  by === 'createdAt' ? isId(text) : isTimeKey(text);

/** The query of the tokens of all users, in an order. */
export function indexQuery(
  filters: TokenFilters,
  { by, descending }: Order,
): Omit<KeyQuery, 'after' | 'pageSize'> {
  const { index, sortKey, range } = ORDERS[by];
  return {
    table: 'tokens',
    index,
    partitionKey: 'shard',
    partitions: ALL_SHARDS,
    sortKey,
    range: range(filters),
    descending,
  };
}

/** The query of the tokens of one user, by creation. */
export const userQuery = (
  userId: string,
  filters: TokenFilters,
  descending: boolean,
): Omit<KeyQuery, 'after' | 'pageSize'> => ({
  table: 'tokens',
  index: 'byUser',
  partitionKey: 'userId',
  partitions: [userId],
  sortKey: 'id',
  range: createdRange(filters),
  descending,
});

/** The range between two instants (epoch seconds; undefined: open), as `format` writes an instant in a sort key. */
const rangeOf = (
  from: number | undefined,
  to: number | undefined,
  format: (seconds: number) => string,
): Range => ({
  from: from === undefined ? '0' : format(Math.max(from, 0)),
  to: to === undefined ? LAST : format(Math.max(to, 0)),
});

function createdRange({ createdFrom, createdTo }: TokenFilters): Range {
  return rangeOf(createdFrom, createdTo, (seconds) => idBound(seconds * 1000));
}

function expiryRange({ expiresFrom, expiresTo }: TokenFilters): Range {
  return rangeOf(expiresFrom, expiresTo, timeBound);
}

function updatedRange({ updatedFrom, updatedTo }: TokenFilters): Range {
  return rangeOf(updatedFrom, updatedTo, timeBound);
}
