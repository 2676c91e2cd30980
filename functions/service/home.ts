import { httpHandler } from '../http/http-handler.ts';
import { config } from '../runtime/config.ts';
import { getHome as route } from './routes.ts';

export const handler = httpHandler(route, async () => ({
  status: 302,
  headers: { Location: config.console ? '/console/' : '/docs' },
}));
