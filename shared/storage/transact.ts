import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { backOff } from './backoff.ts';
import type { Database, Item } from './database.ts';
import { isCancelledByLoad } from './unavailable.ts';

const ATTEMPTS = 5;
/** In milliseconds. */
const BACKOFF = { base: 20 };

/** Actions of one transaction at most. */
export const TRANSACTION_LIMIT = 100;

export type Actions = NonNullable<TransactWriteCommandInput['TransactItems']>;
/** Of each action, in their order: why it failed (`None`: it did not), and the item that its condition met. */
export type Cancelled = { code: string; item: Item | undefined }[];

/**
 * Carries out all of the actions or none: undefined when done, or the reasons when a condition did not hold. Conflicts
 * with other transactions are tried again before they become an error.
 */
export async function transact(db: Database, actions: Actions): Promise<Cancelled | undefined> {
  for (let attempt = 1; ; attempt++) {
    try {
      await db.client.send(new TransactWriteCommand({ TransactItems: actions }));
      return undefined;
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const cancelled = reasonsOf(error);
      if (cancelled.some(({ code }) => code === 'ConditionalCheckFailed')) return cancelled;
      if (!isCancelledByLoad(error) || attempt === ATTEMPTS) throw error;
      await backOff(attempt, BACKOFF);
    }
  }
}

const reasonsOf = ({ CancellationReasons = [] }: TransactionCanceledException): Cancelled =>
  CancellationReasons.map(({ Code = 'None', Item: item }) => ({
    code: Code,
    item: item && unmarshall(item),
  }));
