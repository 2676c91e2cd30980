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
  notThisEvent,
  secretIsThis,
  thisAttempt,
  unexpired,
  unrepeated,
  unspent,
} from './conditions.ts';
import { isToken, NEVER, type TokenItem } from './token-item.ts';

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
        UpdateExpression: 'SET lastUse = :use, lastEvent = :event ADD uses :one, successfulAttempts :one',
        ConditionExpression: [
          ...[secretIsThis, enabled, unexpired, unspent, notThisAttempt],
          ...accepts.map(({ expression }) => expression),
        ].join(' AND '),
        ExpressionAttributeNames: { '#at': 'at' },
        ExpressionAttributeValues: {
          ':secretHash': secretHash,
          ':now': event.at,
          ':digest': attemptDigest,
          ':repeatableSince': at - ATTEMPT_WINDOW,
          ':use': { digest: attemptDigest, at },
          ':event': event,
          ':one': 1,
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
        UpdateExpression: 'SET lastEvent = :event ADD failedAttempts :one',
        ConditionExpression: `${exists} AND ${notThisEvent}`,
        ExpressionAttributeValues: { ':event': event, ':eventId': event.id, ':one': 1 },
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
  { id, secretHash, attemptDigest }: Pick<Use, 'id' | 'secretHash' | 'attemptDigest'>,
): Promise<boolean> {
  const written = await conditionalWrite(
    db.client.send(
      new UpdateCommand({
        TableName: db.tables.tokens,
        Key: { id },
        UpdateExpression: 'SET lastUse.repeated = :true',
        ConditionExpression: [secretIsThis, enabled, thisAttempt].join(' AND '),
        ExpressionAttributeValues: { ':secretHash': secretHash, ':digest': attemptDigest, ':true': true },
        ReturnValuesOnConditionCheckFailure,
      }),
    ),
  );
  return 'done' in written;
}

/** Each attempt fails when another write to the token is faster. */
const REVERT_TRIES = 50;

export type Reversal = {
  attemptDigest: Uint8Array;
  /** `refused` counts a failed attempt instead of the use; `withdrawn` counts nothing. */
  event: LastEvent;
  previousUse: TokenItem['lastUse'];
  /** Reverts the use also when it is no longer the latest one. */
  evenIfOvertaken: boolean;
};

/**
 * Reverts a use: one write while it is the latest use and was not repeated. After another use it writes on the condition
 * that the last event has not changed. When an earlier request may have been carried out, the use stays spent: giving
 * back two uses for one would be worse.
 */
export async function revertUse(
  db: Database,
  used: TokenItem,
  { attemptDigest, event, previousUse, evenIfOvertaken }: Reversal,
): Promise<void> {
  let seen: TokenItem | undefined;
  for (let tries = 0; tries < REVERT_TRIES; tries++) {
    const sameSecret = !seen || sameDigest(seen.secretHash, used.secretHash);
    const written = await conditionalWrite(
      db.client.send(
        new UpdateCommand({
          TableName: db.tables.tokens,
          Key: { id: used.id },
          UpdateExpression: [
            `SET lastEvent = :event${seen ? '' : ', lastUse = :previousUse'}`,
            'ADD uses :uses, successfulAttempts :minusOne, failedAttempts :failed',
            ...(used.expiresAt === NEVER ? ['REMOVE #ttl'] : []),
          ].join(' '),
          ConditionExpression: seen
            ? `${exists} AND lastEvent.id = :seen`
            : `${thisAttempt} AND ${unrepeated}`,
          ...(used.expiresAt === NEVER && { ExpressionAttributeNames: { '#ttl': 'ttl' } }),
          ExpressionAttributeValues: {
            ':event': event,
            ...(seen
              ? { ':seen': seen.lastEvent.id }
              : { ':digest': attemptDigest, ':previousUse': previousUse }),
            // A rotated secret counts its own uses.
            ':uses': sameSecret ? -1 : 0,
            ':minusOne': -1,
            ':failed': event.type === 'refused' ? 1 : 0,
          },
          ReturnValuesOnConditionCheckFailure,
        }),
      ),
    );
    if ('done' in written || written.retried || !evenIfOvertaken || !isToken(written.met)) return;
    if (isLatestUse(written.met, attemptDigest)) return;
    seen = written.met;
  }
}

/** Whether the latest use of a token is of this attempt. */
export const isLatestUse = ({ lastUse }: TokenItem, attemptDigest: Uint8Array): boolean =>
  lastUse.digest !== undefined && sameDigest(lastUse.digest, attemptDigest);
