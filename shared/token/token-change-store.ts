import { isDeepStrictEqual } from 'node:util';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { sameDigest } from '../crypto/secret.ts';
import type { LastEvent } from '../event/event.ts';
import {
  conditionalWrite,
  hasEvent,
  ReturnValuesOnConditionCheckFailure,
  wasWritten,
} from '../storage/conditional-write.ts';
import type { Database } from '../storage/database.ts';
import { setOrRemove } from '../storage/set-or-remove.ts';
import { exists, limitsAreThese, versionIsThis } from './conditions.ts';
import { SLOTS } from './recent-writes.ts';
import { isToken, NEVER, type TokenItem } from './token-item.ts';

/** All writes to a token except those of redeeming: by administrators, and by the stream consumer. */

/** The attributes that a change sets; `undefined` removes one. */
export type TokenAttributes = Partial<Omit<TokenItem, 'id' | 'version' | 'lastEvent' | 'shard'>> & {
  lastEvent: LastEvent;
};

/**
 * Changes a token of this version, and raises the version. Returns the changed item; undefined when the token has another
 * version. A new `secretHash` removes the digest of the latest use: a use of the old secret cannot be repeated.
 */
export async function storeTokenChange(
  db: Database,
  { id, version }: Pick<TokenItem, 'id' | 'version'>,
  change: TokenAttributes,
): Promise<TokenItem | undefined> {
  const { ExpressionAttributeValues, ...update } = setOrRemove(
    { ...change, version: version + 1 },
    change.secretHash ? ['lastUse.digest'] : [],
  );
  const written = await conditionalWrite(
    db.client.send(
      new UpdateCommand({
        TableName: db.tables.tokens,
        Key: { id },
        ...update,
        ConditionExpression: `${exists} AND ${versionIsThis}`,
        ExpressionAttributeValues: { ...ExpressionAttributeValues, ':version': version },
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

/**
 * Whether an item is as the change leaves it. The last event does not tell: a refusal may have replaced it since. A new secret
 * is of this change alone, and the old one may have been used since, which counts.
 */
const isChanged = (item: TokenItem, version: number, { lastEvent: _, ...change }: TokenAttributes): boolean =>
  item.version === version + 1 &&
  Object.entries(change.secretHash ? { secretHash: change.secretHash } : change).every(([name, value]) =>
    isSame(item[name as keyof TokenItem], value),
  );

const isSame = (a: unknown, b: unknown): boolean =>
  a instanceof Uint8Array && b instanceof Uint8Array ? sameDigest(a, b) : isDeepStrictEqual(a, b);

/**
 * Stores an event that changes nothing else. Returns the item; undefined when the token has another version, or other limits
 * than those given.
 */
export async function setLastEvent(
  db: Database,
  { id, version, limits }: Pick<TokenItem, 'id' | 'version' | 'limits'>,
  event: LastEvent,
): Promise<TokenItem | undefined> {
  const written = await conditionalWrite(
    db.client.send(
      new UpdateCommand({
        TableName: db.tables.tokens,
        Key: { id },
        UpdateExpression: 'SET lastEvent = :event',
        ConditionExpression: [exists, versionIsThis, ...(limits ? [limitsAreThese] : [])].join(' AND '),
        ExpressionAttributeValues: { ':event': event, ':version': version, ':limits': limits },
        ReturnValues: 'ALL_NEW',
        ReturnValuesOnConditionCheckFailure,
      }),
    ),
  );
  return 'done' in written ? (written.done.Attributes as TokenItem) : undefined;
}

/** The attributes that a tombstone does not keep: the secret, the keys of the indexes, and personal data. */
const ERASED = [
  'secretHash',
  'previousHash',
  'previousUntil',
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
  'rotatedAt',
  ...SLOTS,
  'limits',
  'limitsAfter',
  'actor',
];

/**
 * Deletes a token, of this version if one is given: false when it does not exist or has another version. A tombstone
 * carries the event to the stream and tells sessions that the token was deleted, for `retention` seconds.
 */
export async function markTokenDeleted(
  db: Database,
  { id, version }: { id: string; version?: number | undefined },
  { event, retention }: { event: LastEvent; retention: number },
): Promise<boolean> {
  const written = await conditionalWrite(
    db.client.send(
      new UpdateCommand({
        TableName: db.tables.tokens,
        Key: { id },
        UpdateExpression: `SET lastEvent = :event, #ttl = :ttl REMOVE ${ERASED.map((attribute) => `#${attribute}`).join(', ')}`,
        ConditionExpression: version === undefined ? exists : `${exists} AND ${versionIsThis}`,
        ExpressionAttributeNames: {
          '#ttl': 'ttl',
          ...Object.fromEntries(ERASED.map((attribute) => [`#${attribute}`, attribute])),
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
  return wasWritten(written, hasEvent(event));
}

/**
 * Sets the TTL of a used-up token that never expires: `retention` seconds after its last use. Does nothing when it has
 * uses left again.
 */
export async function setTtlOfUsedUpToken(
  db: Database,
  id: string,
  { seenAt, retention }: { seenAt: number; retention: number },
): Promise<void> {
  await conditionalWrite(
    db.client.send(
      new UpdateCommand({
        TableName: db.tables.tokens,
        Key: { id },
        UpdateExpression: 'SET #ttl = :ttl',
        ConditionExpression: `${exists} AND attribute_not_exists(#ttl) AND expiresAt = :never AND uses >= maxUses`,
        ExpressionAttributeNames: { '#ttl': 'ttl' },
        ExpressionAttributeValues: {
          ':ttl': seenAt + retention,
          ':never': NEVER,
        },
      }),
    ),
  );
}
