import type { Settings } from '../settings/settings.ts';
import { parseReturnUrl } from '../url.ts';

type RedirectSettings = Pick<Settings, 'callbackUrl' | 'allowedReturnUrls'>;

export type RedirectTarget =
  | { outcome: 'chosen'; url: string }
  /** The settings have no `callbackUrl`. */
  | { outcome: 'not_configured' }
  /** The settings do not allow the URL of the link. */
  | { outcome: 'not_allowed' };

/** Whether a URL has neither `code` nor `state`: with two of one name, the storefront may read the wrong one. */
export const isRedirectTarget = (url: URL): boolean =>
  !url.searchParams.has('code') && !url.searchParams.has('state');

/**
 * The target of the redirect after a sign-in. The URL of a link must be equal to an allowed one up to its query, as text
 * (RFC 9700, section 2.1): a browser may parse a URL in another way than this parser.
 */
export function chooseRedirect(settings: RedirectSettings, returnTo: string | undefined): RedirectTarget {
  const { callbackUrl } = settings;
  if (returnTo === undefined)
    return callbackUrl ? { outcome: 'chosen', url: callbackUrl } : { outcome: 'not_configured' };
  const url = parseReturnUrl(returnTo);
  const allowed =
    url !== undefined &&
    !returnTo.includes('#') &&
    allowedTargets(settings).includes(withoutQuery(returnTo)) &&
    isRedirectTarget(url);
  // The serialized URL: it has no characters that are forbidden in a header.
  return allowed ? { outcome: 'chosen', url: url.href } : { outcome: 'not_allowed' };
}

const allowedTargets = ({ callbackUrl, allowedReturnUrls }: RedirectSettings): string[] =>
  [...(callbackUrl === null ? [] : [callbackUrl]), ...allowedReturnUrls].map(withoutQuery);

const withoutQuery = (url: string): string => url.split('?', 1)[0] ?? '';

/**
 * The schemes of all targets, for `form-action` in the Content-Security-Policy. Chromium applies it to every redirect after
 * the form, so to where a callback redirects: docs/decisions/0045-where-a-press-may-lead.md.
 */
export const redirectSchemes = (settings: RedirectSettings): string[] => [
  ...new Set(['https:', ...allowedTargets(settings).map((url) => new URL(url).protocol)]),
];

/** Whether a target is an app, which the browser hands an address and no form. */
export const isOfApp = (url: string): boolean => !/^https?:/.test(url);

/** Characters of the address of a redirect without its code. With one, and a path of any server, it is under 8 KB. */
const LOCATION_MAX_LENGTH = 6_144;

/** Whether the address of a redirect can be sent: encoded, a character of the state may have twelve. */
export const fitsLocation = (url: string, state: string | undefined): boolean =>
  addCode(url, '', state).length <= LOCATION_MAX_LENGTH;

/** The target with the code, and with the `state` of the link (RFC 6749, section 4.1.2). */
export function addCode(url: string, code: string, state: string | undefined): string {
  const added = new URLSearchParams({ code, ...(state !== undefined && { state }) });
  return `${url}${url.includes('?') ? '&' : '?'}${added}`;
}
