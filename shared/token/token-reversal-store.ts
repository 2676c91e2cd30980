import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { sameDigest } from '../crypto/secret.ts';
import type { LastEvent } from '../event/event.ts';
import { conditionalWrite, ReturnValuesOnConditionCheckFailure } from '../storage/conditional-write.ts';
import type { Database } from '../storage/database.ts';
import { exists, noPriorReverted, thisAttempt, unrepeated } from './conditions.ts';
import { isRecent, markValues, markWrite, unmarked } from './recent-writes.ts';
import { isToken, NEVER, type TokenItem } from './token-item.ts';
import { isLatestUse, type Use } from './token-use-store.ts';

/** Each try fails when another write to the token is faster. */
const TRIES = 50;

export type Reversal = {
  use: Use;
  /** `refused` counts a failed attempt instead of the use; `withdrawn` counts nothing. */
  event: LastEvent;
  previousUse: TokenItem['lastUse'];
  /** The hash of the present secret at the use: a rotation since has started the uses again. */
  countedFor: Uint8Array;
  /** Reverts the use also when it is no longer the latest one. */
  evenIfOvertaken: boolean;
};

/**
 * Reverts a use. It stays spent when a repetition was let in by it, and when an answer was lost so long ago that nobody can
 * tell whether it was reverted: to give back two uses for one would be worse.
 */
export async function revertUse(db: Database, used: TokenItem, reversal: Reversal): Promise<void> {
  const { use, event, previousUse, evenIfOvertaken } = reversal;
  const written = await revertLatest(db, used, reversal, previousUse);
  if ('done' in written) return;
  let seen = written;
  for (let tries = 1; tries < TRIES; tries++) {
    const { met, retried } = seen;
    if (!isToken(met) || isRecent(met, event) || (retried && !isRecent(met, use.event))) return;
    const isLatest = isLatestUse(met, use.attemptDigest);
    if (isLatest && met.lastUse.repeated) return;
    if (!isLatest && !evenIfOvertaken) return;
    const next = isLatest
      ? await revertLatest(db, used, reversal, withoutDigest(previousUse))
      : await revertOvertaken(db, met, reversal);
    if ('done' in next) return;
    seen = next;
  }
}

type Attributes = { set: readonly string[]; condition: string; values: Record<string, unknown> };

/** Reverts the latest use, and restores the one before it: its attempt can be repeated again. */
const revertLatest = (
  db: Database,
  used: TokenItem,
  { use, event }: Reversal,
  previousUse: TokenItem['lastUse'],
) =>
  revert(db, used, {
    uses: -1,
    event,
    set: ['lastUse = :previousUse'],
    condition: [thisAttempt, unrepeated, ...(previousUse.digest ? [noPriorReverted] : [])].join(' AND '),
    values: { ':digest': use.attemptDigest, ':previousUse': previousUse },
  });

/** Reverts a use that others came after, while the token is as it was seen. */
const revertOvertaken = (db: Database, seen: TokenItem, { countedFor, event }: Reversal) =>
  revert(db, seen, {
    uses: sameDigest(seen.secretHash, countedFor) ? -1 : 0,
    event,
    set: ['lastUse.priorReverted = :true'],
    condition: `${exists} AND lastEvent.id = :seen`,
    values: { ':seen': seen.lastEvent.id, ':true': true },
  });

const revert = (
  db: Database,
  { id, expiresAt }: TokenItem,
  { uses, event, set, condition, values }: Attributes & { uses: number; event: LastEvent },
) => {
  // The consumer may have set a TTL when the token was used up.
  const removesTtl = expiresAt === NEVER;
  return conditionalWrite(
    db.client.send(
      new UpdateCommand({
        TableName: db.tables.tokens,
        Key: { id },
        UpdateExpression: [
          `SET ${['lastEvent = :event', markWrite, ...set].join(', ')}`,
          'ADD uses :uses, successfulAttempts :minusOne, failedAttempts :failed',
          ...(removesTtl ? ['REMOVE #ttl'] : []),
        ].join(' '),
        ConditionExpression: `${condition} AND ${unmarked}`,
        ...(removesTtl && { ExpressionAttributeNames: { '#ttl': 'ttl' } }),
        ExpressionAttributeValues: {
          ':event': event,
          ':uses': uses,
          ':minusOne': -1,
          ':failed': event.type === 'refused' ? 1 : 0,
          ...markValues(event),
          ...values,
        },
        ReturnValuesOnConditionCheckFailure,
      }),
    ),
  );
};

const withoutDigest = ({ at }: TokenItem['lastUse']): TokenItem['lastUse'] =>
  at === undefined ? {} : { at };
