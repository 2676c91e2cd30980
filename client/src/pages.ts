/** One page of a list. */
export type Page<Item> = {
  /** May be fewer than `limit`, or none, while there are more pages. */
  items: Item[];
  /** The `cursor` of the next page. Null: this is the last one. */
  nextCursor: string | null;
};

/** Reads all pages of a list, each when the loop reaches it. */
export async function* pagesOf<Item>(
  read: (cursor: string | undefined) => Promise<Page<Item>>,
): AsyncGenerator<Page<Item>, void> {
  let cursor: string | undefined;
  do {
    const { items, nextCursor } = await read(cursor);
    yield { items, nextCursor };
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined);
}
