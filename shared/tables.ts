/** The tables as plain data: the CDK app, the local runtime and the tests make them from this, and nothing else does. */

type Key = { partition: string; sort?: string };
export type Index = Required<Key>;
export type Table = Key & { indexes: Record<string, Index>; ttl: boolean; stream: boolean };

/**
 * Indexes project keys only and hold no attribute that redeeming changes: a redemption costs one write unit however
 * many there are. Every attribute is text.
 */
export const TABLES = {
  /** A token id is a UUIDv7 and sorts by creation, so it serves as the sort key of what is listed by creation. */
  tokens: {
    partition: 'id',
    indexes: {
      byUser: { partition: 'userId', sort: 'id' },
      byCreated: { partition: 'shard', sort: 'id' },
      byExpiry: { partition: 'shard', sort: 'expiryKey' },
      byUpdated: { partition: 'shard', sort: 'updatedKey' },
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
  /** One item: what administrators have set. */
  settings: { partition: 'id', indexes: {}, ttl: false, stream: true },
  transient: { partition: 'id', indexes: {}, ttl: true, stream: false },
} as const satisfies Record<string, Table>;

export type TableName = keyof typeof TABLES;
export const TABLE_NAMES = Object.keys(TABLES) as TableName[];

/** The attribute that DynamoDB's time to live reads, in every table that has one: epoch seconds. */
export const TTL_ATTRIBUTE = 'ttl';

/** The name of the environment variable that tells functions what a table is called in this deployment. */
export const tableVariable = (table: TableName): string =>
  `${table.replace(/[A-Z]/g, (capital) => `_${capital}`).toUpperCase()}_TABLE`;
