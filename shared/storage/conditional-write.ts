import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { TableName } from '../tables.ts';
import type { Database, Item } from './database.ts';

/** Makes DynamoDB return the item when a condition fails: the reason is known without a read. */
export const ReturnValuesOnConditionCheckFailure = 'ALL_OLD';

export type ConditionalWrite<T> =
  | { done: T }
  /** The condition failed: the item as it is (undefined: there is none), and whether the SDK had sent the write before. */
  | { met: Item | undefined; retried: boolean };

/**
 * The outcome of a conditional write as a value. The write must set `ReturnValuesOnConditionCheckFailure`. When it was
 * `retried`, DynamoDB may have carried out an earlier request whose answer was lost.
 */
export async function conditionalWrite<T>(write: Promise<T>): Promise<ConditionalWrite<T>> {
  try {
    return { done: await write };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return { met: error.Item && unmarshall(error.Item), retried: (error.$metadata.attempts ?? 1) > 1 };
  }
}

/**
 * Whether a conditional write was carried out, by this request or by an earlier one whose answer was lost. `isOwn`
 * recognises the item that this write stores.
 */
export const wasWritten = (
  written: ConditionalWrite<unknown>,
  isOwn: (item: Item) => boolean | undefined,
): boolean => 'done' in written || (written.met !== undefined && isOwn(written.met) === true);

/** Recognises the item that the write of this event stored, unless another write came after it. */
export const hasEvent =
  ({ id }: { id: string }) =>
  (item: Item): boolean =>
    item.lastEvent?.id === id;

/** The action of `putIfAbsent`, for a transaction. */
export const putIfAbsentAction = (db: Database, table: TableName, item: Item) =>
  ({
    TableName: db.tables[table],
    Item: item,
    ConditionExpression: 'attribute_not_exists(id)',
    ReturnValuesOnConditionCheckFailure,
  }) as const;

/** Puts an item unless its id is taken. Of simultaneous puts of one id exactly one succeeds. */
export const putIfAbsent = (db: Database, table: TableName, item: Item): Promise<ConditionalWrite<unknown>> =>
  conditionalWrite(db.client.send(new PutCommand(putIfAbsentAction(db, table, item))));
