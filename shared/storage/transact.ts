import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Database, Item } from './database.ts';
import { backOff, isCancelledByLoad } from './unavailable.ts';

const MAX_TRIES = 5;
/** In milliseconds. */
const BACKOFF = { base: 20 };

/** The most actions of one transaction. */
export const TRANSACTION_LIMIT = 100;

export type Actions = NonNullable<TransactWriteCommandInput['TransactItems']>;
/** For each action, in order: why it failed (`None`: it did not), and the item, if its condition failed. */
export type Cancelled = { code: string; item: Item | undefined }[];

/**
 * Carries out all actions or none: undefined when done, or the reasons when a condition failed. Repeats a transaction
 * that conflicts with another one, and throws when it still does.
 */
export async function transact(db: Database, actions: Actions): Promise<Cancelled | undefined> {
  for (let tries = 1; ; tries++) {
    try {
      await db.client.send(new TransactWriteCommand({ TransactItems: actions }));
      return undefined;
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const cancelled = reasonsOf(error);
      if (cancelled.some(({ code }) => code === 'ConditionalCheckFailed')) return cancelled;
      if (!isCancelledByLoad(error) || tries === MAX_TRIES) throw error;
      await backOff(tries, BACKOFF);
    }
  }
}

const reasonsOf = ({ CancellationReasons = [] }: TransactionCanceledException): Cancelled =>
  CancellationReasons.map(({ Code = 'None', Item: item }) => ({
    code: Code,
    item: item && unmarshall(item),
  }));
