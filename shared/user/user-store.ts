import { GetCommand, QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { config } from '../../functions/runtime/config.ts';
import type { LastEvent } from '../event/event.ts';
import { batchGet } from '../storage/batch-get.ts';
import type { Database } from '../storage/database.ts';
import { type Actions, transact } from '../storage/transact.ts';
import type { Item } from '../storage/unavailable.ts';
import { initialOf, parseSearchEntry, searchEntry, searchWords } from './search-words.ts';
import type { User } from './user.ts';

const TableName = config.tables.users;

/** A user that was deleted leaves the last event, so that the stream can tell of it, until time to live takes it. */
type UserItem = User | { id: string; lastEvent: LastEvent; ttl: number };

export const isUser = (item: Item | undefined): item is User => item?.incarnation !== undefined;

/** Read consistently: who was disabled a moment ago must not get in. */
export async function getUser(db: Database, id: string): Promise<User | undefined> {
  const { Item } = await db.send(new GetCommand({ TableName, Key: { id }, ConsistentRead: true }));
  return isUser(Item as UserItem | undefined) ? (Item as User) : undefined;
}

/** Those of the users that exist, by id: one request per 100. */
export async function getUsers(db: Database, ids: Iterable<string>): Promise<Map<string, User>> {
  const keys = [...new Set(ids)].map((id) => ({ id }));
  const items = (await batchGet(db, TableName, keys)) as UserItem[];
  return new Map(items.filter(isUser).map((user) => [user.id, user]));
}

/**
 * Stores a user in place of `before`, with the search entries, as one transaction: whether it did, or the user has
 * changed since `before` was read.
 */
export async function putUser(db: Database, user: User, before: User | undefined): Promise<boolean> {
  const unchanged = before ? isStill(before) : { ConditionExpression: 'attribute_not_exists(incarnation)' };
  const put = {
    Put: { TableName, Item: user, ...unchanged, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const },
  };
  return write(db, [put, ...searchChanges(before, user)], user.lastEvent);
}

/** Deletes a user and the search entries: whether it did, or the user has changed since `before` was read. */
export async function buryUser(db: Database, before: User, event: LastEvent): Promise<boolean> {
  const put = {
    Put: {
      TableName,
      Item: { id: before.id, lastEvent: event, ttl: event.at + config.historyRetention },
      ...isStill(before),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
    },
  };
  return write(db, [put, ...searchChanges(before, undefined)], event);
}

/** The condition that a user is the one that was read: not changed since, nor deleted and made again. */
const isStill = ({ version, incarnation }: User) => ({
  ConditionExpression: 'version = :version AND incarnation = :incarnation',
  ExpressionAttributeValues: { ':version': version, ':incarnation': incarnation },
});

async function write(db: Database, actions: Actions, event: LastEvent): Promise<boolean> {
  const cancelled = await transact(db, actions);
  return !cancelled || cancelled[0]?.item?.lastEvent?.id === event.id;
}

function searchChanges(before: User | undefined, after: User | undefined): Actions {
  const old = new Set(before ? searchWords(before) : []);
  const now = new Set(after ? searchWords(after) : []);
  const id = (after ?? before)?.id ?? '';
  const entry = (word: string) => ({ initial: initialOf(word), entry: searchEntry(word, id) });
  return [
    ...[...now]
      .filter((word) => !old.has(word))
      .map((word) => ({
        Put: { TableName: config.tables.userSearch, Item: entry(word) },
      })),
    ...[...old]
      .filter((word) => !now.has(word))
      .map((word) => ({
        Delete: { TableName: config.tables.userSearch, Key: entry(word) },
      })),
  ];
}

export type SearchPage = { entries: { word: string; userId: string }[]; next: string | undefined };

/** Entries whose word begins with `prefix`, in the order of words and ids, after a position (an entry): one query. */
export async function searchUsers(
  db: Database,
  prefix: string,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<SearchPage> {
  const initial = initialOf(prefix);
  const { Items = [], LastEvaluatedKey } = await db.send(
    new QueryCommand({
      TableName: config.tables.userSearch,
      KeyConditionExpression: 'initial = :initial AND begins_with(entry, :prefix)',
      ExpressionAttributeValues: { ':initial': initial, ':prefix': prefix },
      ExclusiveStartKey: after === undefined ? undefined : { initial, entry: after },
      Limit: limit,
    }),
  );
  return {
    entries: Items.map((item) => parseSearchEntry(String(item.entry))),
    next: LastEvaluatedKey?.entry,
  };
}

/** All users, and what deleted ones left, in no order that means anything, after a position (a user id): one request. */
export async function scanUsers(
  db: Database,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<{ scanned: { id: string; user: User | undefined }[]; next: string | undefined }> {
  const { Items = [], LastEvaluatedKey } = await db.send(
    new ScanCommand({
      TableName,
      ExclusiveStartKey: after === undefined ? undefined : { id: after },
      Limit: limit,
    }),
  );
  const scanned = (Items as UserItem[]).map((item) => ({
    id: item.id,
    user: isUser(item) ? item : undefined,
  }));
  return { scanned, next: LastEvaluatedKey?.id };
}
