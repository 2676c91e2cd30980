import type { Operations } from './api.ts';
import { toProblem, Unreachable } from './problem.ts';
import { baseUrl, contentOf, pathOf, queryOf } from './request.ts';
import { delay, retryDelay } from './retry.ts';

export type ClientOptions = {
  /** The base URL of the service, such as `https://login.example.com`. http is for this machine alone (localhost). */
  url: string;
  /**
   * An API key, or an access token of the administrators' identity provider, or a function that returns one and is
   * called for every request. Without credentials only public operations succeed.
   */
  credentials?: string | (() => string | Promise<string>) | undefined;
  /** Replaces the global `fetch`. */
  fetch?: typeof globalThis.fetch | undefined;
  /** The most retries of a call that is safe to repeat: 2 when absent, 0 for none. */
  retries?: number | undefined;
  /** Milliseconds of each request. 30,000 when absent, a little more than the time limit of the service. */
  timeout?: number | undefined;
};

export type CallOptions = {
  /** Aborts the call, which rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
};

type RequestOptions = CallOptions & {
  id?: string;
  headers?: Record<string, string | undefined>;
  /** Whether the request is idempotent (RFC 9110, section 9.2.2). GET always is. */
  repeatable?: boolean;
  withoutCredentials?: boolean;
};

/** Calls an operation by its method and path, with the types of the OpenAPI document. */
export type Call = <Name extends keyof Operations>(
  operation: Name,
  input: RequestOptions & Omit<Operations[Name], 'answer'>,
) => Promise<Operations[Name]['answer']>;

type Input = RequestOptions & { query?: object; body?: object; form?: object };

/** The characters of a header value. */
const CREDENTIALS = /^[\x20-\x7e]+$/;

export function makeCall(options: ClientOptions): Call {
  const { url, credentials, retries = 2, timeout = 30_000 } = options;
  const base = baseUrl(url);

  async function authorization(): Promise<Record<string, string>> {
    if (credentials === undefined) return {};
    const value = typeof credentials === 'string' ? credentials : await credentials();
    // `fetch` would show the value in its error.
    if (!CREDENTIALS.test(value))
      throw new TypeError('the credentials have characters that no header can have');
    return { Authorization: `Bearer ${value}` };
  }

  async function send(target: string, init: RequestInit, { signal, withoutCredentials }: Input) {
    const headers = { ...init.headers, ...(!withoutCredentials && (await authorization())) };
    const { fetch = globalThis.fetch } = options;
    const timedOut = AbortSignal.timeout(timeout);
    const aborted = signal ? AbortSignal.any([signal, timedOut]) : timedOut;
    signal?.throwIfAborted();
    try {
      const response = await fetch(target, { ...init, headers, signal: aborted });
      return { response, text: await response.text() };
    } catch (error) {
      signal?.throwIfAborted();
      throw new Unreachable(error);
    }
  }

  async function call(operation: string, input: Input): Promise<unknown> {
    const [method = '', path = ''] = operation.split(' ');
    const target = base + pathOf(path, input.id) + queryOf(input.query);
    const repeatable = input.repeatable ?? method === 'GET';
    for (let failures = 0; ; failures++) {
      try {
        const { response, text } = await send(target, { method, ...contentOf(input), ...NO_REDIRECT }, input);
        return read(response, text);
      } catch (error) {
        const wait = repeatable && failures < retries ? retryDelay(error, failures) : undefined;
        if (wait === undefined) throw error;
        await delay(wait, input.signal);
      }
    }
  }
  return call as Call;
}

/** A redirect could send the credentials to another server. */
const NO_REDIRECT = { redirect: 'error' } as const;

function read(response: Response, text: string): unknown {
  const body = parse(text);
  if (!response.ok || body === NOT_JSON) throw toProblem(response, body);
  return body;
}

const NOT_JSON = Symbol();

function parse(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return NOT_JSON;
  }
}
