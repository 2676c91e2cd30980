import type { Key, KeyQuery, KeyRequest, KeyRotateRequest, KeyWithString } from './api.ts';
import type { Call, CallOptions } from './call.ts';
import type { Page } from './pages.ts';
import { preconditions, type Versioned } from './versioned.ts';

export const keysOf = (call: Call) => ({
  /**
   * Reads one page of API keys, without their strings.
   *
   * @example const { items } = await client.keys.list({ limit: 100 });
   */
  list: (query: KeyQuery = {}, o?: CallOptions): Promise<Page<Key>> => call('GET /keys', { ...o, query }),
  /**
   * Creates an API key. No other response has its string.
   *
   * @example const { id, key } = await client.keys.create({ name: 'Shop', role: 'storefront' });
   */
  create: (body: KeyRequest, o?: CallOptions): Promise<KeyWithString> => call('POST /keys', { ...o, body }),
  /**
   * Gives a key a new string. No other response has it. The string before works for `overlap` seconds more, 30 days at most.
   *
   * @example const { key } = await client.keys.rotate('0352x9Rj3vTqYpWc8mKd2L', { overlap: 3600 });
   */
  rotate: (id: string, body: KeyRotateRequest = {}, o: Versioned = {}): Promise<KeyWithString> =>
    call('POST /keys/{id}/rotate', { ...preconditions(o), id, body }),
  /**
   * Deletes an API key. It changes nothing from then on, and reads nothing after a minute.
   *
   * @example await client.keys.remove('0352x9Rj3vTqYpWc8mKd2L', { ifMatch: 1 });
   */
  remove: async (id: string, o: Versioned = {}): Promise<void> => {
    await call('DELETE /keys/{id}', { ...preconditions(o), id });
  },
});
