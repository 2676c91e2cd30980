import { BatchWriteItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { db } from '../functions/runtime/database.ts';
import { config } from '../shared/config.ts';
import { newId } from '../shared/crypto/id.ts';
import { newEvent } from '../shared/event.ts';
import type { TokenFilters } from '../shared/token/filter.ts';
import { listTokens } from '../shared/token/list.ts';
import { toItem } from '../shared/token/token-item.ts';
import { makeUser } from '../shared/user/put.ts';
import { inTurn, type Row, row, type Sample } from './measure.ts';
import { report } from './scenario.ts';

/** The first page of 25 as the tables grow: it should not be felt. */

const SIZES = [1_000, 10_000, 100_000];
const TOKENS_PER_USER = 100;
const START = Date.now();
const origin = { time: START, by: { id: 'bench', name: 'Bench' }, ip: '192.0.2.1', userAgent: 'Mozilla/5.0' };

const userOf = (at: number): string => `c-${Math.floor(at / TOKENS_PER_USER)}`;

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

const ITEM = {
  secretHash: new Uint8Array(32),
  sealedSecret: new Uint8Array(185),
  retention: config.tokenRetention,
};

async function load(from: number, to: number): Promise<void> {
  const batches: number[] = [];
  for (let at = from; at < to; at += 25) batches.push(at);
  const write = async (): Promise<void> => {
    for (let first = batches.pop(); first !== undefined; first = batches.pop()) {
      const start = first;
      const length = Math.min(25, to - start);
      const puts = Array.from({ length }, (_, more) => ({ PutRequest: { Item: itemOf(start + more) } }));
      await db.send(new BatchWriteItemCommand({ RequestItems: { [config.tables.tokens]: puts } }));
    }
  };
  await Promise.all(Array.from({ length: 8 }, write));
}

const expiresFrom = Math.floor(START / 1000) + 600;
const LISTS: [string, TokenFilters][] = [
  ['default list', {}],
  ['by user', { userId: 'c-3' }],
  ['by expiry range', { expiresFrom, expiresTo: expiresFrom + 6_000 }],
];

await makeUser(
  db,
  'c-3',
  {
    type: 'contact',
    name: 'Jane Doe',
    email: undefined,
    phone: undefined,
    locale: undefined,
    disabled: undefined,
  },
  { origin, scope: undefined },
);
const rows: Row[] = [];
const first = new Map<string, Sample>();
let loaded = 0;
for (const size of SIZES) {
  await load(loaded, size);
  loaded = size;
  const contenders = LISTS.map(([name, filters]) => ({
    name,
    run: async () => {
      const page = await listTokens(db, filters, {
        limit: 25,
        scope: undefined,
        now: Math.floor(START / 1000),
      });
      if (page.outcome !== 'listed' || page.items.length !== 25)
        throw new Error(`${name} did not fill a page`);
    },
  }));
  const taken = await inTurn(contenders, { turns: 300, warmUp: 200 });
  for (const [name] of LISTS) {
    const sample = taken[name];
    if (!sample) continue;
    const base = first.get(name) ?? sample;
    first.set(name, base);
    const goal = size === SIZES.at(-1) ? 'at most 1.25' : '–';
    rows.push(
      row(
        `page of 25, ${name}, ${size.toLocaleString('en')} tokens`,
        sample,
        'the same at 1,000',
        base,
        goal,
      ),
    );
  }
}
report(rows);
