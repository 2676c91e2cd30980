import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord, AttributeValue as StreamValue } from 'aws-lambda';
import { config } from '../../functions/runtime/config.ts';
import type { LastEvent } from '../event/event.ts';
import type { Item } from '../storage/unavailable.ts';
import { isUsedUp } from '../token/token.ts';
import { NEVER } from '../token/token-item.ts';
import { type EventfulTable, type HistoryEvent, toHistory } from './history.ts';

/** What one stream record adds to the history. */
export type StreamedEvent = {
  history: HistoryEvent;
  /** The position of the event that this one takes the place of. */
  reverses: string | undefined;
  /** The id of a token that nobody can use any more, and that does not expire. */
  retires: string | undefined;
};

/**
 * Reads the event that a write left on its item; undefined when the write left none (a time to live set or run out).
 * Throws when the record is none of ours.
 */
export function readStreamRecord({ eventSourceARN, dynamodb }: DynamoDBRecord): StreamedEvent | undefined {
  const table = tableOf(eventSourceARN ?? '');
  const after = image(dynamodb?.NewImage);
  const before = image(dynamodb?.OldImage);
  if (!after) return undefined;
  const lastEvent = after.lastEvent as LastEvent | undefined;
  if (typeof lastEvent?.id !== 'string') throw new Error('a stream record holds an item without an event');
  if (lastEvent.id === before?.lastEvent?.id) return undefined;
  const { userId, incarnation } = after.userId === undefined && before ? before : after;
  return {
    history: toHistory(table, { ...after, id: after.id, lastEvent, userId, incarnation }),
    reverses: lastEvent.reverses,
    retires: table === 'tokens' && isSpentForGood(after) ? after.id : undefined,
  };
}

const image = (values: Record<string, StreamValue> | undefined): Item | undefined =>
  values && unmarshall(values as Record<string, AttributeValue>);

const isSpentForGood = ({ expiresAt, maxUses = null, uses, ttl }: Item): boolean =>
  expiresAt === NEVER && isUsedUp({ maxUses, uses }) && ttl === undefined;

function tableOf(streamArn: string): EventfulTable {
  const name = streamArn.split('/')[1];
  const table = (['tokens', 'users', 'keys', 'settings'] as const).find((one) => config.tables[one] === name);
  if (!table) throw new Error('a stream record comes from a table that carries no events');
  return table;
}
