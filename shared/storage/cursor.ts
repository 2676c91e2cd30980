import { createHash } from 'node:crypto';

/**
 * A cursor is a position in an order (a sort key of the last item looked at), with a digest that binds it to its query.
 * It is no secret and no permission: every page checks again what the caller may see. The digest only tells a cursor of
 * another query, or a damaged one, from a good one, so it needs no key.
 */

const digest = (query: string, position: string): string =>
  createHash('sha256')
    .update(JSON.stringify([query, position]))
    .digest('base64url')
    .slice(0, 11);

/** `query` is a canonical text of all that decides what is listed and in which order. */
export const formatCursor = (query: string, position: string): string =>
  digest(query, position) + Buffer.from(position).toString('base64url');

/** The position, or undefined when the cursor is damaged or belongs to another query. */
export function parseCursor(query: string, cursor: string): string | undefined {
  const position = Buffer.from(cursor.slice(11), 'base64url').toString();
  return formatCursor(query, position) === cursor ? position : undefined;
}

/** The same text for the same filters of the same list, whatever order they were given in. */
export const canonical = (list: string, filters: Record<string, unknown>): string =>
  JSON.stringify([
    list,
    Object.entries(filters)
      .filter(([, value]) => value !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  ]);
