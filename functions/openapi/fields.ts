import type { JsonSchema } from '../docs/json-schema.ts';

const TIMESTAMP = { format: 'date-time' } as const;
const timestamp = (description: string): JsonSchema => ({ ...TIMESTAMP, description });
const ADDRESS = { maxLength: 1_000 } as const;

/** What is said of the fields of bodies and queries, by their names: a name means the same everywhere. */
export const FIELDS: Readonly<Record<string, JsonSchema>> = {
  userId: { description: 'The id of a user.', minLength: 1, maxLength: 128 },
  purpose: { description: 'An impersonation needs a user and a reason, and is used once, within a day.' },
  expiresAt: timestamp('An instant in the future; null: never. Not together with `expiresIn`.'),
  expiresIn: { description: 'Seconds until it expires. Not together with `expiresAt`.' },
  oneTimeUse: { description: 'true is the same as `maxUses` 1.' },
  maxUses: { description: 'How often it can be used; null: until it expires.' },
  extra: { description: 'What is to be noted, such as who uses it for what.', maxLength: 1_000 },
  reason: { description: 'Why it is made. Required for an impersonation.', maxLength: 500 },
  status: { description: 'Of a token: whether it can be used.' },
  ids: { description: 'Of tokens, 100 at most.' },
  token: {
    description: 'The string of a login token, or of a session where sessions are asked about: a secret.',
  },
  token_type_hint: { description: 'Not needed: there is one type.' },
  attemptId: {
    description: 'Names this attempt, so that it can be repeated when no answer came.',
    minLength: 1,
    maxLength: 64,
  },
  ip: { description: 'The address of the person who holds the token, for the history.' },
  userAgent: { description: 'The browser of that person, for the history.' },
  code: { description: 'What the login page brought to the storefront.' },
  type: { description: 'Of a user, or of an event.' },
  name: { description: 'What somebody or something is called.', minLength: 1 },
  email: { description: 'Compared without regard to case.', maxLength: 254 },
  phone: { description: 'A phone number.', maxLength: 32 },
  locale: { description: 'A language tag (BCP 47), such as nl or pt-BR.', maxLength: 35 },
  disabled: { description: 'Whether tokens of the user are refused.' },
  role: { description: 'What the key may do.' },
  domains: { description: 'E-mail domains whose users it is limited to; absent: not limited.' },
  identity: { description: 'Of a procurement system, in its cXML documents.', minLength: 1, maxLength: 128 },
  domain: { description: 'Of that identity.', minLength: 1, maxLength: 64 },
  appUrl: { description: 'Where links lead: https, without query.', ...ADDRESS },
  callbackUrl: { description: 'Where people are taken who are signed in.', ...ADDRESS },
  allowedReturnUrls: { description: 'Where else a link may take people.' },
  shopName: { description: 'Shown on pages.', maxLength: 100 },
  helpUrl: { description: 'Where pages send those whose link does not work.', ...ADDRESS },
  supportEmail: { description: 'Whom these can write to.', maxLength: 254 },
  sessionLifetime: { description: 'Seconds.' },
  impersonationLifetime: { description: 'Seconds.' },
  linkStyle: { description: 'Whether links hold the token in the query or in the fragment.' },
  tokenRetentionDays: { description: 'Days that a token is kept after its end.' },
  frameAncestors: { description: 'Origins that may show the pages in a frame.' },
  anonymous: { description: 'Tokens of nobody in particular.' },
  neverExpires: { description: 'Tokens without an expiry.' },
  successfulAttempts: { description: 'A comparison, such as `gte:3`.' },
  failedAttempts: { description: 'A comparison (eq, ne, gt, gte, lt, lte), such as `gt:0`.' },
  expiresFrom: timestamp('From then on, inclusive.'),
  expiresTo: timestamp('Before then.'),
  createdFrom: timestamp('From then on, inclusive.'),
  createdTo: timestamp('Before then.'),
  updatedFrom: timestamp('From then on, inclusive.'),
  updatedTo: timestamp('Before then.'),
  from: timestamp('From then on, inclusive.'),
  to: timestamp('Before then.'),
  by: { description: 'The id of a principal, such as `key:…`.', maxLength: 200 },
  sort: { description: 'A minus: the latest first.' },
  kind: { description: 'The access history alone.' },
  search: { description: 'The beginning of a word of the name, or of the e-mail address.', maxLength: 254 },
  bucket: { description: 'Whether to count by hours or by days.' },
  cursor: { description: 'The `nextCursor` of the page before.' },
};

/** Of parameters that are another thing in a query than the text that they are sent as. */
export const QUERY_FIELDS: Readonly<Record<string, JsonSchema>> = {
  limit: { type: 'integer', minimum: 1, maximum: 100, default: 25, description: 'Items of a page.' },
  ids: { type: 'array', items: { type: 'string' }, maxItems: 100, description: 'With commas between them.' },
};
