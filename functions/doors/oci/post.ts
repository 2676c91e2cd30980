import { serve } from '../../http/serve.ts';
import { postOci as route } from '../cxml/routes.ts';
import { refusePage } from '../refuse-page.ts';
import { openCatalogue } from './open-catalogue.ts';

export const handler = serve(route, (call) => openCatalogue(call, [...call.query, ...call.body]), refusePage);
