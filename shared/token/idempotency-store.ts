import { config } from '../../functions/runtime/config.ts';
import { formatCredential } from '../crypto/credential.ts';
import type { Sealer } from '../crypto/sealer.ts';
import { type Secret, sameDigest } from '../crypto/secret.ts';
import { newEvent, type Origin } from '../event/event.ts';
import type { Database } from '../storage/database.ts';
import { transact } from '../storage/transact.ts';
import type { Item } from '../storage/unavailable.ts';
import { noteEvent } from './token-change-store.ts';
import type { TokenItem } from './token-item.ts';
import { newTokenPut } from './token-use-store.ts';

/** How long a key gives the same token back, in seconds. */
const IDEMPOTENCY_WINDOW = 86_400;

export type Idempotency = {
  /** The caller's name for this creation. */
  key: string;
  /** A digest of all that was asked for. */
  requestHash: Uint8Array;
};

/** What a key was used for. The secret is sealed once more, for the one function that may give it out again. */
type CreationRecord = {
  id: string;
  tokenId: string;
  requestHash: Uint8Array;
  sealedSecret: Uint8Array;
  ttl: number;
};

type Stored =
  | { outcome: 'created' }
  | { outcome: 'repeated'; item: TokenItem; string: Secret }
  | { outcome: 'conflict' };

/** Stores a new token unless the same principal used the key before: then the token of that time, if it is still as it was. */
export async function putTokenOnce(
  { db, sealer }: { db: Database; sealer: Sealer },
  creation: { item: TokenItem; secret: Secret; idempotency: Idempotency; origin: Origin },
): Promise<Stored> {
  const { item, secret, idempotency, origin } = creation;
  const record: CreationRecord = {
    id: `idempotency#${origin.by.id}#${idempotency.key}`,
    tokenId: item.id,
    requestHash: idempotency.requestHash,
    sealedSecret: await sealer.seal(secret, { purpose: 'idempotency', tokenId: item.id }),
    ttl: item.lastEvent.at + IDEMPOTENCY_WINDOW,
  };
  const cancelled = await transact(db, [
    {
      Put: {
        TableName: config.tables.transient,
        Item: record,
        ConditionExpression: 'attribute_not_exists(id) OR #ttl <= :now',
        ExpressionAttributeNames: { '#ttl': 'ttl' },
        ExpressionAttributeValues: { ':now': item.lastEvent.at },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      },
    },
    { Put: newTokenPut(item) },
  ]);
  if (!cancelled) return { outcome: 'created' };
  const earlier = cancelled[0]?.item;
  if (!isCreationRecord(earlier)) throw new Error('a token of this id exists');
  if (earlier.tokenId === item.id) return { outcome: 'created' };
  return sameDigest(earlier.requestHash, idempotency.requestHash)
    ? repeat(db, sealer, earlier, origin)
    : { outcome: 'conflict' };
}

/** Giving the string out again is an event of its own, and only a token that nobody changed since has the same string and body. */
async function repeat(db: Database, sealer: Sealer, record: CreationRecord, origin: Origin): Promise<Stored> {
  const { tokenId: id } = record;
  const event = newEvent('revealed', origin, { reason: 'idempotent_repeat' });
  const item = await noteEvent(db, { id, version: 1 }, event);
  if (!item) return { outcome: 'conflict' };
  const secret = await sealer.unseal(record.sealedSecret, { purpose: 'idempotency', tokenId: id });
  return { outcome: 'repeated', item, string: formatCredential('lt_', { id, secret }) };
}

const isCreationRecord = (item: Item | undefined): item is CreationRecord => item?.tokenId !== undefined;
