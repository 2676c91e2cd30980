import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { type Client, createClient } from '../../client/src/index.ts';

/** The waits of the client in milliseconds, in order. No time passes in these tests. */
let waits: number[];

beforeEach(() => {
  waits = [];
  vi.spyOn(globalThis, 'setTimeout').mockImplementation((callback, milliseconds) => {
    waits.push(milliseconds ?? 0);
    queueMicrotask(callback);
    return 0 as unknown as NodeJS.Timeout;
  });
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
  onTestFinished(() => void vi.restoreAllMocks());
});

type Answer = { status: number; retryAfter?: number } | 'none';

const DONE: Answer = { status: 200 };

/** A client whose service gives these answers and repeats the last one, and the bodies that the service received. */
function clientOf(answers: Answer[], retries?: number) {
  const sent: unknown[] = [];
  const fetch: typeof globalThis.fetch = async (_, init) => {
    const body = init?.body;
    sent.push(typeof body === 'string' ? JSON.parse(body) : undefined);
    const answer = answers[sent.length - 1] ?? answers.at(-1) ?? DONE;
    if (answer === 'none') throw new TypeError('fetch failed');
    const { status, retryAfter } = answer;
    return new Response('{}', { status, ...(retryAfter && { headers: { 'Retry-After': `${retryAfter}` } }) });
  };
  return { client: createClient({ url: 'https://login.example', fetch, retries }), sent };
}

describe('a call that is safe to repeat', () => {
  test.each<[string, Answer]>([
    ['no answer', 'none'],
    ['429', { status: 429 }],
    ['502', { status: 502 }],
    ['503', { status: 503 }],
    ['504', { status: 504 }],
  ])('is repeated after %s, waiting longer each time', async (_, answer) => {
    const { client, sent } = clientOf([answer, answer, DONE]);
    await client.tokens.list();
    expect(sent).toHaveLength(3);
    expect(waits).toEqual([375, 750]);
  });

  test.each([400, 401, 403, 404, 409, 412, 500])('is not after %i', async (status) => {
    const { client, sent } = clientOf([{ status }]);
    await expect(client.tokens.list()).rejects.toMatchObject({ status });
    expect(sent).toHaveLength(1);
  });

  test('waits as long as the service asks for', async () => {
    const { client } = clientOf([{ status: 503, retryAfter: 3 }, DONE]);
    await client.me();
    expect(waits).toEqual([3_000]);
  });

  test('is not made to wait for more than ten seconds', async () => {
    const { client, sent } = clientOf([{ status: 429, retryAfter: 11 }, DONE]);
    await expect(client.me()).rejects.toMatchObject({ status: 429, retryAfter: 11 });
    expect(sent).toHaveLength(1);
  });

  test('is repeated as often as is said, and then fails as it failed last', async () => {
    const { client, sent } = clientOf(['none', { status: 503 }], 7);
    await expect(client.me()).rejects.toMatchObject({ status: 503 });
    expect(sent).toHaveLength(8);
    expect(Math.max(...waits)).toBe(10_000);
  });

  test('is sent once when there are to be no repetitions', async () => {
    const { client, sent } = clientOf(['none'], 0);
    await expect(client.me()).rejects.toMatchObject({ name: 'Unreachable' });
    expect(sent).toHaveLength(1);
    expect(waits).toEqual([]);
  });

  test('is not repeated because of credentials that cannot be had', async () => {
    const credentials = vi.fn(() => Promise.reject(new Error('signed out')));
    await expect(createClient({ url: 'https://login.example', credentials }).me()).rejects.toThrow(
      'signed out',
    );
    expect(credentials).toHaveBeenCalledTimes(1);
  });
});

const SAFE: [string, (client: Client) => Promise<unknown>][] = [
  ['users.put', (c) => c.users.put('c', { type: 'contact', name: 'J' })],
  ['tokens.create with an idempotency key', (c) => c.tokens.create({}, { idempotencyKey: 'k' })],
  ['tokens.redeem', (c) => c.tokens.redeem({ token: 't' })],
  ['sessions.exchange', (c) => c.sessions.exchange({ code: 'c' })],
  ['sessions.introspect', (c) => c.sessions.introspect('a')],
  ['sessions.revoke', (c) => c.sessions.revoke('a')],
];
test.each(SAFE)('%s is repeated', async (_, call) => {
  const { client, sent } = clientOf(['none', DONE]);
  await call(client);
  expect(sent).toHaveLength(2);
  expect(sent[1]).toEqual(sent[0]);
});

const UNSAFE: [string, (client: Client) => Promise<unknown>][] = [
  ['tokens.create without an idempotency key', (c) => c.tokens.create({})],
  ['tokens.update', (c) => c.tokens.update('t', {})],
  ['tokens.rotate', (c) => c.tokens.rotate('t')],
  ['tokens.reveal', (c) => c.tokens.reveal('t')],
  ['tokens.remove', (c) => c.tokens.remove('t')],
  ['tokens.removeMany', (c) => c.tokens.removeMany(['t'])],
  ['tokens.revokeSessions', (c) => c.tokens.revokeSessions('t')],
  ['users.put of a version', (c) => c.users.put('c', { type: 'contact', name: 'J' }, { ifMatch: 1 })],
  [
    'users.put that only creates',
    (c) => c.users.put('c', { type: 'contact', name: 'J' }, { ifNoneMatch: '*' }),
  ],
  ['users.remove', (c) => c.users.remove('c')],
  ['users.revokeSessions', (c) => c.users.revokeSessions('c')],
  ['keys.create', (c) => c.keys.create({ name: 'n', role: 'viewer' })],
  ['keys.remove', (c) => c.keys.remove('k')],
  ['settings.put', (c) => c.settings.put({})],
];
test.each(UNSAFE)('%s is not', async (_, call) => {
  const { client, sent } = clientOf(['none', DONE]);
  await expect(call(client)).rejects.toMatchObject({ name: 'Unreachable' });
  expect(sent).toHaveLength(1);
});

describe('an attempt', () => {
  test('has the name that it was given', async () => {
    const { client, sent } = clientOf([DONE]);
    await client.tokens.redeem({ token: 't', attemptId: 'mine' });
    await client.sessions.exchange({ code: 'c', attemptId: 'mine' });
    expect(sent).toMatchObject([{ attemptId: 'mine' }, { attemptId: 'mine' }]);
  });

  test('has a name of its own otherwise, which its repetitions keep', async () => {
    const { client, sent } = clientOf(['none', DONE, 'none', DONE]);
    await client.tokens.redeem({ token: 't' });
    await client.tokens.redeem({ token: 't' });
    const [first, again, second, secondAgain] = sent.map((body) => (body as { attemptId: string }).attemptId);
    expect(first).toMatch(/^.{20,64}$/);
    expect(again).toBe(first);
    expect(secondAgain).toBe(second);
    expect(second).not.toBe(first);
  });
});
