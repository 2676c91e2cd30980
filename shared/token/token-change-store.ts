import { isDeepStrictEqual } from 'node:util';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { config } from '../../functions/runtime/config.ts';
import { sameDigest } from '../crypto/secret.ts';
import type { LastEvent } from '../event/event.ts';
import type { Database } from '../storage/database.ts';
import { conditional } from '../storage/unavailable.ts';
import { exists, ReturnValuesOnConditionCheckFailure, versionIsThis } from './conditions.ts';
import { isToken, NEVER, type TokenItem } from './token-item.ts';

/** The writes of administrators and of time: everything that is done to a token but redeeming it. */

const TableName = config.tables.tokens;

/** The attributes an administrator's change sets; `undefined` removes one. */
export type Change = Partial<Omit<TokenItem, 'id' | 'version' | 'lastEvent' | 'shard'>> & {
  lastEvent: LastEvent;
};

/**
 * Changes a token that still has `version`, and raises it: the changed item, or undefined when it is another by now.
 * `forget` names paths within attributes to remove.
 */
export async function changeToken(
  db: Database,
  { id, version }: Pick<TokenItem, 'id' | 'version'>,
  change: Change,
  forget: readonly string[] = [],
): Promise<TokenItem | undefined> {
  const names: Record<string, string> = {};
  const values: Record<string, unknown> = { ':version': version, ':next': version + 1 };
  const set = ['version = :next'];
  const remove = [...forget];
  for (const [attribute, value] of Object.entries(change)) {
    names[`#${attribute}`] = attribute;
    if (value === undefined) {
      remove.push(`#${attribute}`);
    } else {
      set.push(`#${attribute} = :${attribute}`);
      values[`:${attribute}`] = value;
    }
  }
  const written = await conditional(
    db.send(
      new UpdateCommand({
        TableName,
        Key: { id },
        UpdateExpression: `SET ${set.join(', ')}${remove.length > 0 ? ` REMOVE ${remove.join(', ')}` : ''}`,
        ConditionExpression: `${exists} AND ${versionIsThis}`,
        ExpressionAttributeNames: names,
        ExpressionAttributeValues: values,
        ReturnValues: 'ALL_NEW',
        ReturnValuesOnConditionCheckFailure,
      }),
    ),
  );
  if ('done' in written) return written.done.Attributes as TokenItem;
  return written.retried && isToken(written.met) && isChanged(written.met, version, change)
    ? written.met
    : undefined;
}

/** Whether an item is as the change would have left it: the change was carried out and its answer lost, or it need not be. */
const isChanged = (item: TokenItem, version: number, { lastEvent: _, ...change }: Change): boolean =>
  item.version === version + 1 &&
  Object.entries(change).every(([name, value]) => isSame(item[name as keyof TokenItem], value));

const isSame = (a: unknown, b: unknown): boolean =>
  a instanceof Uint8Array && b instanceof Uint8Array ? sameDigest(a, b) : isDeepStrictEqual(a, b);

/** Leaves an event on a token that still has `version` and changes nothing else: the item, or undefined. */
export async function noteEvent(
  db: Database,
  { id, version }: Pick<TokenItem, 'id' | 'version'>,
  event: LastEvent,
): Promise<TokenItem | undefined> {
  const written = await conditional(
    db.send(
      new UpdateCommand({
        TableName,
        Key: { id },
        UpdateExpression: 'SET lastEvent = :event',
        ConditionExpression: `${exists} AND ${versionIsThis}`,
        ExpressionAttributeValues: { ':event': event, ':version': version },
        ReturnValues: 'ALL_NEW',
        ReturnValuesOnConditionCheckFailure,
      }),
    ),
  );
  return 'done' in written ? (written.done.Attributes as TokenItem) : undefined;
}

/** All that goes when a token is deleted: the secret, what the indexes are made of, and what it said of anybody. */
const BURIED = [
  'secretHash',
  'sealedSecret',
  'userId',
  'incarnation',
  'shard',
  'expiryKey',
  'updatedKey',
  'extra',
  'reason',
  'lastUse',
  'createdBy',
  'rotatedBy',
];

/**
 * Deletes a token, of that version if one is given: whether it did. What is left is a tombstone that no index knows,
 * for the stream to tell of and for time to live to take away after `retention` seconds.
 */
export async function buryToken(
  db: Database,
  { id, version }: { id: string; version?: number | undefined },
  { event, retention }: { event: LastEvent; retention: number },
): Promise<boolean> {
  const written = await conditional(
    db.send(
      new UpdateCommand({
        TableName,
        Key: { id },
        UpdateExpression: `SET lastEvent = :event, #ttl = :ttl REMOVE ${BURIED.map((attribute) => `#${attribute}`).join(', ')}`,
        ConditionExpression: version === undefined ? exists : `${exists} AND ${versionIsThis}`,
        ExpressionAttributeNames: {
          '#ttl': 'ttl',
          ...Object.fromEntries(BURIED.map((attribute) => [`#${attribute}`, attribute])),
        },
        ExpressionAttributeValues: {
          ':event': event,
          ':ttl': event.at + retention,
          ':version': version,
        },
        ReturnValuesOnConditionCheckFailure,
      }),
    ),
  );
  return 'done' in written || written.met?.lastEvent?.id === event.id;
}

/**
 * Lets time to live take a used-up token that never expires, unless it has been given more uses meanwhile: `retention`
 * seconds after its last use.
 */
export async function retireUsedToken(
  db: Database,
  id: string,
  { usedAt, retention }: { usedAt: number; retention: number },
): Promise<void> {
  await conditional(
    db.send(
      new UpdateCommand({
        TableName,
        Key: { id },
        UpdateExpression: 'SET #ttl = :ttl',
        ConditionExpression: `${exists} AND attribute_not_exists(#ttl) AND expiresAt = :never AND uses >= maxUses`,
        ExpressionAttributeNames: { '#ttl': 'ttl' },
        ExpressionAttributeValues: {
          ':ttl': usedAt + retention,
          ':never': NEVER,
        },
      }),
    ),
  );
}
