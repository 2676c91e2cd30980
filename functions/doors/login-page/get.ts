import { httpHandler } from '../../http/http-handler.ts';
import { isOciCall, signInBuyer } from '../oci/sign-in-buyer.ts';
import { problemPage } from '../problem-page.ts';
import { getLoginPage as route } from './routes.ts';
import { showPage } from './show-page.ts';

/**
 * Shows the login page and does not use the token, since mail scanners open links too. A link with the fields of a
 * procurement system, which cannot press a button, is an OCI call.
 */
export const handler = httpHandler(
  route,
  async (request) => (isOciCall(request.query) ? signInBuyer(request, request.query) : showPage(request)),
  problemPage,
);
