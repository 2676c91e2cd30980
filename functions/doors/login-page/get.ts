import { httpHandler } from '../../http/http-handler.ts';
import { isPunchOut, openCatalogue } from '../oci/sign-in-buyer.ts';
import { refusePage } from '../problem-page.ts';
import { getLoginPage as route } from './routes.ts';
import { showPage } from './show-page.ts';

/**
 * Shows the page that a link opens, and does not use the token: mail scanners open links too. Procurement systems cannot
 * press a button: with their fields this is the OCI door.
 */
export const handler = httpHandler(
  route,
  async (call) => (isPunchOut(call.query) ? openCatalogue(call, call.query) : showPage(call)),
  refusePage,
);
