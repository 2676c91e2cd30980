import { httpHandler } from '../http/http-handler.ts';

import { config } from '../runtime/config.ts';
import { getOpenapi as route } from '../service/routes.ts';
import { openApiDocument } from './document.ts';

const body = openApiDocument(config.appUrl);

export const handler = httpHandler(route, async () => ({
  status: 200,
  // Any page may read it: it is public.
  headers: { 'Cache-Control': 'public, max-age=300', 'Access-Control-Allow-Origin': '*' },
  body,
}));
