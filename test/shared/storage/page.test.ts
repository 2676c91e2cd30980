import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillPage, type Listing, type Paging, READ_LIMIT } from '../../../shared/storage/page.ts';

const db = { cursorKey: new Uint8Array(32).fill(7) };

/** A list of numbers in memory, some of which the filter rejects; records its queries. */
type Candidate = { position: string; value: number };
const positionOf = (value: number) => String(value).padStart(6, '0');

function listOf(values: readonly number[], belongs: (value: number) => boolean) {
  const asked = { read: 0, shown: [] as number[] };
  const listing: Listing<Candidate, number> = {
    name: 'numbers',
    filters: {},
    isPosition: (text) => /^\d{6}$/.test(text),
    async *candidates(after) {
      for (const value of values) {
        if (after !== undefined && positionOf(value) <= after) continue;
        asked.read += 1;
        yield { position: positionOf(value), value };
      }
    },
    show: async (candidates) => {
      asked.shown.push(candidates.length);
      return candidates.map(({ value }) => (belongs(value) ? value : undefined));
    },
  };
  return { listing, asked };
}

async function page(listing: Listing<Candidate, number>, paging: Paging) {
  const filled = await fillPage(db, listing, paging);
  if (filled.outcome !== 'listed') throw new Error(filled.outcome);
  return filled;
}

async function pagesOf(listing: Listing<Candidate, number>, limit: number): Promise<number[][]> {
  const pages: number[][] = [];
  for (let cursor: string | undefined; ; ) {
    const { items, nextCursor } = await page(listing, { limit, cursor });
    pages.push(items);
    if (nextCursor === null) return pages;
    cursor = nextCursor;
  }
}

const upTo = (count: number) => Array.from({ length: count }, (_, value) => value);

describe('pages', () => {
  it('show every item that belongs once, in order, and are full but for the last', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.nat({ max: 999_999 }), { maxLength: 400 }),
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 1, max: 9 }),
        async (numbers, limit, divisor) => {
          const values = numbers.sort((a, b) => a - b);
          const belongs = (value: number) => value % divisor === 0;
          const pages = await pagesOf(listOf(values, belongs).listing, limit);
          expect(pages.flat()).toEqual(values.filter(belongs));
          for (const items of pages.slice(0, -1)) expect(items).toHaveLength(limit);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('neither repeat nor skip what stays while other items come and go between them', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.nat({ max: 999 }), { minLength: 1, maxLength: 100 }),
        fc.array(fc.tuple(fc.nat({ max: 999 }), fc.boolean()), { maxLength: 100 }),
        fc.integer({ min: 1, max: 10 }),
        async (numbers, changes, limit) => {
          const kept = new Set(numbers);
          const present = new Set(numbers);
          const waiting = changes.filter(([value]) => !kept.has(value));
          const seen: number[] = [];
          for (let cursor: string | undefined; ; ) {
            const { listing } = listOf(
              [...present].sort((a, b) => a - b),
              () => true,
            );
            const { items, nextCursor } = await page(listing, { limit, cursor });
            seen.push(...items);
            if (nextCursor === null) break;
            cursor = nextCursor;
            for (const [value, comes] of waiting.splice(0, 5))
              comes ? present.add(value) : present.delete(value);
          }
          expect(new Set(seen).size).toBe(seen.length);
          expect(seen.filter((value) => kept.has(value))).toEqual([...kept].sort((a, b) => a - b));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('end with no cursor exactly when the list does', async () => {
    const { listing } = listOf(upTo(4), () => true);
    expect(await page(listing, { limit: 5 })).toMatchObject({ items: [0, 1, 2, 3], nextCursor: null });
    expect(await page(listing, { limit: 4 })).toMatchObject({ items: [0, 1, 2, 3], nextCursor: null });
    const { nextCursor } = await page(listing, { limit: 3 });
    expect(nextCursor).not.toBeNull();
    expect(await page(listing, { limit: 3, cursor: nextCursor ?? '' })).toMatchObject({
      items: [3],
      nextCursor: null,
    });
    expect(await page(listOf([], () => true).listing, { limit: 1 })).toMatchObject({
      items: [],
      nextCursor: null,
    });
  });
});

describe('a page', () => {
  it(`looks at ${READ_LIMIT} items at most, then returns what it has with a cursor that goes on from there`, async () => {
    const { listing, asked } = listOf(upTo(5_000), (value) => value === 1_999 || value === 4_999);
    const first = await page(listing, { limit: 25 });
    expect(first.items).toEqual([1_999]);
    expect(asked.shown.reduce((sum, count) => sum + count)).toBeLessThanOrEqual(READ_LIMIT + 25);
    expect(await pagesOf(listing, 25)).toEqual([[1_999], [], [4_999]]);
  });

  it('of things that all belong reads one more than it shows, and asks for them once', async () => {
    const { listing, asked } = listOf(upTo(1_000), () => true);
    await page(listing, { limit: 25 });
    expect(asked).toEqual({ read: 26, shown: [25] });
  });

  it('takes no cursor of another list, of other filters, or at what is no position', async () => {
    const { listing } = listOf(upTo(9), () => true);
    const { nextCursor } = await page(listing, { limit: 1 });
    const cursor = nextCursor ?? '';
    const refused = { outcome: 'invalid_cursor' };
    expect(await fillPage(db, { ...listing, name: 'other' }, { limit: 1, cursor })).toEqual(refused);
    expect(await fillPage(db, { ...listing, filters: { even: true } }, { limit: 1, cursor })).toEqual(
      refused,
    );
    expect(await fillPage(db, { ...listing, isPosition: () => false }, { limit: 1, cursor })).toEqual(
      refused,
    );
    expect(await fillPage(db, listing, { limit: 1, cursor: `${cursor}x` })).toEqual(refused);
  });
});
