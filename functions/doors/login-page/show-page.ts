import { randomBase62 } from '../../../shared/crypto/secret.ts';
import { targetOrigins } from '../../../shared/sign-in/redirect.ts';
import type { HttpRequest } from '../../http/request.ts';
import type { HttpResponse } from '../../http/response.ts';
import { loginPage } from '../../pages/login-page.ts';
import { settings } from '../../runtime/settings.ts';
import { localeOf } from '../problem-page.ts';
import { readLink } from '../read-link.ts';
import { redirectOf } from '../redirect-url.ts';
import type { getLoginPage } from './routes.ts';

/** Makes the page of a login link, without a look at the token. */
export async function showPage({
  query,
  audit,
  header,
}: Pick<HttpRequest<typeof getLoginPage>, 'query' | 'audit' | 'header'>): Promise<HttpResponse> {
  const inForce = await settings(audit.time);
  const { token, returnTo, state } = readLink(query);
  redirectOf(inForce, returnTo);
  const page = loginPage({
    locale: localeOf(query, header('accept-language')),
    shop: inForce,
    form: { token, returnTo, state, attemptId: randomBase62(22) },
    targets: targetOrigins(inForce),
  });
  return { status: 200, page };
}
