import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { config } from '../../functions/runtime/config.ts';
import { sameDigest } from '../crypto/secret.ts';
import type { LastEvent } from '../event/event.ts';
import type { Database } from '../storage/database.ts';
import { conditional } from '../storage/unavailable.ts';
import {
  enabled,
  exists,
  fromSetUp,
  notFromSetUp,
  notThisAttempt,
  notThisEvent,
  purposeIs,
  ReturnValuesOnConditionCheckFailure,
  secretIsThis,
  thisAttempt,
  unexpired,
  unrepeated,
  unspent,
} from './conditions.ts';
import type { Purpose } from './token.ts';
import { isToken, NEVER, type TokenItem } from './token-item.ts';

const TableName = config.tables.tokens;

/** How long the same attempt of the same caller is the same success, in milliseconds. */
export const ATTEMPT_WINDOW = 120_000;

/** The purposes that a door is for; an empty list would be none to one reader and any to the next. */
export type Purposes = readonly [Purpose, ...Purpose[]];

export type Use = {
  id: string;
  secretHash: Uint8Array;
  /** Which attempt of which caller this is. */
  attempt: Uint8Array;
  /** When, in epoch milliseconds. */
  at: number;
  /** The purposes that may be used here; undefined: any. */
  purposes: Purposes | undefined;
  /** Whether this door is for tokens that a set-up of a punch-out has made, and for no others; else for all others. */
  setUp: boolean;
  event: LastEvent;
};

/** The one write of a redemption: done, or the item (a tombstone is none) that did not allow it. */
export async function useToken(db: Database, { id, secretHash, attempt, at, purposes, setUp, event }: Use) {
  const written = await conditional(
    db.send(
      new UpdateCommand({
        TableName,
        Key: { id },
        UpdateExpression: 'SET lastUse = :use, lastEvent = :event ADD uses :one, successfulAttempts :one',
        ConditionExpression: [
          ...[secretIsThis, enabled, unexpired, unspent, notThisAttempt],
          ...(purposes ? [purposeIs(purposes.length)] : []),
          setUp ? fromSetUp : notFromSetUp,
        ].join(' AND '),
        ExpressionAttributeNames: { '#at': 'at' },
        ExpressionAttributeValues: {
          ':secretHash': secretHash,
          ':now': event.at,
          ':attempt': attempt,
          ':repeatableSince': at - ATTEMPT_WINDOW,
          ':use': { attempt, at },
          ...Object.fromEntries(
            (purposes ?? []).map((purpose, position) => [`:purpose${position}`, purpose]),
          ),
          ':event': event,
          ':one': 1,
        },
        ReturnValues: 'ALL_OLD',
        ReturnValuesOnConditionCheckFailure,
      }),
    ),
  );
  if ('done' in written) return { before: written.done.Attributes as TokenItem };
  return { met: isToken(written.met) ? written.met : undefined };
}

/** Counts a failed attempt. A token deleted meanwhile counts nothing. */
export async function countRefusal(db: Database, id: string, event: LastEvent): Promise<void> {
  await conditional(
    db.send(
      new UpdateCommand({
        TableName,
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
 * Keeps the use of a repeated attempt from being taken back: whether it did, and the attempt may be let in by it. It is
 * not so when the request that made the use has taken it back, or somebody has closed the token.
 */
export async function confirmUse(
  db: Database,
  { id, secretHash, attempt }: Pick<Use, 'id' | 'secretHash' | 'attempt'>,
): Promise<boolean> {
  const written = await conditional(
    db.send(
      new UpdateCommand({
        TableName,
        Key: { id },
        UpdateExpression: 'SET lastUse.repeated = :true',
        ConditionExpression: [secretIsThis, enabled, thisAttempt].join(' AND '),
        ExpressionAttributeValues: { ':secretHash': secretHash, ':attempt': attempt, ':true': true },
        ReturnValuesOnConditionCheckFailure,
      }),
    ),
  );
  return 'done' in written;
}

/** As many others may come between while a use is taken back. */
const TAKE_BACK_ATTEMPTS = 50;

export type TakeBack = {
  attempt: Uint8Array;
  /** `refused` counts a failed attempt in place of the use, `withdrawn` leaves the token as it was. */
  event: LastEvent;
  previousUse: TokenItem['lastUse'];
  /** Whether a use that is not the latest any more is taken back too. */
  evenIfOvertaken: boolean;
};

/**
 * Gives a use back that must not stand. One write does when this is still the latest use, and nobody was let in by
 * repeating it. When another use came after it, the write names the event it has seen last; and where nobody can tell
 * whether an earlier request was carried out, the use stays spent: it is better lost to somebody who is blocked than
 * given back twice.
 */
export async function takeBackUse(
  db: Database,
  used: TokenItem,
  { attempt, event, previousUse, evenIfOvertaken }: TakeBack,
): Promise<void> {
  let seen: TokenItem | undefined;
  for (let tries = 0; tries < TAKE_BACK_ATTEMPTS; tries++) {
    const sameSecret = !seen || sameDigest(seen.secretHash, used.secretHash);
    const written = await conditional(
      db.send(
        new UpdateCommand({
          TableName,
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
            ...(seen ? { ':seen': seen.lastEvent.id } : { ':attempt': attempt, ':previousUse': previousUse }),
            // A secret rotated meanwhile has uses of its own.
            ':uses': sameSecret ? -1 : 0,
            ':minusOne': -1,
            ':failed': event.type === 'refused' ? 1 : 0,
          },
          ReturnValuesOnConditionCheckFailure,
        }),
      ),
    );
    if ('done' in written || written.retried || !evenIfOvertaken || !isToken(written.met)) return;
    if (isLatestUse(written.met, attempt)) return;
    seen = written.met;
  }
}

/** Whether a token's latest use is that of this attempt. */
export const isLatestUse = ({ lastUse }: TokenItem, attempt: Uint8Array): boolean =>
  lastUse.attempt !== undefined && sameDigest(lastUse.attempt, attempt);

export async function getToken(db: Database, id: string): Promise<TokenItem | undefined> {
  const { Item } = await db.send(new GetCommand({ TableName, Key: { id }, ConsistentRead: true }));
  return isToken(Item) ? Item : undefined;
}

/** Stores a new token. */
export async function putToken(db: Database, item: TokenItem): Promise<void> {
  const written = await conditional(db.send(new PutCommand(newTokenPut(item))));
  if ('met' in written && written.met?.lastEvent?.id !== item.lastEvent.id)
    throw new Error('a token of this id exists');
}

/** The put of a new token, for a transaction. */
export const newTokenPut = (item: TokenItem) =>
  ({
    TableName,
    Item: item,
    ConditionExpression: 'attribute_not_exists(id)',
    ReturnValuesOnConditionCheckFailure,
  }) as const;
