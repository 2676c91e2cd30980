import { BatchWriteItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { config } from '../shared/config.ts';
import { newId } from '../shared/crypto/id.ts';
import { newEvent } from '../shared/event.ts';
import type { Database } from '../shared/storage/database.ts';
import { toItem } from '../shared/token/token-item.ts';

/** Epoch milliseconds. */
export const START = Date.now();
const TOKENS_PER_USER = 100;
const BATCH = 25;

export const origin = {
  time: START,
  by: { id: 'bench', name: 'Bench' },
  ip: '192.0.2.1',
  userAgent: 'Mozilla/5.0',
};

const userOf = (at: number): string => `c-${Math.floor(at / TOKENS_PER_USER)}`;

const ITEM = {
  secretHash: new Uint8Array(32),
  sealedSecret: new Uint8Array(185),
  retention: config.tokenRetention,
};

/** The `at`th token: made a second after the one before it, expiring a minute after that one. */
function itemOf(at: number) {
  const time = START - 200_000_000 + at * 1_000;
  const createdAt = Math.floor(time / 1000);
  const token = {
    id: newId(time),
    userId: userOf(at),
    incarnation: undefined,
    purpose: 'login',
    expiresAt: Math.floor(START / 1000) + at * 60,
    maxUses: 1,
    uses: 0,
    extra: `Ticket ${at}`,
    reason: null,
    disabled: false,
    successfulAttempts: 0,
    failedAttempts: 0,
    lastAccessedAt: null,
    createdAt,
    updatedAt: createdAt,
    createdBy: origin.by,
    issuedBy: origin.by,
    version: 1,
    lastEvent: newEvent('created', origin),
  } as const;
  return marshall(toItem(token, ITEM), { removeUndefinedValues: true });
}

/** Writes the tokens from one number up to another past the API: a hundred thousand take half a minute. */
export async function loadTokens(db: Database, from: number, to: number): Promise<void> {
  const batches: number[] = [];
  for (let at = from; at < to; at += BATCH) batches.push(at);
  const write = async (): Promise<void> => {
    for (let first = batches.pop(); first !== undefined; first = batches.pop()) {
      const start = first;
      const length = Math.min(BATCH, to - start);
      const puts = Array.from({ length }, (_, more) => ({ PutRequest: { Item: itemOf(start + more) } }));
      await db.send(new BatchWriteItemCommand({ RequestItems: { [config.tables.tokens]: puts } }));
    }
  };
  await Promise.all(Array.from({ length: 8 }, write));
}
