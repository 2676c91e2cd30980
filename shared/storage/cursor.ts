import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Database } from './database.ts';

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

type Key = Pick<Database, 'cursorKey'>;

/** Encrypts a position. `query` is the `canonicalQuery` of the list. */
export function formatCursor({ cursorKey }: Key, query: string, position: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, cursorKey, iv).setAAD(Buffer.from(query));
  const sealed = Buffer.concat([cipher.update(position, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** The position of a cursor; undefined when the cursor is damaged, of another query, or not of this service. */
export function parseCursor({ cursorKey }: Key, query: string, cursor: string): string | undefined {
  const bytes = Buffer.from(cursor, 'base64url');
  if (bytes.length < IV_BYTES + TAG_BYTES || bytes.toString('base64url') !== cursor) return undefined;
  const decipher = createDecipheriv(ALGORITHM, cursorKey, bytes.subarray(0, IV_BYTES))
    .setAAD(Buffer.from(query))
    .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  try {
    return decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return undefined;
  }
}

/** The same text for the same filters of the same list, in any order. */
export const canonicalQuery = (list: string, filters: Record<string, unknown>): string =>
  JSON.stringify([
    list,
    Object.entries(filters)
      .filter(([, value]) => value !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  ]);
