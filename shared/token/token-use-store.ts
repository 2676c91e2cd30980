import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { sameDigest } from '../crypto/secret.ts';
import type { LastEvent } from '../event/event.ts';
import { conditionalWrite, ReturnValuesOnConditionCheckFailure } from '../storage/conditional-write.ts';
import type { Database } from '../storage/database.ts';
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
import type { TokenCondition } from './token-condition.ts';
import { isToken, NEVER, type TokenItem } from './token-item.ts';

/** The writes of redeeming. A one-time token is spent by `useToken`, in one conditional write. */

/** Milliseconds in which the same attempt of the same caller is the same use. */
export const ATTEMPT_WINDOW = 120_000;

export type Use = {
  id: string;
  secretHash: Uint8Array;
  /** The digest of the attempt and its caller. */
  attemptDigest: Uint8Array;
  /** Epoch milliseconds. */
  at: number;
  /** The conditions of the door, beyond a live token. */
  accepts: readonly TokenCondition[];
  event: LastEvent;
};

/** The one write of a redemption: done, or the token that did not allow it (undefined: none, or a deleted one). */
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
          ':attempt': attemptDigest,
          ':repeatableSince': at - ATTEMPT_WINDOW,
          ':use': { attempt: attemptDigest, at },
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

/** Counts a failed attempt. A token that was deleted meanwhile counts nothing. */
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
 * Keeps the use of a repeated attempt from being reverted. False when the request that made the use has reverted it, or
 * an administrator has closed the token: the attempt must not be let in then.
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
        ExpressionAttributeValues: { ':secretHash': secretHash, ':attempt': attemptDigest, ':true': true },
        ReturnValuesOnConditionCheckFailure,
      }),
    ),
  );
  return 'done' in written;
}

/** Other writes may come between this many times while a use is reverted. */
const REVERT_ATTEMPTS = 50;

export type Reversal = {
  attemptDigest: Uint8Array;
  /** `refused` counts a failed attempt in place of the use, `withdrawn` leaves the token as it was. */
  event: LastEvent;
  previousUse: TokenItem['lastUse'];
  /** Whether to revert a use that is no longer the latest one. */
  evenIfOvertaken: boolean;
};

/**
 * Reverts a use. One write is enough while it is the latest use and no repetition was let in by it. After another use,
 * the write names the event that it has seen last. When an earlier request may have been carried out, the use stays
 * spent: a use lost to a blocked user is better than a use given back twice.
 */
export async function revertUse(
  db: Database,
  used: TokenItem,
  { attemptDigest, event, previousUse, evenIfOvertaken }: Reversal,
): Promise<void> {
  let seen: TokenItem | undefined;
  for (let tries = 0; tries < REVERT_ATTEMPTS; tries++) {
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
              : { ':attempt': attemptDigest, ':previousUse': previousUse }),
            // A secret that was rotated meanwhile has uses of its own.
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
  lastUse.attempt !== undefined && sameDigest(lastUse.attempt, attemptDigest);
