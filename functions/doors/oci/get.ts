import { serve } from '../../http/serve.ts';
import { refusePage } from '../refuse-page.ts';
import { openCatalogue } from './open-catalogue.ts';
import { getOci as route } from './routes.ts';

export const handler = serve(route, (call) => openCatalogue(call, call.query), refusePage);
