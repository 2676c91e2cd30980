import type { Operations } from './api.ts';
import { toProblem, Unreachable } from './problem.ts';
import { baseOf, contentOf, pathOf, queryOf } from './request.ts';
import { pause, pauseAfter } from './retry.ts';

export type ClientOptions = {
  /** Where the service answers, such as `https://login.example.com`. */
  url: string;
  /**
   * An API key, or an access token of the identity provider that administrators sign in with; or what gives one, asked
   * anew for every request. Without it only what is public can be asked for.
   */
  credentials?: string | (() => string | Promise<string>) | undefined;
  /** In place of the global one. */
  fetch?: typeof globalThis.fetch | undefined;
  /** How often a call that is safe to repeat is repeated at most: 2 when absent, 0 for never. */
  retries?: number | undefined;
  /** Milliseconds that each request may take: 30,000 when absent, a little longer than the service itself takes. */
  timeout?: number | undefined;
};

export type CallOptions = {
  /** Aborts the call, which then rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
};

type Given = CallOptions & {
  id?: string;
  headers?: Record<string, string | undefined>;
  /** Whether the service makes of two such requests what it makes of one. What is got always is. */
  repeatable?: boolean;
  withoutCredentials?: boolean;
};

/** Calls an operation of the API by its method and path: what it takes and what it answers are those of the document. */
export type Call = <Name extends keyof Operations>(
  operation: Name,
  input: Given & Omit<Operations[Name], 'answer'>,
) => Promise<Operations[Name]['answer']>;

type Input = Given & { query?: object; body?: object; form?: object };

/** What may stand in a header. */
const CREDENTIALS = /^[\x20-\x7e]+$/;

export function makeCall(options: ClientOptions): Call {
  const { url, credentials, retries = 2, timeout = 30_000 } = options;
  const base = baseOf(url);

  async function authorization(): Promise<Record<string, string>> {
    if (credentials === undefined) return {};
    const given = typeof credentials === 'string' ? credentials : await credentials();
    // `fetch` would quote them in its error.
    if (!CREDENTIALS.test(given)) throw new TypeError('the credentials hold what cannot be in a header');
    return { Authorization: `Bearer ${given}` };
  }

  async function ask(target: string, init: RequestInit, { signal, withoutCredentials }: Input) {
    const headers = { ...init.headers, ...(!withoutCredentials && (await authorization())) };
    const { fetch = globalThis.fetch } = options;
    const patience = AbortSignal.timeout(timeout);
    const until = signal ? AbortSignal.any([signal, patience]) : patience;
    signal?.throwIfAborted();
    try {
      const response = await fetch(target, { ...init, headers, signal: until });
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
        const { response, text } = await ask(target, { method, ...contentOf(input), ...ALONE }, input);
        return read(response, text);
      } catch (error) {
        const wait = repeatable && failures < retries ? pauseAfter(error, failures) : undefined;
        if (wait === undefined) throw error;
        await pause(wait, input.signal);
      }
    }
  }
  return call as Call;
}

/** The credentials go to the service and nowhere else. */
const ALONE = { redirect: 'error' } as const;

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
