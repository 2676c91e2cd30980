import { serve } from '../../http/serve.ts';
import { isPunchOut, openCatalogue } from '../oci/open-catalogue.ts';
import { refusePage } from '../refuse-page.ts';
import { open as route } from './routes.ts';
import { showPage } from './show-page.ts';

/**
 * The page that a link opens. Mail scanners open links too, and run scripts: nothing here looks at the token. With what
 * a procurement system sends, which cannot press a button, it is the door of those.
 */
export const handler = serve(
  route,
  async (call) => (isPunchOut(call.query) ? openCatalogue(call, call.query) : showPage(call)),
  refusePage,
);
