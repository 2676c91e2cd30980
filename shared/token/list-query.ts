import { idBound, isId } from '../crypto/id.ts';
import type { KeyQuery, Range } from '../storage/ordered-keys.ts';
import { ALL_SHARDS } from '../tables.ts';
import type { Sort, TokenFilters } from './filter.ts';
import { isTimeKey, type TokenItem, timeBound } from './token-item.ts';

/** Sorts after every id and every key of an index. */
const LAST = '~';

/** What tokens can be ordered by: the index that has the order, and the sort key in it. */
const ORDERS = {
  createdAt: { index: 'byCreated', sortKey: 'id', range: createdRange },
  expiresAt: { index: 'byExpiry', sortKey: 'expiryKey', range: expiryRange },
  updatedAt: { index: 'byUpdated', sortKey: 'updatedKey', range: updatedRange },
} as const;

export type Order = { by: keyof typeof ORDERS; descending: boolean };

/** The order asked for. Without a word, a list limited to a range of expiry or change is in that order: its index has it. */
export function orderOf({ sort, ...filters }: TokenFilters): Order {
  return parseSort(sort ?? (rangeOf(filters) === 'createdAt' ? '-createdAt' : `-${rangeOf(filters)}`));
}

function rangeOf({
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

/** Where a token stands in an order: what a cursor holds. */
export const positionOf = (item: TokenItem, { by }: Order): string => item[ORDERS[by].sortKey];

/** Whether a text can be a position in an order. */
export const isPosition = (text: string, { by }: Order): boolean =>
  by === 'createdAt' ? isId(text) : isTimeKey(text);

/** Reads the index over all tokens that has the order, within the range that the filters leave of it. */
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

/** Reads the tokens of one user, by creation. */
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

const bound = (seconds: number | undefined, otherwise: string, write: (seconds: number) => string): string =>
  seconds === undefined ? otherwise : write(Math.max(seconds, 0));

function createdRange({ createdFrom, createdTo }: TokenFilters): Range {
  const write = (seconds: number) => idBound(seconds * 1000);
  return { from: bound(createdFrom, '0', write), to: bound(createdTo, LAST, write) };
}

function expiryRange({ expiresFrom, expiresTo }: TokenFilters): Range {
  return { from: bound(expiresFrom, '0', timeBound), to: bound(expiresTo, LAST, timeBound) };
}

function updatedRange({ updatedFrom, updatedTo }: TokenFilters): Range {
  return { from: bound(updatedFrom, '0', timeBound), to: bound(updatedTo, LAST, timeBound) };
}
