import { httpHandler } from '../http/http-handler.ts';

import { config } from '../runtime/config.ts';
import { getDocs as route } from '../service/routes.ts';
import { openApiDocument } from './document.ts';
import { referencePage } from './reference-page.ts';

const page = referencePage(openApiDocument(config.appUrl));

export const handler = httpHandler(route, async () => ({
  status: 200,
  headers: { 'Cache-Control': 'public, max-age=300' },
  page,
}));
