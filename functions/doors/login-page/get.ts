import { httpHandler } from '../../http/http-handler.ts';
import { linkPairs } from '../link-pairs.ts';
import { problemPage } from '../problem-page.ts';
import { isOciCall, redirectToOci } from './redirect-to-oci.ts';
import { getLoginPage as route } from './routes.ts';
import { showPage } from './show-page.ts';

/**
 * Shows the login page and does not use the token, since mail scanners open links too, by HEAD or by GET. A link with the fields of a
 * procurement system, which cannot press a button, leads to the OCI door.
 */
export const handler = httpHandler(
  route,
  async (request) => (isOciCall(linkPairs(request.rawQuery)) ? redirectToOci(request) : showPage(request)),
  problemPage,
);
