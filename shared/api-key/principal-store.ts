import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { toSeconds } from '../clock.ts';
import type { Actor, LastEvent } from '../event/event.ts';
import { isIdentityId, keyIdOf } from '../principal/principal.ts';
import {
  conditionalWrite,
  hasEvent,
  ReturnValuesOnConditionCheckFailure,
} from '../storage/conditional-write.ts';
import type { Database, Item } from '../storage/database.ts';
import { type ScanPage, scanItems } from '../storage/scan.ts';
import { type Actions, transact } from '../storage/transact.ts';
import { getApiKey, getKeyItem, isExpired, keyLives } from './api-key-store.ts';

/** The reason in the events of what an offboarding deletes. */
export const OFFBOARDED = 'offboarded';

/** Whether an identity was offboarded. Its mark is an item of the table of keys, under the id of the principal. */
export async function isOffboarded(db: Database, id: string): Promise<boolean> {
  const item = await getKeyItem(db, id);
  return item !== undefined && isMark(item);
}

/**
 * Whether the principal that began something at `since` was deleted or offboarded, or has expired, at `time` (both epoch
 * milliseconds): one consistent read. A key that has a new life after its expiry, and an identity that was reinstated, have
 * not begun what was before. Doors and the operator of the account are never gone.
 */
export async function isPrincipalGone(
  db: Database,
  { id, since }: { id: string; since: number },
  time: number,
): Promise<boolean> {
  if (isIdentityId(id)) {
    const item = await getKeyItem(db, id);
    return item !== undefined && (isMark(item) || since < (item.reinstatedAt ?? 0));
  }
  const keyId = keyIdOf(id);
  if (keyId === undefined) return false;
  const key = await getApiKey(db, keyId);
  return !key || isExpired(key, toSeconds(time)) || since < (key.renewedAt ?? 0) * 1_000;
}

/**
 * The condition of a transaction that a principal was neither deleted nor offboarded, nor has expired, at an instant in epoch
 * seconds.
 */
export function principalLives(db: Database, id: string, now: number): Actions[number] {
  const keyId = keyIdOf(id);
  if (keyId !== undefined) return keyLives(db, keyId, now);
  return {
    ConditionCheck: {
      TableName: db.tables.keys,
      Key: { id },
      ConditionExpression: 'attribute_not_exists(offboarded)',
    },
  };
}

/**
 * Marks an identity as offboarded, on the condition that another principal lives: `survivor_gone` when it does not. Changes
 * nothing when it is marked already.
 */
export async function markOffboardedBeside(
  db: Database,
  id: string,
  survivorLives: Actions[number],
  event: LastEvent,
): Promise<'offboarded' | 'survivor_gone'> {
  const cancelled = await transact(db, [
    {
      Update: {
        TableName: db.tables.keys,
        Key: { id },
        UpdateExpression: 'SET offboarded = :true, lastEvent = :event REMOVE #ttl',
        ConditionExpression: 'attribute_not_exists(offboarded)',
        ExpressionAttributeNames: { '#ttl': 'ttl' },
        ExpressionAttributeValues: { ':true': true, ':event': event },
        ReturnValuesOnConditionCheckFailure,
      },
    },
    survivorLives,
  ]);
  const [own, survivor] = cancelled ?? [];
  const isOwn = own?.item !== undefined && hasEvent(event)(own.item);
  return survivor?.code === 'ConditionalCheckFailed' && !isOwn ? 'survivor_gone' : 'offboarded';
}

/** Removes the mark of an identity. Changes nothing when it has none. Keeps the event for `retention` seconds. `time` is in epoch milliseconds. */
export async function markReinstated(
  db: Database,
  id: string,
  { event, retention, time }: { event: LastEvent; retention: number; time: number },
): Promise<void> {
  await conditionalWrite(
    db.client.send(
      new UpdateCommand({
        TableName: db.tables.keys,
        Key: { id },
        UpdateExpression: 'SET lastEvent = :event, reinstatedAt = :time, #ttl = :ttl REMOVE offboarded',
        ConditionExpression: 'attribute_exists(offboarded)',
        ExpressionAttributeNames: { '#ttl': 'ttl' },
        ExpressionAttributeValues: { ':event': event, ':time': time, ':ttl': event.at + retention },
        ReturnValuesOnConditionCheckFailure,
      }),
    ),
  );
}

/** An identity that was offboarded. `at` is epoch seconds. */
export type OffboardedIdentity = { id: string; at: number; by: Actor };

/** The offboarded identities after an id of the table, in the order of a Scan; undefined for each other item. */
export async function* scanOffboarded(
  db: Database,
  page: ScanPage,
): AsyncGenerator<{ position: string; identity: OffboardedIdentity | undefined }> {
  for await (const item of scanItems(db, 'keys', page))
    yield { position: String(item.id), identity: isMark(item) ? identityOf(item) : undefined };
}

type Mark = { id: string; lastEvent: LastEvent };

const isMark = (item: Item): item is Mark => item.offboarded === true;

const identityOf = ({ id, lastEvent: { at, by } }: Mark): OffboardedIdentity => ({ id, at, by });
