import { crc32 } from 'node:zlib';

/** The tables as plain data: the CDK app, the local runtime and the tests create them from this. */

type Key = { partition: string; sort?: string };
export type Index = Required<Key>;
export type Table = Key & { indexes: Record<string, Index>; ttl: boolean; stream: boolean };

/**
 * Indexes project keys only and hold no attribute that redeeming changes: a redemption costs one write unit, however
 * many indexes there are. Every key attribute is text.
 */
export const TABLES = {
  /** A token id is a UUIDv7, which sorts by creation time: it is the sort key of lists in order of creation. */
  tokens: {
    partition: 'id',
    indexes: {
      byUser: { partition: 'userId', sort: 'id' },
      byCreated: { partition: 'shard', sort: 'id' },
      byExpiry: { partition: 'shard', sort: 'expiryKey' },
      byUpdated: { partition: 'shard', sort: 'updatedKey' },
      /** Impersonations alone. */
      byActor: { partition: 'actor', sort: 'id' },
    },
    ttl: true,
    stream: true,
  },
  events: {
    partition: 'subject',
    sort: 'position',
    indexes: { byTime: { partition: 'day', sort: 'position' } },
    ttl: true,
    stream: false,
  },
  users: { partition: 'id', indexes: {}, ttl: true, stream: true },
  userSearch: { partition: 'initial', sort: 'entry', indexes: {}, ttl: false, stream: false },
  keys: { partition: 'id', indexes: {}, ttl: true, stream: true },
  counters: { partition: 'id', indexes: {}, ttl: true, stream: false },
  /** One item. */
  settings: { partition: 'id', indexes: {}, ttl: false, stream: true },
  /** Records that matter for a limited time; their kinds are in shared/transient/kinds.ts. */
  transient: { partition: 'id', indexes: {}, ttl: true, stream: false },
} as const satisfies Record<string, Table>;

export type TableName = keyof typeof TABLES;
export const TABLE_NAMES = Object.keys(TABLES) as TableName[];

/** Tables whose items carry their last event (`lastEvent`); their streams become the history. */
export type EventTable = {
  [Name in TableName]: (typeof TABLES)[Name]['stream'] extends true ? Name : never;
}[TableName];
export const EVENT_TABLES = TABLE_NAMES.filter((name): name is EventTable => TABLES[name].stream);

/**
 * The partitions of an index over all items of a table. Four take 4,000 writes a second. With a higher number new items
 * spread over more partitions at once, and lists read them all; do not lower it.
 */
const SHARDS = 4;

/** The partition keys of all shards. */
export const ALL_SHARDS: readonly string[] = Array.from({ length: SHARDS }, (_, shard) => String(shard));

/** The partition key of the shard of an id: 0 to 3. */
export const shardOf = (id: string): string => String(crc32(id) % SHARDS);

/** The attribute that DynamoDB's time to live reads, in every table that has one: epoch seconds. */
export const TTL_ATTRIBUTE = 'ttl';

/** The environment variable that holds the name of a table in this deployment: `userSearch` → `USER_SEARCH_TABLE`. */
export const tableVariable = (table: TableName): string =>
  `${table.replace(/[A-Z]/g, (capital) => `_${capital}`).toUpperCase()}_TABLE`;
