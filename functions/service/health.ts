import { httpHandler } from '../http/http-handler.ts';
import { getHealth as route } from './routes.ts';

export const handler = httpHandler(route, async () => ({ status: 200, body: { status: 'ok' } }));
