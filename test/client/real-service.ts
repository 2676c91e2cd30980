import { type Client, type ClientOptions, createClient } from '../../client/src/index.ts';
import { send } from '../support/api.ts';

/** The address that clients use; `handlersFetch` calls the handlers instead. */
const SERVICE = 'https://login.example.com';

/** Calls the real handlers. */
export const handlersFetch: typeof fetch = async (target, init) => {
  const { pathname, search } = new URL(String(target));
  const sent = new Headers(init?.headers);
  const { authorization: _, ...headers } = Object.fromEntries(sent);
  const { body } = init ?? {};
  const answer = await send(init?.method ?? 'GET', pathname + search, {
    key: sent.get('authorization')?.replace('Bearer ', ''),
    headers,
    ...(body instanceof URLSearchParams && { form: Object.fromEntries(body) }),
    ...(typeof body === 'string' && { raw: body }),
  });
  return new Response(answer.text === '' ? null : answer.text, {
    status: answer.status,
    headers: answer.headers,
  });
};

/** The client of a principal, with the real handlers behind it. */
export const connect = (credentials: string, options: Partial<ClientOptions> = {}): Client =>
  createClient({ url: SERVICE, credentials, fetch: handlersFetch, ...options });

/** Calls the handlers, and loses the first `lost` answers. */
export function losing(lost: number): typeof fetch {
  let left = lost;
  return async (target, init) => {
    const answer = await handlersFetch(target, init);
    if (left-- > 0) throw new TypeError('fetch failed');
    return answer;
  };
}
