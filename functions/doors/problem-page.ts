import type { HttpEvent, ProblemFormat } from '../http/middleware.ts';
import { PROBLEMS, type ProblemCode } from '../http/problem.ts';
import type { NameValuePairs } from '../http/request.ts';
import { errorPage } from '../pages/error-page.ts';
import type { Shop } from '../pages/layout.ts';
import { chooseLocale, type Locale } from '../pages/locale.ts';
import type { ErrorKind } from '../pages/texts/type.ts';
import { settings } from '../runtime/settings.ts';

const NOTICES: { [Code in ProblemCode]?: ErrorKind } = {
  token_refused: 'refused',
  forbidden: 'cross_site',
  not_ready: 'not_ready',
  unavailable: 'unavailable',
  internal_error: 'failed',
};

const NAMELESS: Shop = { shopName: null, helpUrl: null, supportEmail: null, frameAncestors: [] };

/** What people see in place of a problem document. A refused token looks the same whatever the private reason. */
export const refusePage: ProblemFormat = async ({ code }, event) => {
  const { time, requestId } = event.state;
  const { status } = PROBLEMS[code];
  // Where something has failed, looking for the shop's name would only take longer.
  const failed = code === 'unavailable' || code === 'internal_error';
  const shop = failed ? NAMELESS : await settings(time).catch(() => NAMELESS);
  const kind = NOTICES[code] ?? 'invalid';
  return {
    status,
    page: errorPage({
      locale: localeOf(saidBy(event), event.headers['accept-language']),
      shop,
      kind,
      requestId,
    }),
  };
};

/** What was said before it was refused: a body that could not be read says nothing. */
const saidBy = ({ state, rawQueryString }: HttpEvent): NameValuePairs => [
  ...new URLSearchParams(rawQueryString),
  ...(Array.isArray(state.body) ? (state.body as NameValuePairs) : []),
];

/** The language of whoever opens a page. */
export const localeOf = (said: NameValuePairs, acceptLanguage: string | undefined): Locale =>
  chooseLocale({ acceptLanguage, requested: said.find(([name]) => name === 'locale')?.[1] });
