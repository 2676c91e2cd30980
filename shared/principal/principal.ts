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
