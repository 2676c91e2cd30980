import { serve } from '../http/serve.ts';
import { signingKeys } from '../runtime/signing-keys.ts';
import { jwks as route } from './routes.ts';

/** Far shorter than a key is published before it signs. */
const CACHE_CONTROL = 'public, max-age=300';

export const handler = serve(route, async ({ origin }) => {
  const { publicKeys } = await signingKeys(origin.time);
  return { status: 200, headers: { 'Cache-Control': CACHE_CONTROL }, body: { keys: publicKeys } };
});
