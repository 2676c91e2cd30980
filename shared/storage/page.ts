import { BATCH_GET_LIMIT } from './batch-get.ts';
import { canonical, formatCursor, parseCursor } from './cursor.ts';

/** One request looks at this many items at most; then it returns what it has, with a cursor. */
export const LOOKED_AT = 2_000;

export type Paging = { limit: number; cursor?: string | undefined };
export type Page<T> =
  | { outcome: 'listed'; items: T[]; nextCursor: string | null }
  | { outcome: 'invalid_cursor' };

/** What a list is made of. Its name and filters are the query that a cursor is bound to. */
export type Listing<Candidate extends { position: string }, T> = {
  name: string;
  filters: Record<string, unknown>;
  /** Whether a text can be a position in this list: a last check before the database is asked to go on there. */
  isPosition(text: string): boolean;
  /** Candidates in order, after a position (the `position` of another candidate). */
  candidates(after: string | undefined): AsyncIterable<Candidate>;
  /** For each of some candidates what the list shows of it, or undefined when it does not belong. */
  show(candidates: readonly Candidate[]): Promise<readonly (T | undefined)[]>;
};

/** Fills a page up to its limit while there are matches. */
export async function fillPage<Candidate extends { position: string }, T>(
  { name, filters, isPosition, candidates, show }: Listing<Candidate, T>,
  { limit, cursor }: Paging,
): Promise<Page<T>> {
  const query = canonical(name, filters);
  const after = cursor === undefined ? undefined : parseCursor(query, cursor);
  if (cursor !== undefined && (after === undefined || !isPosition(after)))
    return { outcome: 'invalid_cursor' };
  const items: T[] = [];
  let lookedAt = 0;
  for await (const { chunk, more } of chunks(candidates(after), limit)) {
    const shown = await show(chunk);
    for (const [at, { position }] of chunk.entries()) {
      const item = shown[at];
      if (item !== undefined) items.push(item);
      lookedAt += 1;
      if (items.length === limit || lookedAt === LOOKED_AT) {
        const last = !more && at === chunk.length - 1;
        return { outcome: 'listed', items, nextCursor: last ? null : formatCursor(query, position) };
      }
    }
  }
  return { outcome: 'listed', items, nextCursor: null };
}

/** Groups candidates for batch reads: as many as the page wants first, then as many as one batch read takes. */
async function* chunks<Candidate>(candidates: AsyncIterable<Candidate>, first: number) {
  let size = first;
  let chunk: Candidate[] = [];
  for await (const candidate of candidates) {
    if (chunk.length === size) {
      yield { chunk, more: true };
      chunk = [];
      size = BATCH_GET_LIMIT;
    }
    chunk.push(candidate);
  }
  if (chunk.length > 0) yield { chunk, more: false };
}
