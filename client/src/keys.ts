import type { Key, KeyQuery, KeyRequest, KeyWithString } from './api.ts';
import type { Call, CallOptions } from './call.ts';
import type { Page } from './pages.ts';

export const keysOf = (call: Call) => ({
  list: (query: KeyQuery = {}, o?: CallOptions): Promise<Page<Key>> => call('GET /keys', { ...o, query }),
  /** Makes an API key; its string is in this answer and never again. */
  create: (body: KeyRequest, o?: CallOptions): Promise<KeyWithString> => call('POST /keys', { ...o, body }),
  /** It is refused everywhere within a minute. */
  remove: async (id: string, o?: CallOptions): Promise<void> => {
    await call('DELETE /keys/{id}', { ...o, id });
  },
});
