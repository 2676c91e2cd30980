import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord, AttributeValue as StreamValue } from 'aws-lambda';
import type { LastEvent } from '../event/event.ts';
import type { Item, TableNames } from '../storage/database.ts';
import { EVENT_TABLES, type EventTable } from '../tables.ts';
import { isUsedUp } from '../token/token.ts';
import { NEVER } from '../token/token-item.ts';
import { type HistoryEvent, toHistory } from './history-event.ts';

/** The change of the history by one stream record. */
export type StreamedEvent = {
  history: HistoryEvent;
  /** The position of the event that this one replaces. */
  reverses: string | undefined;
  /** The id of the token, if it never expires and is used up now: it needs a TTL. */
  usedUpTokenId: string | undefined;
};

/**
 * Reads the event of a write; undefined: the write has none, such as a deletion by TTL. Throws when the record is of
 * another table, or its item has no event. TTL removes events after `historyRetention` seconds.
 */
export function readStreamRecord(
  { eventSourceARN, dynamodb }: DynamoDBRecord,
  { tables, historyRetention }: { tables: TableNames; historyRetention: number },
): StreamedEvent | undefined {
  const table = tableOf(eventSourceARN ?? '', tables);
  const after = image(dynamodb?.NewImage);
  const before = image(dynamodb?.OldImage);
  if (!after) return undefined;
  const lastEvent = after.lastEvent as LastEvent | undefined;
  if (typeof lastEvent?.id !== 'string') throw new Error('a stream record holds an item without an event');
  if (lastEvent.id === before?.lastEvent?.id) return undefined;
  // What marks a deletion has no user any more. A user of an id that was deleted before comes after such a mark.
  const { userId, incarnation } = after.incarnation === undefined && before ? before : after;
  return {
    history: toHistory(
      table,
      { ...after, ...secretsOf(after), id: after.id, lastEvent, userId, incarnation },
      historyRetention,
    ),
    reverses: lastEvent.reverses,
    usedUpTokenId: table === 'tokens' && isUsedUpForGood(after) ? after.id : undefined,
  };
}

/** Lambda delivers binary values of a stream in base64. */
const bytesOf = (binary: Uint8Array | string | undefined): Uint8Array | undefined =>
  typeof binary === 'string' ? Buffer.from(binary, 'base64') : binary;

const secretsOf = ({ previousHash, lastUse }: Item) => ({
  previousHash: bytesOf(previousHash),
  lastUse: { secret: bytesOf(lastUse?.secret) },
});

const image = (values: Record<string, StreamValue> | undefined): Item | undefined =>
  values && unmarshall(values as Record<string, AttributeValue>);

const isUsedUpForGood = ({ expiresAt, maxUses = null, uses, ttl }: Item): boolean =>
  expiresAt === NEVER && isUsedUp({ maxUses, uses }) && ttl === undefined;

function tableOf(streamArn: string, tables: TableNames): EventTable {
  const name = streamArn.split('/')[1];
  const table = EVENT_TABLES.find((one) => tables[one] === name);
  if (!table) throw new Error('a stream record comes from a table that carries no events');
  return table;
}
