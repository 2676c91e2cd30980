import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { config } from '../../functions/runtime/config.ts';
import { toSeconds } from '../clock.ts';
import type { Database } from '../storage/database.ts';
import type { Procurement } from './procurement.ts';

export const punchoutKey = (ref: string): string => `punchout#${ref}`;

/** Seconds: longer than any link or code lives that leads to it. */
const KEPT_FOR = 3_600;

/**
 * Puts away what a procurement system sent, at an instant in epoch milliseconds, for whoever exchanges the code that
 * names it. What no code ever names is taken by time to live.
 */
export async function putAway(
  db: Database,
  ref: string,
  procurement: Procurement,
  time: number,
): Promise<void> {
  const Item = { id: punchoutKey(ref), procurement, ttl: toSeconds(time) + KEPT_FOR };
  await db.send(new PutCommand({ TableName: config.tables.transient, Item }));
}
