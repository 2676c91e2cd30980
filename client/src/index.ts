import { type ClientOptions, makeCall } from './call.ts';
import { keysOf } from './keys.ts';
import { principalsOf } from './principals.ts';
import { eventsOf, serviceOf, settingsOf } from './service.ts';
import { sessionsOf } from './sessions.ts';
import { tokensOf } from './tokens.ts';
import { usersOf } from './users.ts';

export type * from './api.ts';
export type { CallOptions, ClientOptions } from './call.ts';
export type { Page } from './pages.ts';
export { Problem, Unreachable } from './problem.ts';
export type { Versioned, VersionedPut } from './versioned.ts';

export type Client = ReturnType<typeof serviceOf> & {
  tokens: ReturnType<typeof tokensOf>;
  users: ReturnType<typeof usersOf>;
  keys: ReturnType<typeof keysOf>;
  principals: ReturnType<typeof principalsOf>;
  sessions: ReturnType<typeof sessionsOf>;
  settings: ReturnType<typeof settingsOf>;
  events: ReturnType<typeof eventsOf>;
};

/**
 * Makes a client of a Login Tokens service. Every call resolves to the body of the response. It throws a `Problem` when
 * the service refuses, and `Unreachable` when no response comes.
 *
 * @example
 * const client = createClient({ url: 'https://login.example.com', credentials: 'lk_…' });
 * const { loginUrl } = await client.tokens.create({ userId: 'c-42', expiresIn: 3600 });
 * console.log(loginUrl);
 */
export function createClient(options: ClientOptions): Client {
  const call = makeCall(options);
  return {
    ...serviceOf(call),
    tokens: tokensOf(call),
    users: usersOf(call),
    keys: keysOf(call),
    principals: principalsOf(call),
    sessions: sessionsOf(call),
    settings: settingsOf(call),
    events: eventsOf(call),
  };
}
