import { formatCredential } from '../crypto/credential.ts';
import type { Sealer } from '../crypto/sealer.ts';
import { type Secret, sameDigest } from '../crypto/secret.ts';
import { type AuditContext, newEvent } from '../event/event.ts';
import type { Scope } from '../principal/scope.ts';
import { putIfAbsentAction, ReturnValuesOnConditionCheckFailure } from '../storage/conditional-write.ts';
import type { Database, Item } from '../storage/database.ts';
import { transact } from '../storage/transact.ts';
import { transientItem } from '../transient/kinds.ts';
import { setLastEvent } from './token-change-store.ts';
import type { TokenItem } from './token-item.ts';

export type Idempotency = {
  /** The `Idempotency-Key` of the caller. */
  key: string;
  /** A digest of the request. */
  requestHash: Uint8Array;
};

/** The creation of a key. Only the create function can unseal this copy of the secret. */
type CreationRecord = { tokenId: string; requestHash: Uint8Array; sealedSecret: Uint8Array };

type Stored =
  | { outcome: 'created' }
  | { outcome: 'repeated'; item: TokenItem; string: Secret }
  | { outcome: 'conflict' };

/**
 * Stores a new token, unless the principal has used the key before. It then returns the earlier token, or `conflict` if
 * the request differs or the token has changed since.
 */
export async function storeTokenOnce(
  { db, sealer }: { db: Database; sealer: Sealer },
  creation: { item: TokenItem; secret: Secret; idempotency: Idempotency; audit: AuditContext; scope: Scope },
): Promise<Stored> {
  const { item, secret, idempotency, audit, scope } = creation;
  const now = item.lastEvent.at;
  const record: CreationRecord = {
    tokenId: item.id,
    requestHash: idempotency.requestHash,
    sealedSecret: await sealer.seal(secret, { purpose: 'idempotency', tokenId: item.id }),
  };
  const cancelled = await transact(db, [
    {
      Put: {
        TableName: db.tables.transient,
        Item: transientItem('idempotency', `${audit.by.id}#${idempotency.key}`, now, record),
        ConditionExpression: 'attribute_not_exists(id) OR #ttl <= :now',
        ExpressionAttributeNames: { '#ttl': 'ttl' },
        ExpressionAttributeValues: { ':now': now },
        ReturnValuesOnConditionCheckFailure,
      },
    },
    { Put: putIfAbsentAction(db, 'tokens', item) },
  ]);
  if (!cancelled) return { outcome: 'created' };
  const earlier = cancelled[0]?.item;
  if (!isCreationRecord(earlier)) throw new Error('a token of this id exists');
  if (earlier.tokenId === item.id) return { outcome: 'created' };
  return sameDigest(earlier.requestHash, idempotency.requestHash)
    ? repeatCreation({ db, sealer }, earlier, { audit, limits: scope })
    : { outcome: 'conflict' };
}

/**
 * Returns the string again, with an event of its own. A changed token may have another string, and does not fit the answer.
 * Neither does one without the limits of the principal, which has been limited to other domains since.
 */
async function repeatCreation(
  { db, sealer }: { db: Database; sealer: Sealer },
  { tokenId: id, sealedSecret }: CreationRecord,
  { audit, limits }: { audit: AuditContext; limits: Scope },
): Promise<Stored> {
  const event = newEvent('revealed', audit, { reason: 'idempotent_repeat' });
  const item = await setLastEvent(db, { id, version: 1, limits }, event);
  if (!item) return { outcome: 'conflict' };
  const secret = await sealer.unseal(sealedSecret, { purpose: 'idempotency', tokenId: id });
  return { outcome: 'repeated', item, string: formatCredential('lt_', { id, secret }) };
}

const isCreationRecord = (item: Item | undefined): item is Item & CreationRecord =>
  item?.tokenId !== undefined;
