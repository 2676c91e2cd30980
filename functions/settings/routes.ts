import * as v from 'valibot';
import { LINK_STYLES, LONGEST_IMPERSONATION, LONGEST_SESSION } from '../../shared/settings/settings.ts';
import { isTarget } from '../../shared/sign-in/redirect.ts';
import { parseAppUrl, parseHttpsUrl } from '../../shared/url.ts';
import { absentOr, email, fields, note, oneOf, wholeNumber } from '../http/fields.ts';
import type { Route } from '../http/route.ts';

/** An address as it is compared and shown: with a host in lower case and ASCII. */
const address = (message: string, allowed: (url: URL) => boolean, toText = (url: URL) => url.href) =>
  v.pipe(
    note(1_000),
    v.check((text) => {
      const url = parseHttpsUrl(text);
      return url !== undefined && url.hash === '' && !text.includes('#') && allowed(url);
    }, message),
    v.transform((text) => toText(new URL(text))),
  );

const PLACE = 'an https address (http on localhost)';
const anyAddress = () => address(`must be ${PLACE}, without fragment`, () => true);
const target = () =>
  address(`must be ${PLACE}, without fragment, and without code or state in its query`, isTarget);
const PLAIN = `must be ${PLACE}, without query or fragment`;
const plainAddress = () => address(PLAIN, ({ href }) => !href.includes('?'));
const appUrl = () =>
  v.pipe(
    note(1_000),
    v.check((text) => parseAppUrl(text) !== undefined, PLAIN),
    v.transform((text) => parseAppUrl(text) ?? text),
  );
const origin = () =>
  address(
    `must be the origin of ${PLACE}, such as https://procurement.example`,
    ({ href, origin }) => href === `${origin}/`,
    (url) => url.origin,
  );

/** It becomes a link of pages: nothing that would say more than whom to write to. */
const PLAIN_EMAIL = /^[^<>()[\],;:\\"?&%]+$/;

/** Characters of a list together: its origins go into a header of every page, and API Gateway sends 10 KB of headers. */
const LIST_LENGTH = 4_000;

const listOf = (item: v.GenericSchema<string>, max: number) =>
  v.pipe(
    v.array(item, 'must be a list'),
    v.maxLength(max, `must have ${max} entries at most`),
    v.check(
      (list) => list.join('').length <= LIST_LENGTH,
      `must have ${LIST_LENGTH} characters together at most`,
    ),
  );

export const getSettings = {
  method: 'GET',
  path: '/settings',
  entry: 'functions/settings/get.ts',
  permission: 'settings:write',
  unlimitedOnly: true,
  access: { settings: ['GetItem'] },
} as const satisfies Route;

export const putSettings = {
  method: 'PUT',
  path: '/settings',
  entry: 'functions/settings/put.ts',
  permission: 'settings:write',
  unlimitedOnly: true,
  body: () =>
    fields({
      appUrl: absentOr(appUrl()),
      callbackUrl: absentOr(target()),
      allowedReturnUrls: absentOr(listOf(plainAddress(), 50)),
      shopName: absentOr(note(100)),
      helpUrl: absentOr(anyAddress()),
      supportEmail: absentOr(v.pipe(email(), v.regex(PLAIN_EMAIL, 'must be one plain e-mail address'))),
      sessionLifetime: absentOr(wholeNumber(1, LONGEST_SESSION)),
      impersonationLifetime: absentOr(wholeNumber(1, LONGEST_IMPERSONATION)),
      linkStyle: absentOr(oneOf(LINK_STYLES)),
      tokenRetentionDays: absentOr(wholeNumber(1, 3_650)),
      frameAncestors: absentOr(listOf(origin(), 20)),
    }),
  access: { settings: ['GetItem', 'PutItem'] },
} as const satisfies Route;
