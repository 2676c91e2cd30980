import type { HttpEvent, ProblemFormat } from '../http/middleware.ts';
import { PROBLEMS, type ProblemCode } from '../http/problem.ts';
import type { NameValuePairs } from '../http/request.ts';
import { errorPage } from '../pages/error-page.ts';
import type { Shop } from '../pages/layout.ts';
import { chooseLocale } from '../pages/locale.ts';
import type { ErrorKind } from '../pages/texts/type.ts';
import { cachedSettings } from '../runtime/settings.ts';

const ERROR_KINDS: { [Code in ProblemCode]?: ErrorKind } = {
  token_refused: 'refused',
  forbidden: 'cross_site',
  not_ready: 'not_ready',
  unavailable: 'unavailable',
  internal_error: 'failed',
};

const UNNAMED_SHOP: Shop = { shopName: null, helpUrl: null, supportEmail: null, frameAncestors: [] };

/** A problem as a page. The page of a refused token is the same for every private reason. */
export const problemPage: ProblemFormat = async ({ code }, event) => {
  const { time, requestId } = event.state;
  // The database may be the cause, and reading the settings would delay the answer.
  const failed = code === 'unavailable' || code === 'internal_error';
  const page = errorPage({
    locale: localeOf(event),
    shop: failed ? UNNAMED_SHOP : await cachedSettings(time).catch(() => UNNAMED_SHOP),
    kind: ERROR_KINDS[code] ?? 'invalid',
    requestId,
  });
  return { status: PROBLEMS[code].status, page };
};

/** The locale of a request that may have failed before its body was parsed. */
function localeOf({ state, rawQueryString, headers }: HttpEvent) {
  const form = Array.isArray(state.body) ? (state.body as NameValuePairs) : [];
  const pairs: NameValuePairs = [...new URLSearchParams(rawQueryString), ...form];
  const requested = pairs.find(([name]) => name === 'locale')?.[1];
  return chooseLocale({ requested, acceptLanguage: headers['accept-language'] });
}
