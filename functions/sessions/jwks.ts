import { httpHandler } from '../http/http-handler.ts';
import { publishedKeys } from '../runtime/published-keys.ts';
import { getJwks as route } from './routes.ts';

/** Clients keep the keys for five minutes. A key is published an hour before it signs. */
const CACHE_CONTROL = 'public, max-age=300';

export const handler = httpHandler(route, async ({ audit }) => {
  const { publicKeys } = await publishedKeys(audit.time);
  return { status: 200, headers: { 'Cache-Control': CACHE_CONTROL }, body: { keys: publicKeys } };
});
