import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { LastEvent } from '../event/event.ts';
import { batchGet } from '../storage/batch-get.ts';
import { hasEvent, ReturnValuesOnConditionCheckFailure } from '../storage/conditional-write.ts';
import type { Database, Item } from '../storage/database.ts';
import { scanItems } from '../storage/scan.ts';
import { type Actions, transact } from '../storage/transact.ts';
import { initialOf, parseSearchEntry, searchEntry, searchWords } from './search-words.ts';
import { ANONYMOUS, type User } from './user.ts';

/**
 * An id that no user has. A limited principal waits for the read of a user where there is none to read: else the time of a
 * refusal would tell what exists outside of its scope.
 */
export const NOBODY = ANONYMOUS;

/** Whether an item is a user. A deleted one has only its last event. */
export const isUser = (item: Item | undefined): item is User => item?.incarnation !== undefined;

/** Consistent read: a user who was just disabled must not be logged in. */
export const getUser = async (db: Database, id: string): Promise<User | undefined> =>
  (await getUserRecord(db, id)).user;

/** The user of an id, and the last version of one: a deleted user leaves it, so that no later user of the id has it again. */
export async function getUserRecord(
  db: Database,
  id: string,
): Promise<{ user: User | undefined; lastVersion: number }> {
  const { Item } = await db.client.send(
    new GetCommand({ TableName: db.tables.users, Key: { id }, ConsistentRead: true }),
  );
  return { user: isUser(Item) ? Item : undefined, lastVersion: Number(Item?.version ?? 0) };
}

/** The existing users of some ids, by id: one request per 100 ids. */
export async function getUsers(db: Database, ids: Iterable<string>): Promise<Map<string, User>> {
  const keys = [...new Set(ids)].map((id) => ({ id }));
  const users = (await batchGet(db, 'users', keys)).filter(isUser);
  return new Map(users.map((user) => [user.id, user]));
}

/**
 * Stores a user in place of `before`, with the search entries, in one transaction: false when another request has changed
 * the user since `before` was read, or, without one, has made or deleted a user of this id since the last version was read.
 */
export const storeUser = (db: Database, user: User, before: User | undefined): Promise<boolean> =>
  replace(db, { before, after: user }, user);

/**
 * Deletes a user with the search entries: false when another request has changed the user since `before` was read. Keeps
 * the last event and the version for `retention` seconds.
 */
export const markUserDeleted = (
  db: Database,
  before: User,
  { event, retention }: { event: LastEvent; retention: number },
): Promise<boolean> =>
  replace(
    db,
    { before, after: undefined },
    { id: before.id, version: before.version, lastEvent: event, ttl: event.at + retention },
  );

async function replace(
  db: Database,
  { before, after }: { before: User | undefined; after: User | undefined },
  item: Pick<User, 'id' | 'version' | 'lastEvent'> & { ttl?: number },
): Promise<boolean> {
  const put = {
    TableName: db.tables.users,
    Item: item,
    ...(before ? unchanged(before) : stillMissing(item.version - 1)),
    ReturnValuesOnConditionCheckFailure,
  } as const;
  const cancelled = await transact(db, [{ Put: put }, ...searchChanges(db, before, after)]);
  const met = cancelled?.[0]?.item;
  return !cancelled || (met !== undefined && hasEvent(item.lastEvent)(met));
}

/** There is no user, and there was none after this version. */
const stillMissing = (lastVersion: number) =>
  lastVersion === 0
    ? { ConditionExpression: 'attribute_not_exists(version)' }
    : {
        ConditionExpression: 'attribute_not_exists(incarnation) AND version = :version',
        ExpressionAttributeValues: { ':version': lastVersion },
      };

/** The user was neither changed, nor deleted and created again, since it was read. */
const unchanged = ({ version, incarnation }: User) => ({
  ConditionExpression: 'version = :version AND incarnation = :incarnation',
  ExpressionAttributeValues: { ':version': version, ':incarnation': incarnation },
});

function searchChanges(db: Database, before: User | undefined, after: User | undefined): Actions {
  const TableName = db.tables.userSearch;
  const old = new Set(before ? searchWords(before) : []);
  const now = new Set(after ? searchWords(after) : []);
  const id = (after ?? before)?.id ?? '';
  const entry = (word: string) => ({ initial: initialOf(word), entry: searchEntry(word, id) });
  return [
    ...[...now].filter((word) => !old.has(word)).map((word) => ({ Put: { TableName, Item: entry(word) } })),
    ...[...old].filter((word) => !now.has(word)).map((word) => ({ Delete: { TableName, Key: entry(word) } })),
  ];
}

export type SearchPage = { entries: { word: string; userId: string }[]; next: string | undefined };

/** The entries whose word begins with `prefix`, after another entry, in the order of words and ids: one query. */
export async function searchUsers(
  db: Database,
  prefix: string,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<SearchPage> {
  const initial = initialOf(prefix);
  const { Items = [], LastEvaluatedKey } = await db.client.send(
    new QueryCommand({
      TableName: db.tables.userSearch,
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

/** The users after an id, in the order of a Scan; undefined for each deleted one. */
export async function* scanUsers(
  db: Database,
  page: { after: string | undefined; pageSize: number },
): AsyncGenerator<{ position: string; user: User | undefined }> {
  for await (const item of scanItems(db, 'users', page))
    yield { position: String(item.id), user: isUser(item) ? item : undefined };
}
