import { holdsCredential } from '../crypto/credential-pattern.ts';
import type { IdentityRole, Role } from './role.ts';
import type { Scope } from './scope.ts';

/** The caller of the API, by kind. */
export type Principal = ApiKey | ProcurementKey | Identity;

type Caller = {
  /** With the kind as a prefix: `key:…` or `oidc:…`. */
  id: string;
  name: string;
  scope: Scope;
};

type Key = Caller & {
  /** The id of the key without prefix. It is the audience of a storefront's sessions. */
  keyId: string;
  /** Epoch seconds; undefined: never. */
  expiresAt: number | undefined;
};

/** The key of an administrator or a program. */
export type ApiKey = Key & { kind: 'api_key'; role: Exclude<Role, 'procurement'> };

/** The key of a procurement system. It starts punch-outs, and may do nothing else. */
export type ProcurementKey = Key & { kind: 'procurement_key'; role: 'procurement'; punchOut: PunchOutAccess };

/** An administrator, authenticated by the OpenID Connect provider. The access token expires; the identity does not. */
export type Identity = Caller & { kind: 'identity'; role: IdentityRole };

/** The cXML sender that a procurement key authenticates, and the users for whom it may start a punch-out. */
export type PunchOutAccess = {
  /** The cXML `Identity` of the sender in `domain` (`NetworkId`, `DUNS` …). */
  identity: string;
  domain: string;
  /** The only user; absent: every user of the key's domains, whom the document names by e-mail address. */
  userId?: string | undefined;
  /** The field of the document that names the user by e-mail address; absent: those in which buyers do so. */
  userField?: string | undefined;
  /** The incarnation of that user: a later user with the same id is another person. */
  incarnation?: string | undefined;
};

/** The expiry of a principal, in epoch seconds; undefined: never. */
export const expiryOf = (principal: Principal): number | undefined =>
  principal.kind === 'identity' ? undefined : principal.expiresAt;

const KEY = 'key:';

/** The id of the principal that a key is. */
export const principalIdOf = (keyId: string): string => KEY + keyId;

/** The id of a key in the id of its principal; undefined: the principal is no key. */
export const keyIdOf = (principalId: string): string | undefined =>
  principalId.startsWith(KEY) ? principalId.slice(KEY.length) : undefined;

const IDENTITY = 'oidc:';

/**
 * The characters of a subject in the id of an identity, as a pattern: visible ASCII without those that no segment of a path
 * carries through API Gateway, which decodes a path before it looks for the route. Ids of users leave out the same ones.
 */
export const SUBJECT_PATTERN = '[!"$&-.0->@-Z\\[\\]-~]{1,64}';

const SUBJECT = new RegExp(`^${SUBJECT_PATTERN}$`);

/** Whether a subject of the provider can stand in the id of its identity as it is. Ids are in lists, events and log lines. */
export const isSubject = (sub: string): boolean => SUBJECT.test(sub) && !holdsCredential(sub);

/** The id of the principal that an identity is. */
export const identityIdOf = (subject: string): string => IDENTITY + subject;

/** Whether a text can be the id of an identity of the provider. */
export const isIdentityId = (text: string): boolean =>
  text.startsWith(IDENTITY) && isSubject(text.slice(IDENTITY.length));
