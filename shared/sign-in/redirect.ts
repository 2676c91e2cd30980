import type { Settings } from '../settings/settings.ts';
import { parseSecureUrl } from '../url.ts';

type Targets = Pick<Settings, 'callbackUrl' | 'allowedReturnUrls'>;

export type Target =
  | { outcome: 'chosen'; url: string }
  /** Nobody has said where people are to be taken. */
  | { outcome: 'not_configured' }
  /** The link wants people taken where nobody allowed it. */
  | { outcome: 'not_allowed' };

/** Whether a target leaves room for what the answer adds: with two of these, the storefront might read the other one. */
export const isRedirectTarget = (url: URL): boolean =>
  !url.searchParams.has('code') && !url.searchParams.has('state');

/**
 * Where a person is taken once they are signed in. What a link asks for must be one of the allowed URLs to the letter,
 * up to its query: a comparison of parsed URLs would let pass what this parser and a browser's read differently.
 */
export function chooseRedirect(settings: Targets, returnTo: string | undefined): Target {
  const { callbackUrl } = settings;
  if (returnTo === undefined)
    return callbackUrl ? { outcome: 'chosen', url: callbackUrl } : { outcome: 'not_configured' };
  const url = parseSecureUrl(returnTo);
  const allowed =
    url !== undefined &&
    !returnTo.includes('#') &&
    placesOf(settings).includes(withoutQuery(returnTo)) &&
    isRedirectTarget(url);
  // As the parser writes it: the same up to the query, and there without what no header may hold.
  return allowed ? { outcome: 'chosen', url: url.href } : { outcome: 'not_allowed' };
}

const placesOf = ({ callbackUrl, allowedReturnUrls }: Targets): string[] =>
  [...(callbackUrl === null ? [] : [callbackUrl]), ...allowedReturnUrls].map(withoutQuery);

const withoutQuery = (url: string): string => url.split('?', 1)[0] ?? '';

/** The origins of all targets, for the page's policy: browsers hold a form's redirects against it, too. */
export const redirectOrigins = (settings: Targets): string[] => [
  ...new Set(placesOf(settings).map((url) => new URL(url).origin)),
];

/** The target with what the storefront exchanges, and with the state that it gave the link. */
export function addCode(url: string, code: string, state: string | undefined): string {
  const added = new URLSearchParams({ code, ...(state !== undefined && { state }) });
  return `${url}${url.includes('?') ? '&' : '?'}${added}`;
}
