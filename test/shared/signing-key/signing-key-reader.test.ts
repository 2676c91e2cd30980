import { describe, expect, test } from 'vitest';
import { addKey } from '../../../shared/signing-key/rotate.ts';
import { publishedKeyReader, signingKeyReader } from '../../../shared/signing-key/signing-key-reader.ts';
import { publishedOf, type StoredKey } from '../../../shared/signing-key/stored-keys.ts';
import { isUnavailable, UnavailableError } from '../../../shared/storage/unavailable.ts';
import { HOUR, MINUTE, SECOND, START } from '../../support/frozen-clock.ts';

const first = await addKey([], START / 1_000 - 86_400);
const second = await addKey(first, START / 1_000);

/** A secret that can change, fail or answer late. */
function source() {
  const state = { keys: first as readonly StoredKey[], failure: undefined as unknown, reads: 0 };
  const read = async () => {
    state.reads += 1;
    const { keys, failure } = state;
    await Promise.resolve();
    if (failure) throw failure;
    return keys;
  };
  const published = publishedKeyReader(async () => publishedOf(await read()));
  const kidsAt = async (time: number) => (await published(time)).publicKeys.map(({ kid }) => kid);
  return { state, ring: signingKeyReader(read), published, kidsAt };
}

const kids = (keys: readonly StoredKey[]) => keys.map(({ kid }) => kid);
const denied = Object.assign(new Error('denied'), { name: 'AccessDeniedException' });

describe('the keys in memory', () => {
  test('are read once a minute, and once for all who wait', async () => {
    const { state, published, kidsAt } = source();
    await Promise.all([published(START), published(START), published(START)]);
    await published(START + MINUTE - 1);
    expect(state.reads).toBe(1);
    state.keys = second;
    expect(await kidsAt(START + MINUTE - 1)).toEqual(kids(first));
    expect(await Promise.all([1, 2, 3].map(() => kidsAt(START + MINUTE)))).toEqual(
      Array(3).fill(kids(second)),
    );
    expect(state.reads).toBe(2);
  });

  test('serve on for fifty-five minutes while they cannot be read again, and no longer', async () => {
    const { state, kidsAt } = source();
    await kidsAt(START);
    state.failure = denied;
    expect(await kidsAt(START + 5 * MINUTE)).toEqual(kids(first));
    expect(await kidsAt(START + 55 * MINUTE - 1)).toEqual(kids(first));
    await expect(kidsAt(START + 55 * MINUTE)).rejects.toThrow(UnavailableError);
  });

  test('are read again for a signature of a key that they do not know, but not for every one', async () => {
    const { state, ring } = source();
    await ring(START);
    const replaced = await addKey([], START / 1_000);
    state.keys = replaced;
    const [kid = ''] = kids(replaced);
    const findAt = async (time: number, name: string) => (await ring(time)).find(name);
    expect(await findAt(START + 9 * SECOND, kid)).toBeUndefined();
    expect(state.reads).toBe(1);
    expect(await findAt(START + 10 * SECOND, kid)).toBeDefined();
    expect(await findAt(START + 11 * SECOND, first[0]?.kid ?? '')).toBeUndefined();
    const nonsense = Array.from({ length: 20 }, (_, at) => findAt(START + 12 * SECOND, `nonsense-${at}`));
    expect(await Promise.all(nonsense)).toEqual(Array(20).fill(undefined));
    expect(state.reads).toBe(2);
  });

  test('do not know a key that cannot be looked for, and serve on', async () => {
    const { state, ring } = source();
    await ring(START);
    state.failure = denied;
    const keys = await ring(START + 20 * SECOND);
    expect(await keys.find('another')).toBeUndefined();
    expect(await keys.find(first[0]?.kid ?? '')).toBeDefined();
    expect(state.reads).toBe(2);
  });

  test('never sign with a key that others cannot know yet, however long they have served on', async () => {
    const { state, ring } = source();
    await ring(START);
    state.failure = denied;
    const { current } = await ring(START + 55 * MINUTE - 1);
    // Read just before a rotation: the new key signs an hour later, when this ring serves no more.
    expect(current.kid).toBe(first[0]?.kid);
    await expect(ring(START + HOUR)).rejects.toThrow(UnavailableError);
  });

  test('are asked for every ten seconds while that fails, so that not every request waits', async () => {
    const { state, ring } = source();
    await ring(START);
    state.failure = denied;
    const late = START + 10 * MINUTE;
    for (let at = late; at < late + 30 * SECOND; at += SECOND) await ring(at);
    expect(state.reads).toBe(1 + 3);
  });

  test('are served again when they can be read again', async () => {
    const { state, kidsAt } = source();
    state.failure = denied;
    await expect(kidsAt(START)).rejects.toThrow();
    Object.assign(state, { failure: undefined, keys: second });
    expect(await kidsAt(START + 1)).toEqual(kids(second));
  });

  test('that were never read make callers try again, whatever the reason was, and name it for the log', async () => {
    const { state, ring } = source();
    state.failure = denied;
    const error = await ring(START).catch((thrown: unknown) => thrown);
    expect(isUnavailable(error)).toBe(true);
    expect(error).toMatchObject({ message: 'the signing keys cannot be read', cause: denied });
  });

  test('that no key can be imported from are as good as none', async () => {
    const { state, ring } = source();
    const [key] = first as [StoredKey];
    state.keys = [{ ...key, jwk: { ...key.jwk, x: key.jwk.y } }];
    await expect(ring(START)).rejects.toThrow(UnavailableError);
    state.keys = [];
    await expect(ring(START + MINUTE)).rejects.toThrow();
  });

  test('are read once more when the answer was on its way while the process stood still', async () => {
    const answer = Promise.withResolvers<void>();
    let reads = 0;
    const ring = publishedKeyReader(async () => {
      reads += 1;
      if (reads === 1) await answer.promise;
      return publishedOf(reads === 1 ? first : second);
    });
    const early = ring(START);
    const later = ring(START + 2 * HOUR);
    answer.resolve();
    await early;
    expect((await later).publicKeys).toHaveLength(2);
    expect(reads).toBe(2);
  });
});
