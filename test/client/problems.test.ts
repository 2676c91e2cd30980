import { inspect } from 'node:util';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createClient, Problem, Unreachable } from '../../client/src/index.ts';
import { pretendService, problem } from './pretend-service.ts';

const KEY = 'lk_of-nobody-else';

/** Returns the error that a call throws. */
async function failureOf(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

describe('a refusal', () => {
  test('is a problem with all that the service says', async () => {
    const errors = [{ pointer: '/expiresAt', detail: 'must be in the future' }];
    const service = await pretendService(problem(400, 'invalid_request', { errors }));
    const failure = await failureOf(service.connect().tokens.create({ expiresAt: '2020-01-01T00:00:00Z' }));
    expect(failure).toBeInstanceOf(Problem);
    expect(failure).toMatchObject({
      name: 'Problem',
      status: 400,
      code: 'invalid_request',
      title: 'Title of invalid_request',
      detail: 'Detail of invalid_request.',
      errors,
      requestId: 'r-1',
      retryAfter: undefined,
      message: '400 invalid_request: Detail of invalid_request.',
    });
  });

  test('of introspection or revocation has the same codes, and says what OAuth says', async () => {
    const refuse = (status: number, error: string) => ({
      status,
      body: JSON.stringify({ error, error_description: 'Not today.' }),
      headers: { 'Content-Type': 'application/json', 'X-Request-Id': 'r-3' },
    });
    const service = await pretendService(refuse(401, 'invalid_client'), refuse(403, 'unauthorized_client'));
    const { sessions } = service.connect({ retries: 0 });
    const common = { title: 'invalid_client', detail: 'Not today.', requestId: 'r-3' };
    const failure = await failureOf(sessions.introspect('x'));
    expect(failure).toBeInstanceOf(Problem);
    expect(failure).toMatchObject({ ...common, status: 401, code: 'unauthenticated' });
    expect(await failureOf(sessions.revoke('x'))).toMatchObject({ status: 403, code: 'forbidden' });
  });

  test('says in how many seconds to come back, where the service does', async () => {
    const busy = problem(503, 'unavailable');
    const service = await pretendService(
      { ...busy, headers: { ...busy.headers, 'Retry-After': '7' } },
      { ...busy, headers: { ...busy.headers, 'Retry-After': 'Wed, 21 Oct 2026 07:28:00 GMT' } },
    );
    const client = service.connect({ retries: 0 });
    await expect(client.me()).rejects.toMatchObject({ status: 503, retryAfter: 7 });
    await expect(client.me()).rejects.toMatchObject({ status: 503, retryAfter: undefined });
  });

  test.each([
    ['the gateway’s throttle', 429, '{"message":"Too Many Requests"}', 'throttled'],
    ['the gateway’s own failure', 500, '{"message":"Internal Server Error"}', 'unexpected'],
    ['a firewall', 403, '<html>Request blocked.</html>', 'unexpected'],
    ['something that answers nothing', 404, '', 'unexpected'],
    ['something that answers null', 500, 'null', 'unexpected'],
    ['something that answers pages for everything', 200, '<!doctype html>hello', 'unexpected'],
  ])('of %s is a problem too', async (_, status, body, code) => {
    const service = await pretendService({ status, body, headers: { 'X-Request-Id': 'r-2' } });
    const failure = await failureOf(service.connect({ retries: 0 }).me());
    expect(failure).toBeInstanceOf(Problem);
    expect(failure).toMatchObject({ status, code, requestId: 'r-2', errors: undefined });
    expect(inspect(failure)).not.toContain('blocked');
  });

  test('that says less than it should is told with what it says', async () => {
    const service = await pretendService({ status: 401, body: '{"code":"token_refused"}' });
    await expect(service.connect().me()).rejects.toMatchObject({
      code: 'token_refused',
      title: '',
      detail: '',
      requestId: '',
    });
  });
});

describe('no answer', () => {
  test('is told as such, with its cause', async () => {
    const service = await pretendService();
    const { url } = service;
    const fetch = () => Promise.reject(new TypeError('fetch failed'));
    const failure = await failureOf(createClient({ url, fetch, retries: 0 }).me());
    expect(failure).toBeInstanceOf(Unreachable);
    expect(failure).toMatchObject({ name: 'Unreachable', cause: { message: 'fetch failed' } });
  });

  test('is also a redirect, which would take the credentials elsewhere', async () => {
    const service = await pretendService({ status: 307, headers: { Location: '/elsewhere' } });
    await expect(service.connect({ retries: 0 }).me()).rejects.toBeInstanceOf(Unreachable);
    expect(service.seen.map(({ target }) => target)).toEqual(['/me']);
  });

  test('is one that breaks off', async () => {
    const service = await pretendService({ headers: { 'Content-Length': '100' }, body: '{}' });
    const failure = failureOf(service.connect({ retries: 0, timeout: 50 }).me());
    expect(await failure).toBeInstanceOf(Unreachable);
  });

  test('is one that takes too long', async () => {
    const failure = await failureOf(
      createClient({ url: 'https://login.example', fetch: never, retries: 0, timeout: 5 }).me(),
    );
    expect(failure).toBeInstanceOf(Unreachable);
    expect(failure).toMatchObject({ cause: { name: 'TimeoutError' } });
  });
});

/** Never answers; ends with its signal, as `fetch` does. */
const never: typeof fetch = (_, init) =>
  new Promise((__, reject) => {
    init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
  });

describe('aborting', () => {
  test('a call under way rejects with the reason', async () => {
    const controller = new AbortController();
    const client = createClient({ url: 'https://login.example', fetch: never });
    const failure = failureOf(client.tokens.list({}, { signal: controller.signal }));
    controller.abort('enough');
    expect(await failure).toBe('enough');
  });

  test('a call before it begins asks nobody', async () => {
    const service = await pretendService();
    const failure = await failureOf(service.connect().me({ signal: AbortSignal.abort() }));
    expect(failure).toMatchObject({ name: 'AbortError' });
    expect(service.seen).toEqual([]);
  });

  test('a call that waits for its repetition ends it', async () => {
    const controller = new AbortController();
    const fetch = vi.fn(async () => {
      setImmediate(() => controller.abort());
      return new Response('{}', { status: 429, headers: { 'Retry-After': '10' } });
    });
    const client = createClient({ url: 'https://login.example', fetch });
    expect(await failureOf(client.me({ signal: controller.signal }))).toMatchObject({ name: 'AbortError' });
    expect(fetch).toHaveBeenCalledTimes(1);
  });
});

describe('credentials', () => {
  test.each([`${KEY}\n`, `${KEY}\r\nX-Evil: 1`, `${KEY}ü€`, ''])(
    'are in no error when they are %j',
    async (key) => {
      const service = await pretendService();
      const failure = await failureOf(service.connect({ credentials: key }).me());
      expect(failure).toBeInstanceOf(TypeError);
      expect(inspect(failure)).not.toContain(KEY);
      expect(service.seen).toEqual([]);
    },
  );

  test('and strings of tokens are in no error and in nothing that is printed', async () => {
    const printed = (['log', 'info', 'warn', 'error', 'debug'] as const).map((name) =>
      vi.spyOn(console, name),
    );
    onTestFinished(() => void vi.restoreAllMocks());
    const service = await pretendService(problem(401, 'token_refused'), problem(500, 'internal_error'), {
      status: 502,
      body: '<html>',
    });
    const client = service.connect({ credentials: KEY, retries: 0 });
    const gone = createClient({ url: 'http://127.0.0.1:1', credentials: KEY, retries: 0 });
    const failures = [
      await failureOf(client.tokens.redeem({ token: 'lt_hidden' })),
      await failureOf(client.tokens.redeem({ token: 'lt_hidden' })),
      await failureOf(client.sessions.exchange({ code: 'lt_hidden' })),
      await failureOf(gone.sessions.introspect('lt_hidden')),
    ];
    const told = inspect(failures, { depth: null, showHidden: true });
    expect(told).toContain('token_refused');
    expect(told).not.toContain(KEY);
    expect(told).not.toContain('lt_hidden');
    expect(JSON.stringify(failures)).not.toMatch(/lk_|lt_/);
    for (const spy of printed) expect(spy).not.toHaveBeenCalled();
  });
});
