import * as v from 'valibot';
import {
  IDENTITY_DOMAIN_MAX_LENGTH,
  IDENTITY_MAX_LENGTH,
  KEY_DOMAINS_MAX,
  KEY_NAME_MAX_LENGTH,
  USER_FIELD_MAX_LENGTH,
} from '../../shared/api-key/limits.ts';
import { canonicalDomain } from '../../shared/email-address.ts';
import { ROLES } from '../../shared/principal/role.ts';
import { isDomain } from '../../shared/principal/scope.ts';
import { absentOr, described, fields, future, note, oneOf, overlap, userId } from '../http/fields.ts';

/** A name without the blanks around it: it is compared with what documents have, which is trimmed too. */
const trimmed = (max: number) =>
  v.pipe(
    note(max),
    v.transform((name) => name.trim()),
  );

/** The body of `POST /keys`. */
export const apiKeyRequest = () =>
  v.pipe(
    fields({
      name: described(note(KEY_NAME_MAX_LENGTH), 'The name of the key in the history and in lists.'),
      role: described(oneOf(ROLES), 'What the key permits.'),
      domains: described(
        v.optional(domains()),
        'E-mail domains, of any letters: the key sees users of these alone. Absent: the key is not limited.',
      ),
      expiresAt: described(
        v.optional(v.nullable(future())),
        'When the key expires: an instant in the future, within `keyLifetimeDays` of the settings. Absent or null: as late as it may.',
      ),
      identity: described(
        v.optional(trimmed(IDENTITY_MAX_LENGTH)),
        'The sender that a procurement system names in its cXML documents. Required for the role `procurement`.',
      ),
      domain: described(
        v.optional(trimmed(IDENTITY_DOMAIN_MAX_LENGTH)),
        'The cXML domain of `identity`, such as NetworkId. Required for the role `procurement`.',
      ),
      userId: described(
        v.optional(userId()),
        'The user whom the procurement system logs in. Required for the role `procurement` without `domains`.',
      ),
      userField: described(
        v.optional(trimmed(USER_FIELD_MAX_LENGTH)),
        'The Extrinsic of a cXML document that has the e-mail address of the user of `domains`, or `Contact/Email`. Absent: the first with an address of UserEmail, EmailAddress, Email, User, UniqueName, UniqueUsername and Contact/Email.',
      ),
    }),
    v.forward(
      v.partialCheck(
        [['role'], ['userField'], ['domains']],
        ({ role, userField, domains }) =>
          userField === undefined || (role === 'procurement' && domains !== undefined),
        'goes with the role procurement and domains: a key with a userId asks for no user',
      ),
      ['userField'],
    ),
    v.forward(
      v.partialCheck(
        [['role'], ['identity']],
        ({ role, identity }) => (role === 'procurement') === (identity !== undefined),
        PROCUREMENT_ONLY,
      ),
      ['identity'],
    ),
    v.forward(
      v.partialCheck(
        [['role'], ['domain']],
        ({ role, domain }) => (role === 'procurement') === (domain !== undefined),
        PROCUREMENT_ONLY,
      ),
      ['domain'],
    ),
    v.forward(
      v.partialCheck(
        [['role'], ['userId'], ['domains']],
        ({ role, userId, domains }) =>
          (role === 'procurement' && domains === undefined) === (userId !== undefined),
        'goes with the role procurement and without domains: such a key has the one or the other',
      ),
      ['userId'],
    ),
    v.metadata(PROCUREMENT),
  );

/** The body of `POST /keys/{id}/rotate`. */
export const rotationRequest = () =>
  fields({
    overlap: overlap(
      'Seconds for which the string before works too: up to 30 days. By default it is refused at once.',
    ),
    expiresAt: described(
      absentOr(future()),
      'When the key expires from now on: an instant in the future. Absent: as before.',
    ),
  });

/** The rules of a procurement key in the words of JSON Schema. */
const PROCUREMENT = {
  dependentSchemas: { userField: { required: ['domains'] } },
  if: { properties: { role: { const: 'procurement' } }, required: ['role'] },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
  then: {
    required: ['identity', 'domain'],
    oneOf: [{ required: ['userId'] }, { required: ['domains'] }],
  },
  else: {
    not: { anyOf: ['identity', 'domain', 'userId', 'userField'].map((name) => ({ required: [name] })) },
  },
};

const PROCUREMENT_ONLY = 'goes with the role procurement: such a key needs it, others have none';

/** Domains of other letters are left to words. */
const ASCII_DOMAIN = '^([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z0-9-]{2,63}$';

const domains = () =>
  v.pipe(
    v.array(
      v.pipe(
        v.string('must be text'),
        v.check(isDomain, 'must be a domain, such as acme.com'),
        v.metadata({
          maxLength: 253,
          pattern: ASCII_DOMAIN,
        }),
        v.transform(canonicalDomain),
      ),
      'must be a list of domains',
    ),
    v.minLength(1, 'must have a domain at least; leave it out for a key without limit'),
    v.maxLength(KEY_DOMAINS_MAX, `must have ${KEY_DOMAINS_MAX} domains at most`),
  );
