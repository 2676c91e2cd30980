import { BatchWriteItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { newId } from '../shared/crypto/id.ts';
import { newEvent } from '../shared/event/event.ts';
import type { Database } from '../shared/storage/database.ts';
import { toTokenItem } from '../shared/token/token-item.ts';
import { putUser, type UserRequest } from '../shared/user/put.ts';
import type { User } from '../shared/user/user.ts';

/** Epoch milliseconds. */
export const START = Date.now();
/** Seconds. */
export const RETENTION = 90 * 86_400;
const TOKENS_PER_USER = 100;
const BATCH = 25;

const audit = {
  time: START,
  by: { id: 'bench', name: 'Bench' },
  ip: '192.0.2.1',
  userAgent: 'Mozilla/5.0',
};

const ITEM = {
  secretHash: new Uint8Array(32),
  sealedSecret: new Uint8Array(185),
  retention: RETENTION,
};

/** The item of token number `at`. Each is created a second, and expires a minute, after the one before it. */
function itemOf(at: number, { id: userId, incarnation }: User) {
  const time = START - 200_000_000 + at * 1_000;
  const createdAt = Math.floor(time / 1000);
  const token = {
    id: newId(time),
    userId,
    incarnation,
    purpose: 'login',
    door: undefined,
    expiresAt: Math.floor(START / 1000) + at * 60,
    maxUses: 1,
    uses: 0,
    previousUntil: null,
    limitsAfter: undefined,
    extra: `Ticket ${at}`,
    reason: null,
    disabled: false,
    successfulAttempts: 0,
    failedAttempts: 0,
    lastAccessedAt: null,
    createdAt,
    updatedAt: createdAt,
    createdBy: audit.by,
    issuedBy: audit.by,
    limits: undefined,
    version: 1,
    lastEvent: newEvent('created', audit),
  } as const;
  return marshall(toTokenItem(token, ITEM), { removeUndefinedValues: true });
}

/** Creates the contact of a hundred tokens: lists read the users of their tokens. */
async function userOf(db: Database, number: number): Promise<User> {
  const request: UserRequest = {
    type: 'contact',
    name: `Jane Doe ${number}`,
    email: undefined,
    phone: undefined,
    locale: undefined,
    disabled: undefined,
  };
  const made = await putUser(db, `c-${number}`, request, { audit, scope: undefined, expected: undefined });
  if (!('user' in made)) throw new Error(`no user c-${number}: ${made.outcome}`);
  return made.user;
}

/** Writes the tokens of a range of numbers by batch writes, a hundred a user. 100,000 take half a minute. */
export async function loadTokens(db: Database, from: number, to: number): Promise<void> {
  const firsts: number[] = [];
  for (let first = from; first < to; first += TOKENS_PER_USER) firsts.push(first);
  const write = async (): Promise<void> => {
    for (let first = firsts.pop(); first !== undefined; first = firsts.pop()) {
      const user = await userOf(db, first / TOKENS_PER_USER);
      for (let start = first; start < first + TOKENS_PER_USER; start += BATCH) {
        const puts = Array.from({ length: BATCH }, (_, more) => ({
          PutRequest: { Item: itemOf(start + more, user) },
        }));
        await db.client.send(new BatchWriteItemCommand({ RequestItems: { [db.tables.tokens]: puts } }));
      }
    }
  };
  await Promise.all(Array.from({ length: 8 }, write));
}
