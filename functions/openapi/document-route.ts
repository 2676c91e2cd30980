import { httpHandler } from '../http/http-handler.ts';
import { ROUTES } from '../routes.ts';
import { config } from '../runtime/config.ts';
import { getOpenapi as route } from '../service/routes.ts';
import { openApiDocument } from './document.ts';

const body = openApiDocument(ROUTES, config.appUrl);

export const handler = httpHandler(route, async () => ({
  status: 200,
  // Tools that run in other pages may read it: there is nothing in it that is not public.
  headers: { 'Cache-Control': 'public, max-age=300', 'Access-Control-Allow-Origin': '*' },
  body,
}));
