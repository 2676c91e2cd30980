/** One page of a list. */
export type Page<Item> = {
  /** May be fewer than were asked for, or none: only `nextCursor` says whether there are more. */
  items: Item[];
  /** The `cursor` of the next page; null: there are no more. */
  nextCursor: string | null;
};

/** All pages of a list, each asked for when it is wanted. */
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
