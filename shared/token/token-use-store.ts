import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { sameDigest } from '../crypto/secret.ts';
import type { LastEvent } from '../event/event.ts';
import { conditionalWrite, ReturnValuesOnConditionCheckFailure } from '../storage/conditional-write.ts';
import type { Database } from '../storage/database.ts';
import type { TokenCondition } from './conditions.ts';
import {
  enabled,
  exists,
  notThisAttempt,
  secretIsThis,
  thisAttempt,
  unexpired,
  unspent,
} from './conditions.ts';
import { markValues, markWrite, unmarked } from './recent-writes.ts';
import { isToken, secretMark, type TokenItem } from './token-item.ts';

/** Milliseconds in which a caller can repeat an attempt: it is the same use. */
export const ATTEMPT_WINDOW = 120_000;

export type Use = {
  id: string;
  secretHash: Uint8Array;
  /** The digest of the attempt and its caller. */
  attemptDigest: Uint8Array;
  /** Epoch milliseconds. */
  at: number;
  /** The conditions of the door, besides those of every use. */
  accepts: readonly TokenCondition[];
  event: LastEvent;
};

/** Uses a token: returns the item before the write, or the item that did not allow it (undefined: missing or deleted). */
export async function useToken(
  db: Database,
  { id, secretHash, attemptDigest, at, accepts, event }: Use,
): Promise<{ before: TokenItem } | { met: TokenItem | undefined }> {
  const written = await conditionalWrite(
    db.client.send(
      new UpdateCommand({
        TableName: db.tables.tokens,
        Key: { id },
        UpdateExpression: `SET lastUse = :use, lastEvent = :event, ${markWrite} ADD uses :one, successfulAttempts :one`,
        ConditionExpression: [
          ...[secretIsThis, enabled, unexpired, unspent, notThisAttempt, unmarked],
          ...accepts.map(({ expression }) => expression),
        ].join(' AND '),
        ExpressionAttributeNames: { '#at': 'at' },
        ExpressionAttributeValues: {
          ':secretHash': secretHash,
          ':now': event.at,
          ':digest': attemptDigest,
          ':repeatableSince': at - ATTEMPT_WINDOW,
          ':use': { digest: attemptDigest, at, secret: secretMark(secretHash) },
          ':event': event,
          ':one': 1,
          ...markValues(event),
          ...Object.assign({}, ...accepts.map(({ values }) => values)),
        },
        ReturnValues: 'ALL_OLD',
        ReturnValuesOnConditionCheckFailure,
      }),
    ),
  );
  if ('done' in written) return { before: written.done.Attributes as TokenItem };
  return { met: isToken(written.met) ? written.met : undefined };
}

/** Counts a failed attempt, unless the token was deleted meanwhile. */
export async function countRefusal(db: Database, id: string, event: LastEvent): Promise<void> {
  await conditionalWrite(
    db.client.send(
      new UpdateCommand({
        TableName: db.tables.tokens,
        Key: { id },
        UpdateExpression: `SET lastEvent = :event, ${markWrite} ADD failedAttempts :one`,
        ConditionExpression: `${exists} AND ${unmarked}`,
        ExpressionAttributeValues: { ':event': event, ':one': 1, ...markValues(event) },
        ReturnValuesOnConditionCheckFailure,
      }),
    ),
  );
}

/**
 * Protects the use of a repeated attempt from being reverted. False when the request that wrote the use has reverted it, or
 * the token was disabled, rotated or deleted: the repetition must not be let in.
 */
export async function confirmUse(
  db: Database,
  { id, secretHash, attemptDigest, event }: Pick<Use, 'id' | 'secretHash' | 'attemptDigest' | 'event'>,
): Promise<boolean> {
  const written = await conditionalWrite(
    db.client.send(
      new UpdateCommand({
        TableName: db.tables.tokens,
        Key: { id },
        UpdateExpression: 'SET lastUse.repeated = :true',
        ConditionExpression: [secretIsThis, enabled, thisAttempt].join(' AND '),
        ExpressionAttributeValues: {
          ':secretHash': secretHash,
          ':now': event.at,
          ':digest': attemptDigest,
          ':true': true,
        },
        ReturnValuesOnConditionCheckFailure,
      }),
    ),
  );
  return 'done' in written;
}

/** Whether the latest use of a token is of this attempt. */
export const isLatestUse = ({ lastUse }: TokenItem, attemptDigest: Uint8Array): boolean =>
  lastUse.digest !== undefined && sameDigest(lastUse.digest, attemptDigest);
