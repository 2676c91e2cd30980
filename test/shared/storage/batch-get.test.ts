import { BatchGetCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { batchGet } from '../../../shared/storage/batch-get.ts';
import type { Item } from '../../../shared/storage/database.ts';
import { isUnavailable } from '../../../shared/storage/unavailable.ts';
import { mockDatabase } from '../../support/database.ts';
import { useMockClient } from '../../support/mock-client.ts';

/** A healthy engine leaves no key unprocessed, so this one is a mock. */

const engine = useMockClient(DynamoDBDocumentClient);
const db = mockDatabase(engine);
const keys = (count: number) => Array.from({ length: count }, (_, n) => ({ id: String(n) }));

/** Answers with the first `share` keys of a request as items, and leaves the rest unprocessed. */
function leaving(share: (asked: number, request: number) => number): Item[][] {
  const requests: Item[][] = [];
  engine.on(BatchGetCommand).callsFake(({ RequestItems: { tokens: t } }) => {
    requests.push(t.Keys);
    const done = share(t.Keys.length, requests.length);
    const rest = t.Keys.slice(done);
    return {
      Responses: { tokens: t.Keys.slice(0, done) },
      ...(rest.length > 0 && { UnprocessedKeys: { tokens: { Keys: rest } } }),
    };
  });
  return requests;
}

beforeEach(() => {
  engine.reset();
});

describe('a batch read', () => {
  it('of nothing asks nobody', async () => {
    expect(await batchGet(db, 'tokens', [])).toEqual([]);
    expect(engine.calls()).toHaveLength(0);
  });

  it.each([
    [1, 1],
    [100, 1],
    [101, 2],
    [250, 3],
  ])('of %i keys is %i requests of 100 keys at most', async (count, requests) => {
    const asked = leaving((size) => size);
    expect(await batchGet(db, 'tokens', keys(count))).toHaveLength(count);
    expect(asked).toHaveLength(requests);
    expect(Math.max(...asked.map(({ length }) => length))).toBeLessThanOrEqual(100);
  });

  it('asks again for the keys left unprocessed, and for those alone', async () => {
    const asked = leaving((size) => Math.ceil(size / 2));
    const items = await batchGet(db, 'tokens', keys(5));
    expect(items.map(({ id }) => id).sort()).toEqual(['0', '1', '2', '3', '4']);
    expect(asked.map(({ length }) => length)).toEqual([5, 2, 1]);
  });

  it('that never ends is an outage, and no answer with holes', async () => {
    const asked = leaving((_, request) => (request === 1 ? 3 : 0));
    const failure = await batchGet(db, 'tokens', keys(5)).catch((error: unknown) => error);
    expect(isUnavailable(failure)).toBe(true);
    expect(asked).toHaveLength(4);
  });

  it('is consistent when that is asked for', async () => {
    leaving((size) => size);
    await batchGet(db, 'tokens', keys(1), { consistent: true });
    await batchGet(db, 'tokens', keys(1));
    const inputs = engine
      .commandCalls(BatchGetCommand)
      .map(({ args: [command] }) => command.input.RequestItems?.tokens?.ConsistentRead);
    expect(inputs).toEqual([true, false]);
  });
});
