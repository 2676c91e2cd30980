import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { RotatedSecret } from '../crypto/rotated-secret.ts';
import type { Actor, LastEvent } from '../event/event.ts';
import type { PunchOutAccess } from '../principal/principal.ts';
import type { Role } from '../principal/role.ts';
import {
  conditionalWrite,
  hasEvent,
  putIfAbsent,
  ReturnValuesOnConditionCheckFailure,
  wasWritten,
} from '../storage/conditional-write.ts';
import type { Database, Item } from '../storage/database.ts';
import { type ScanPage, scanItems } from '../storage/scan.ts';
import { setOrRemove } from '../storage/set-or-remove.ts';
import { type Actions, transact } from '../storage/transact.ts';

export type ApiKeyItem = RotatedSecret & {
  id: string;
  name: string;
  role: Role;
  /** E-mail domains as `canonicalDomain` has them; absent: no limit. Of a key for one user they are those of its maker. */
  domains?: readonly string[] | undefined;
  /** Only of the role `procurement`. */
  punchOut?: PunchOutAccess | undefined;
  /** Epoch seconds; absent: never. */
  expiresAt?: number | undefined;
  /** Epoch seconds: when a rotation gave the expired key a new life; absent: it never had expired. */
  renewedAt?: number | undefined;
  /** The start of the day of the latest use, in epoch seconds; 0: none. A tombstone has none, so that it is not marked. */
  lastUsedAt: number;
  createdBy: Actor;
  /** The ids of the principals that the key goes back to, from the first to its maker: it ends with each. A tombstone keeps them. */
  makers: readonly string[];
  /** Rises with every change. */
  version: number;
  lastEvent: LastEvent;
  ttl?: number | undefined;
};

/** Whether an item is a key. A deleted one has no secret any more. */
const isApiKey = (item: Item | undefined): item is ApiKeyItem => item?.secretHash !== undefined;

/** Whether a key has expired at an instant in epoch seconds. */
export const isExpired = ({ expiresAt }: Pick<ApiKeyItem, 'expiresAt'>, now: number): boolean =>
  expiresAt !== undefined && expiresAt <= now;

/** Consistent read. */
export async function getApiKey(db: Database, id: string): Promise<ApiKeyItem | undefined> {
  const item = await getKeyItem(db, id);
  return isApiKey(item) ? item : undefined;
}

/** A key, or what is left of a deleted one: it has no secret. Consistent read. */
export const getKeyRecord = async (
  db: Database,
  id: string,
): Promise<Omit<ApiKeyItem, 'secretHash'> | undefined> =>
  (await getKeyItem(db, id)) as ApiKeyItem | undefined;

/** Any item of the table: a key, a tombstone or the mark of an identity. Consistent read. */
export async function getKeyItem(db: Database, id: string): Promise<Item | undefined> {
  const { Item } = await db.client.send(
    new GetCommand({ TableName: db.tables.keys, Key: { id }, ConsistentRead: true }),
  );
  return Item;
}

/** Stores a new key: false when its id is taken. */
export const storeApiKey = async (db: Database, item: ApiKeyItem): Promise<boolean> =>
  wasWritten(await putIfAbsent(db, 'keys', item), hasEvent(item.lastEvent));

/**
 * The whole write that marks the use of a key: every function that authenticates may make it, and may touch no other attribute
 * (`MarkUse` of a route's access).
 */
export const MARK_USE = 'SET lastUsedAt = :day';

/** Marks that a key was used on a day (epoch seconds of its start), unless it is marked or deleted. */
export async function markApiKeyUsed(db: Database, id: string, day: number): Promise<void> {
  await conditionalWrite(
    db.client.send(
      new UpdateCommand({
        TableName: db.tables.keys,
        Key: { id },
        UpdateExpression: MARK_USE,
        ConditionExpression: 'lastUsedAt < :day',
        ExpressionAttributeValues: { ':day': day },
      }),
      { abortSignal: AbortSignal.timeout(MARK_TIMEOUT) },
    ),
  );
}

/** Milliseconds. The request that marks a use waits for it. */
const MARK_TIMEOUT = 500;

type RotatedName =
  | 'secretHash'
  | 'previousHash'
  | 'previousUntil'
  | 'domains'
  | 'expiresAt'
  | 'renewedAt'
  | 'ttl'
  | 'lastEvent';

/** What a rotation sets; it removes what is undefined here. */
export type RotationAttributes = { [Name in RotatedName]: ApiKeyItem[Name] };

/** Gives a key of this version a new secret. Returns the changed item; undefined when the key has another version. */
export async function storeRotation(
  db: Database,
  { id, version }: Pick<ApiKeyItem, 'id' | 'version'>,
  rotation: RotationAttributes,
): Promise<ApiKeyItem | undefined> {
  const { ExpressionAttributeValues, ...update } = setOrRemove({ ...rotation, version: version + 1 });
  const written = await conditionalWrite(
    db.client.send(
      new UpdateCommand({
        TableName: db.tables.keys,
        Key: { id },
        ...update,
        ConditionExpression: 'attribute_exists(secretHash) AND #version = :version',
        ExpressionAttributeValues: { ...ExpressionAttributeValues, ':version': version },
        ReturnValues: 'ALL_NEW',
        ReturnValuesOnConditionCheckFailure,
      }),
    ),
  );
  if ('done' in written) return written.done.Attributes as ApiKeyItem;
  return isApiKey(written.met) && hasEvent(rotation.lastEvent)(written.met) ? written.met : undefined;
}

/**
 * Deletes a key of this version: false when it does not exist or has another version. Keeps the last event for `retention`
 * seconds.
 */
export async function markApiKeyDeleted(
  db: Database,
  { id, version }: Pick<ApiKeyItem, 'id' | 'version'>,
  { event, retention }: { event: LastEvent; retention: number },
): Promise<boolean> {
  const written = await conditionalWrite(
    db.client.send(new UpdateCommand(tombstoneAction(db, { id, version }, { event, retention }))),
  );
  return wasWritten(written, hasEvent(event));
}

const tombstoneAction = (
  db: Database,
  { id, version }: Pick<ApiKeyItem, 'id' | 'version'>,
  { event, retention }: { event: LastEvent; retention: number },
) =>
  ({
    TableName: db.tables.keys,
    Key: { id },
    UpdateExpression:
      'SET lastEvent = :event, #ttl = :ttl REMOVE secretHash, previousHash, previousUntil, lastUsedAt',
    ConditionExpression: 'attribute_exists(secretHash) AND version = :version',
    ExpressionAttributeNames: { '#ttl': 'ttl' },
    ExpressionAttributeValues: { ':event': event, ':ttl': event.at + retention, ':version': version },
    ReturnValuesOnConditionCheckFailure,
  }) as const;

/** The condition of a transaction that a key is neither deleted nor expired, at an instant in epoch seconds. */
export const keyLives = (db: Database, id: string, now: number): Actions[number] => ({
  ConditionCheck: {
    TableName: db.tables.keys,
    Key: { id },
    ConditionExpression:
      'attribute_exists(secretHash) AND (attribute_not_exists(expiresAt) OR expiresAt > :now)',
    ExpressionAttributeValues: { ':now': now },
  },
});

/**
 * Deletes a key of this version, on the condition that another principal lives: `survivor_gone` when it does not. Of two such
 * deletions at once that name each other one fails.
 */
export async function markApiKeyDeletedBeside(
  db: Database,
  key: Pick<ApiKeyItem, 'id' | 'version'>,
  survivorLives: Actions[number],
  tombstone: { event: LastEvent; retention: number },
): Promise<'deleted' | 'changed' | 'survivor_gone'> {
  const cancelled = await transact(db, [{ Update: tombstoneAction(db, key, tombstone) }, survivorLives]);
  const [own, survivor] = cancelled ?? [];
  if (!cancelled || (own?.item && hasEvent(tombstone.event)(own.item))) return 'deleted';
  return survivor?.code === 'ConditionalCheckFailed' ? 'survivor_gone' : 'changed';
}

/** The keys after an id, in the order of a Scan; undefined for each deleted one. */
export async function* scanApiKeys(
  db: Database,
  page: ScanPage,
): AsyncGenerator<{ position: string; key: ApiKeyItem | undefined }> {
  for await (const item of scanItems(db, 'keys', page))
    yield { position: String(item.id), key: isApiKey(item) ? item : undefined };
}
