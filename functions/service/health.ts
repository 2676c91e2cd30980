import { serve } from '../http/serve.ts';
import { health as route } from './routes.ts';

export const handler = serve(route, async () => ({ status: 200, body: { status: 'ok' } }));
