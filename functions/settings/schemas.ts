import * as v from 'valibot';
import {
  FRAME_ANCESTORS_MAX,
  KEY_LIFETIME_DAYS_MAX,
  LIST_MAX_LENGTH,
  RETENTION_DAYS_MAX,
  RETURN_URLS_MAX,
  SHOP_NAME_MAX_LENGTH,
  URL_MAX_LENGTH,
} from '../../shared/settings/limits.ts';
import {
  LINK_STYLES,
  LONGEST_IMPERSONATION,
  LONGEST_SESSION,
  RESPONSE_MODES,
} from '../../shared/settings/settings.ts';
import { isRedirectTarget } from '../../shared/sign-in/redirect.ts';
import { parseBaseUrl, parseReturnUrl, parseSecureUrl } from '../../shared/url.ts';
import {
  absentOr,
  DAMAGED_CLASS,
  described,
  email,
  fields,
  note,
  oneOf,
  wholeNumber,
} from '../http/fields.ts';

const TOGETHER = `${LIST_MAX_LENGTH} characters together at most`;

/** The body of `PUT /settings`. */
export const settingsRequest = () =>
  fields({
    appUrl: described(
      absentOr(appUrl()),
      'The base of login links: one of those that the deployment allows.',
    ),
    callbackUrl: described(
      absentOr(target()),
      'The URL of the storefront to which a sign-in redirects, unless a link names another.',
    ),
    allowedReturnUrls: described(
      absentOr(listOf(returnUrl(), RETURN_URLS_MAX)),
      `Other URLs that the \`return_to\` of a link may name, compared without query; ${TOGETHER}.`,
    ),
    shopName: described(absentOr(note(SHOP_NAME_MAX_LENGTH)), 'The name of the shop on pages.'),
    helpUrl: described(absentOr(anyUrl()), 'The link to help on pages that refuse a login link.'),
    supportEmail: described(
      absentOr(
        v.pipe(
          email(),
          v.regex(PLAIN_EMAIL, 'must be one plain e-mail address'),
          v.metadata({
            pattern: `^[^@${NOT_PLAIN}]+@[^@${NOT_PLAIN}]+$`,
          }),
        ),
      ),
      'The e-mail address for help on pages that refuse a login link.',
    ),
    sessionLifetime: described(absentOr(wholeNumber(1, LONGEST_SESSION)), 'Seconds that a session lives.'),
    impersonationLifetime: described(
      absentOr(wholeNumber(1, LONGEST_IMPERSONATION)),
      'Seconds that the session of an impersonation lives.',
    ),
    linkStyle: described(
      absentOr(oneOf(LINK_STYLES)),
      'The part of a login link that holds the token: its query, or its fragment, which browsers do not send.',
    ),
    responseMode: described(
      absentOr(oneOf(RESPONSE_MODES)),
      'How the code gets to the callback: in its query, or in a form that the browser posts. An app gets it in the query.',
    ),
    keyLifetimeDays: described(
      absentOr(wholeNumber(1, KEY_LIFETIME_DAYS_MAX)),
      'Days that an API key lives at most, from its creation or rotation on.',
    ),
    tokenRetentionDays: described(
      absentOr(wholeNumber(1, RETENTION_DAYS_MAX)),
      'Days that a token is kept after it expired, was used up or was deleted.',
    ),
    frameAncestors: described(
      absentOr(listOf(origin(), FRAME_ANCESTORS_MAX)),
      `Origins of the pages that may show the login page in a frame; ${TOGETHER}.`,
    ),
  });

/** A URL in the form in which it is compared and shown: as the parser writes it, with an ASCII host in lower case. */
const url = (
  message: string,
  pattern: string,
  allowed: (url: URL) => boolean,
  { parse = parseSecureUrl, toText = (url: URL) => url.href } = {},
) =>
  v.pipe(
    note(URL_MAX_LENGTH),
    v.check((text) => {
      const url = parse(text);
      return url !== undefined && url.hash === '' && !text.includes('#') && allowed(url);
    }, message),
    v.metadata({ pattern }),
    v.transform((text) => toText(new URL(text))),
  );

/** Patterns of what is ordinary: addresses of IP and of other letters are left to words. */
const ORIGIN =
  '(https://([A-Za-z0-9][A-Za-z0-9-]{0,60}\\.){0,3}[A-Za-z]([A-Za-z0-9-]{0,60}[A-Za-z0-9])?|http://localhost)(:[1-9][0-9]{0,3})?';
const PATH_CLASS = "A-Za-z0-9._~!$&'()*+,;=:@%/-";
const PLAIN_URL = `^${ORIGIN}(/[${PATH_CLASS}]*)?$`;
const ANY_URL = `^${ORIGIN}(/[${PATH_CLASS}]*(\\?[?${PATH_CLASS}]*)?)?$`;

const APP = '[a-z][a-z0-9-]*(\\.[a-z0-9-]+)+:';
const RETURN_URL = `^(${ORIGIN}|${APP})/[${PATH_CLASS}]*$`.replaceAll('@', '');
const TARGET = `^(${ORIGIN}|${APP})/[${PATH_CLASS}]*(\\?[?${PATH_CLASS}]*)?$`.replaceAll('@', '');

const PLACE = 'an https address (http on localhost)';
const anyUrl = () => url(`must be ${PLACE}, without fragment`, ANY_URL, () => true);
const PLACE_OR_APP = `${PLACE}, or one of an app such as com.example.app:/callback`;
const target = () =>
  url(
    `must be ${PLACE_OR_APP}, without fragment, and without code or state in its query`,
    TARGET,
    isRedirectTarget,
    {
      parse: parseReturnUrl,
    },
  );
const returnUrl = () =>
  url(`must be ${PLACE_OR_APP}, without query or fragment`, RETURN_URL, ({ href }) => !href.includes('?'), {
    parse: parseReturnUrl,
  });
const PLAIN = `must be ${PLACE}, without query or fragment`;
const appUrl = () =>
  v.pipe(
    note(URL_MAX_LENGTH),
    v.check((text) => parseBaseUrl(text) !== undefined, PLAIN),
    v.metadata({ pattern: PLAIN_URL }),
    v.transform((text) => parseBaseUrl(text) ?? text),
  );
const origin = () =>
  url(
    `must be the origin of ${PLACE}, such as https://procurement.example`,
    `^${ORIGIN}/?$`,
    ({ href, origin }) => href === `${origin}/`,
    { toText: (url) => url.origin },
  );

/** Becomes a `mailto:` link, so it has nothing that could add headers or a second recipient. */
const PLAIN_EMAIL = /^[^<>()[\],;:\\"?&%]+$/;
const NOT_PLAIN = `\\s<>()\\[\\],;:\\\\"?&%${DAMAGED_CLASS}`;

const listOf = (item: v.GenericSchema<string>, max: number) =>
  v.pipe(
    v.array(item, 'must be a list'),
    v.maxLength(max, `must have ${max} entries at most`),
    v.check(
      (list) => list.join('').length <= LIST_MAX_LENGTH,
      `must have ${LIST_MAX_LENGTH} characters together at most`,
    ),
  );
