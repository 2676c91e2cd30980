import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Database } from './database.ts';
import { cancellations, type Item, isPassing } from './unavailable.ts';

const ATTEMPTS = 5;

/** What a transaction may hold. */
export const TRANSACTION_LIMIT = 100;

export type Actions = NonNullable<TransactWriteCommandInput['TransactItems']>;
export type Cancelled = { code: string; item: Item | undefined }[];

/**
 * All of the actions or none: undefined when done, or why each action failed when a condition did not hold. Conflicts
 * with other transactions pass, so they are tried again, with jitter, before they are an error.
 */
export async function transact(db: Database, actions: Actions): Promise<Cancelled | undefined> {
  for (let attempt = 1; ; attempt++) {
    try {
      await db.send(new TransactWriteCommand({ TransactItems: actions }));
      return undefined;
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const cancelled = cancellations(error);
      if (cancelled.some(({ code }) => code === 'ConditionalCheckFailed')) return cancelled;
      if (!isPassing(error) || attempt === ATTEMPTS) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20 * 2 ** attempt * Math.random()));
    }
  }
}
