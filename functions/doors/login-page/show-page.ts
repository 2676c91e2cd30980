import { randomBase62 } from '../../../shared/crypto/secret.ts';
import { redirectSchemes } from '../../../shared/sign-in/redirect.ts';
import type { HttpRequest } from '../../http/request.ts';
import type { HttpResponse } from '../../http/response.ts';
import { chooseLocale } from '../../pages/locale.ts';
import { loginPage } from '../../pages/login-page.ts';
import { cachedSettings } from '../../runtime/settings.ts';
import { linkPairs } from '../link-pairs.ts';
import { incompleteLink, readLink } from '../read-link.ts';
import { redirectUrl } from '../redirect-url.ts';
import type { getLoginPage } from './routes.ts';

/** Shows the page of a login link. The token is neither looked up nor used; only its checksum is verified. */
export async function showPage({
  rawQuery,
  audit,
  header,
}: Pick<HttpRequest<typeof getLoginPage>, 'rawQuery' | 'audit' | 'header'>): Promise<HttpResponse> {
  const settings = await cachedSettings(audit.time);
  const { token, incomplete, returnTo, state, locale } = readLink(linkPairs(rawQuery));
  // A damaged link, or one with a wrong target, fails here and not after the button is pressed.
  if (incomplete) throw incompleteLink();
  redirectUrl(settings, returnTo, state);
  const page = loginPage({
    locale: chooseLocale({ requested: locale, acceptLanguage: header('accept-language') }),
    shop: settings,
    form: { token, returnTo, state, attemptId: randomBase62(22) },
    targets: redirectSchemes(settings),
  });
  return { status: 200, page };
}
