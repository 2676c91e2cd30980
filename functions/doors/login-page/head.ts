import { serve } from '../../http/serve.ts';
import { refusePage } from '../refuse-page.ts';
import { look as route } from './routes.ts';
import { showPage } from './show-page.ts';

/** What the page would answer, to whoever asks with HEAD: never a door, whatever the link carries. */
export const handler = serve(route, showPage, refusePage);
