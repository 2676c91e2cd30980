import { clock } from '../../shared/clock.ts';
import { readPastedCredential } from '../../shared/crypto/credential.ts';
import type { Settings } from '../../shared/settings/settings.ts';
import type { Door } from '../../shared/sign-in/door.ts';
import type { Attempt } from '../../shared/sign-in/redeem.ts';
import { addCode, isOfApp, redirectSchemes } from '../../shared/sign-in/redirect.ts';
import { codeIssuer, signIn } from '../../shared/sign-in/sign-in.ts';
import type { SigningKeys } from '../../shared/signing-key/signing-keys.ts';
import { tokenRefused } from '../http/problem.ts';
import type { HttpRequest } from '../http/request.ts';
import type { HttpResponse } from '../http/response.ts';
import type { Route } from '../http/route.ts';
import { callbackPage } from '../pages/callback-page.ts';
import { chooseLocale } from '../pages/locale.ts';
import { config } from '../runtime/config.ts';
import { signInCollaborators } from '../runtime/sign-in.ts';
import { signInLogFields } from '../views/sign-in-log.ts';
import { incompleteLink } from './read-link.ts';

export type DoorAttempt = Pick<Attempt, 'token' | 'attemptId' | 'store'> & {
  /** Read before the token is used: a use that yields no code would be lost. */
  keys: SigningKeys;
  /** The target of the redirect. */
  url: string;
  /** The state of the login link, which the storefront gets back. */
  state: string | undefined;
  settings: Settings;
  /** The locale that the link asks for. */
  locale: string | undefined;
  /** The id of the stored fields of a procurement system; absent: there are none. */
  procurementIdOf?: Parameters<typeof codeIssuer>[1]['procurementIdOf'];
};

export type DoorRequest = Pick<HttpRequest<Route>, 'method' | 'audit' | 'log' | 'header'>;

/**
 * Signs a visitor in at a door, and has the browser bring a code to the storefront. HEAD uses nothing: it tells whether the
 * link is whole, and whether the door leads anywhere.
 */
export async function signInAtDoor(
  request: DoorRequest,
  door: Door,
  attempt: DoorAttempt,
): Promise<HttpResponse> {
  const { audit, log } = request;
  const { token, attemptId, store, keys, procurementIdOf } = attempt;
  if (request.method === 'HEAD') {
    if (readPastedCredential('lt_', token).outcome !== 'whole') throw incompleteLink();
    return { status: 200 };
  }
  const result = await signIn(
    signInCollaborators,
    door,
    { token, attemptId, store, audit: { ...audit, time: clock() } },
    codeIssuer({ issuer: config.appUrl, keys }, { procurementIdOf }),
  );
  log(signInLogFields(result));
  switch (result.outcome) {
    case 'signed_in':
      return bringCode(result.proof, attempt, request);
    case 'step_required':
      // No door can ask for a further step yet, so the visitor gets no code.
      throw tokenRefused();
    case 'refused':
      throw result.reason === 'malformed' ? incompleteLink() : tokenRefused();
  }
}

/** A redirect with the code, or a page that posts it. An app takes no form. */
function bringCode(
  code: string,
  { url, state, settings, locale, procurementIdOf }: DoorAttempt,
  { header }: DoorRequest,
): HttpResponse {
  if (settings.responseMode === 'query' || isOfApp(url))
    return { status: 303, headers: { Location: addCode(url, code, state) } };
  const page = callbackPage({
    locale: chooseLocale({ requested: locale, acceptLanguage: header('accept-language') }),
    // A catalogue may be opened in any frame, and this page is where the redirect would be.
    shop: procurementIdOf === undefined ? settings : { ...settings, frameAncestors: ['https:', 'http:'] },
    url,
    fields: { code, state },
    targets: redirectSchemes(settings),
  });
  return { status: 200, page };
}
