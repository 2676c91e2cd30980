import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { config } from '../../functions/runtime/config.ts';

/**
 * A cursor is a position in an order: the sort key of the last item looked at, which need not be one that the caller
 * may see. So it is sealed, and bound to its query. It is no permission all the same: every page checks again what the
 * caller may see. The key is made of names that are known within the account of the deployment and to no caller.
 */
const KEY = createHash('sha256')
  .update(JSON.stringify(['cursors', config.sealingKeyId, config.tables]))
  .digest();
const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** `query` is a canonical text of all that decides what is listed and in which order. */
export function formatCursor(query: string, position: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, KEY, iv).setAAD(Buffer.from(query));
  const sealed = Buffer.concat([cipher.update(position, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** The position, or undefined when the cursor is damaged, belongs to another query, or is none of ours. */
export function parseCursor(query: string, cursor: string): string | undefined {
  const bytes = Buffer.from(cursor, 'base64url');
  if (bytes.length < IV_BYTES + TAG_BYTES || bytes.toString('base64url') !== cursor) return undefined;
  const decipher = createDecipheriv(ALGORITHM, KEY, bytes.subarray(0, IV_BYTES))
    .setAAD(Buffer.from(query))
    .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  try {
    return decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return undefined;
  }
}

/** The same text for the same filters of the same list, whatever order they were given in. */
export const canonical = (list: string, filters: Record<string, unknown>): string =>
  JSON.stringify([
    list,
    Object.entries(filters)
      .filter(([, value]) => value !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  ]);
