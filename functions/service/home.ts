import { config } from '../../shared/config.ts';
import { serve } from '../http/serve.ts';
import { home as route } from './routes.ts';

export const handler = serve(route, async () => ({
  status: 302,
  headers: { Location: config.console ? '/console/' : '/docs' },
}));
