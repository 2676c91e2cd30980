import type { Key, KeyQuery, KeyRequest, KeyWithString } from './api.ts';
import type { Call, CallOptions } from './call.ts';
import type { Page } from './pages.ts';
import { preconditions, type Versioned } from './versioned.ts';

export const keysOf = (call: Call) => ({
  list: (query: KeyQuery = {}, o?: CallOptions): Promise<Page<Key>> => call('GET /keys', { ...o, query }),
  /** Creates an API key. Its string is in this answer and in no other. */
  create: (body: KeyRequest, o?: CallOptions): Promise<KeyWithString> => call('POST /keys', { ...o, body }),
  /** Deletes an API key, which is refused everywhere within a minute. */
  remove: async (id: string, o: Versioned = {}): Promise<void> => {
    await call('DELETE /keys/{id}', { ...preconditions(o), id });
  },
});
