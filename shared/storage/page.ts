import { BATCH_GET_LIMIT } from './batch-get.ts';
import { canonicalQuery, formatCursor, parseCursor } from './cursor.ts';
import type { Database } from './database.ts';

/** The most items that one page reads. It then returns the matches so far, with a cursor. */
export const READ_LIMIT = 2_000;

export type Paging = { limit: number; cursor?: string | undefined };
export type Page<T> =
  | { outcome: 'listed'; items: T[]; nextCursor: string | null }
  | { outcome: 'invalid_cursor' };

/** The parts of a list. A cursor is bound to its name and filters. */
export type Listing<Candidate extends { position: string }, T> = {
  name: string;
  filters: Record<string, unknown>;
  /** Whether a text can be a position in this list. Checked before it becomes part of a query. */
  isPosition(text: string): boolean;
  /** Candidates in order, after the `position` of another candidate. */
  candidates(after: string | undefined): AsyncIterable<Candidate>;
  /** The listed item for each candidate; undefined: it does not match. Asked for no candidates where there are none. */
  show(candidates: readonly Candidate[]): Promise<readonly (T | undefined)[]>;
};

/** Fills a page up to its limit while there are matches. */
export async function fillPage<Candidate extends { position: string }, T>(
  db: Pick<Database, 'cursorKey'>,
  { name, filters, isPosition, candidates, show }: Listing<Candidate, T>,
  { limit, cursor }: Paging,
): Promise<Page<T>> {
  const query = canonicalQuery(name, filters);
  const after = cursor === undefined ? undefined : parseCursor(db, query, cursor);
  if (cursor !== undefined && (after === undefined || !isPosition(after)))
    return { outcome: 'invalid_cursor' };
  const items: T[] = [];
  let read = 0;
  for await (const { chunk, more } of chunks(candidates(after), limit)) {
    const shown = await show(chunk);
    for (const [at, { position }] of chunk.entries()) {
      const item = shown[at];
      if (item !== undefined) items.push(item);
      read += 1;
      if (items.length === limit || read === READ_LIMIT) {
        const last = !more && at === chunk.length - 1;
        return { outcome: 'listed', items, nextCursor: last ? null : formatCursor(db, query, position) };
      }
    }
  }
  // What it reads for a limited principal does not tell whether there was a candidate.
  if (read === 0) await show([]);
  return { outcome: 'listed', items, nextCursor: null };
}

/** Groups candidates for batch reads: first the size of the page, then the size of a batch read. */
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
