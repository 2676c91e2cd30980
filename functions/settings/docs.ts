import { LINK_STYLES, RESPONSE_MODES } from '../../shared/settings/settings.ts';
import {
  count,
  listOf,
  object,
  oneOf,
  orNull,
  ref,
  type Schemas,
  text,
  timestamp,
} from '../docs/json-schema.ts';
import { answer, CONDITIONAL, type DocsOf } from '../docs/route-docs.ts';
import type * as routes from './routes.ts';

export const docs: DocsOf<typeof routes> = {
  getSettings: {
    summary: 'Get the settings',
    group: 'Settings',
    answers: { 200: answer('Settings', 'The settings in force.') },
    problems: ['version_mismatch'],
    headers: ['If-Match'],
  },
  putSettings: {
    summary: 'Set all settings',
    group: 'Settings',
    description: 'An absent field follows the deployment from then on.',
    request: 'SettingsRequest',
    answers: { 200: answer('Settings', 'The settings after the change.') },
    problems: ['version_mismatch'],
    headers: CONDITIONAL,
  },
};

export const schemas: Schemas = {
  LinkStyle: oneOf(LINK_STYLES, 'The part of a login link that holds the token: its query or its fragment.'),
  ResponseMode: oneOf(
    RESPONSE_MODES,
    'How the code gets to the callback: in its query, or in the body of a form.',
    'RESPONSE_MODE',
  ),
  Settings: object({
    appUrl: text('The base of login links.'),
    callbackUrl: orNull(
      text('The URL of the storefront to which a sign-in redirects; null: not set, and no link works.'),
    ),
    allowedReturnUrls: listOf(text(), 'Other URLs that the `return_to` of a link may name.'),
    shopName: orNull(text('The name of the shop on pages.')),
    helpUrl: orNull(text('The link to help on pages that refuse a login link.')),
    supportEmail: orNull(text('The e-mail address for help on pages that refuse a login link.')),
    sessionLifetime: count('Seconds that a session lives.'),
    impersonationLifetime: count('Seconds that the session of an impersonation lives.'),
    linkStyle: ref('LinkStyle'),
    responseMode: ref('ResponseMode'),
    keyLifetimeDays: count('Days that an API key lives at most, from its creation or rotation on.'),
    tokenRetentionDays: count('Days that a token is kept after it expired, was used up or was deleted.'),
    frameAncestors: listOf(text(), 'Origins of the pages that may show the login page in a frame.'),
    version: count('0 before the first change. The entity tag is the same in quotation marks.'),
    updatedAt: orNull(timestamp('When the settings were last changed; null: never.')),
  }),
};
