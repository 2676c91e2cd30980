import type { IdentityRole, Role } from './role.ts';
import type { Scope } from './scope.ts';

/** The caller of the API, by kind. */
export type Principal = ApiKey | ProcurementKey | Identity;

type Caller = {
  /** With its kind as a prefix: `key:…` or `oidc:…`. */
  id: string;
  name: string;
  scope: Scope;
};

type Key = Caller & {
  /** The id of the key without prefix; the audience of the sessions of a storefront. */
  keyId: string;
  /** Epoch seconds; undefined: never. */
  expiresAt: number | undefined;
};

/** An administrator's or a program's key. */
export type ApiKey = Key & { kind: 'api_key'; role: Exclude<Role, 'procurement'> };

/** The key of a procurement system, which starts punch-outs and does nothing else. */
export type ProcurementKey = Key & { kind: 'procurement_key'; role: 'procurement'; punchOut: PunchOutAccess };

/** An administrator whom the OpenID Connect provider has named. The access token expires; the identity does not. */
export type Identity = Caller & { kind: 'identity'; role: IdentityRole };

/** The cXML sender that a procurement system's key proves, and the users for whom it may start a punch-out. */
export type PunchOutAccess = {
  /** The sender's name in cXML, within `domain` (`NetworkId`, `DUNS` …). */
  identity: string;
  domain: string;
  /** The one user for whom it may; absent: every user of the key's domains, named by e-mail address. */
  userId?: string | undefined;
  /** The incarnation of that user: a later user of the same id is another person. */
  incarnation?: string | undefined;
};

/** When the authority of a principal ends, in epoch seconds; undefined: never. */
export const expiryOf = (principal: Principal): number | undefined =>
  principal.kind === 'identity' ? undefined : principal.expiresAt;
