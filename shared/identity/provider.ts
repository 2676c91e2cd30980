import * as v from 'valibot';
import { canonicalDomain } from '../email-address.ts';
import { IDENTITY_ROLES, type IdentityRole } from '../principal/role.ts';
import { isDomain } from '../principal/scope.ts';
import { parseSecureUrl } from '../url.ts';

/** The role that a group gives, for all users or for those of some e-mail domains. */
export type Grant = {
  role: IdentityRole;
  domains?: readonly string[] | undefined;
  /** The claim that holds the domains, if they differ between administrators. */
  domainsClaim?: string | undefined;
};

/** The OpenID Connect provider that authenticates administrators. */
export type Provider = {
  /** Exactly the `iss` claim of its tokens. */
  issuer: string;
  /** The client id of the console, a public client. */
  clientId: string;
  /** The clients whose access tokens are taken: the console, and those that the deployment adds. */
  clients: readonly string[];
  /** The scope that access tokens must have. */
  requiredScope: string;
  /** The `aud` claim of access tokens for this service. Undefined for Cognito, whose access tokens have none. */
  audience: string | undefined;
  /** The `scope` parameter with which the console requests tokens. */
  scope: string;
  /** The claim of access tokens that holds the groups. */
  rolesClaim: string;
  /** By group. */
  grants: ReadonlyMap<string, Grant>;
};

/** The environment variables of the provider. */
export type ProviderVariables = {
  OIDC_ISSUER?: string | undefined;
  OIDC_CLIENT_ID?: string | undefined;
  OIDC_AUDIENCE?: string | undefined;
  /** Ids of further clients, with commas between them. */
  OIDC_CLIENTS?: string | undefined;
  OIDC_REQUIRED_SCOPE?: string | undefined;
  OIDC_SCOPE?: string | undefined;
  OIDC_ROLES_CLAIM?: string | undefined;
  OIDC_ROLES?: string | undefined;
};

const DEFAULT_ROLES = JSON.stringify({
  'login-tokens-admins': 'admin',
  'login-tokens-editors': 'editor',
  'login-tokens-support': 'support',
  'login-tokens-viewers': 'viewer',
});

const role = v.picklist(IDENTITY_ROLES);
const domains = v.pipe(
  v.array(v.pipe(v.string(), v.check(isDomain), v.transform(canonicalDomain))),
  v.minLength(1),
  v.maxLength(50),
);
const grants = v.record(
  v.string(),
  v.union([
    v.pipe(
      role,
      v.transform((role): Grant => ({ role })),
    ),
    v.strictObject({ role }),
    v.strictObject({ role, domains }),
    v.strictObject({ role, domainsClaim: v.pipe(v.string(), v.minLength(1)) }),
  ]),
);

/** Parses the provider; undefined without `OIDC_ISSUER`. Throws an error that names the variable with a wrong value. */
export function parseProvider(variables: ProviderVariables): Provider | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_AUDIENCE: audience } = variables;
  if (!issuer) return undefined;
  if (!parseSecureUrl(issuer) || /[?#]/.test(issuer))
    throw new Error('OIDC_ISSUER must be an https address without query or fragment');
  if (!clientId) throw new Error('OIDC_CLIENT_ID must be set with OIDC_ISSUER');
  // The audience of an ID token is the client: it would pass for an access token.
  if (audience === clientId) throw new Error('OIDC_AUDIENCE must be another one than OIDC_CLIENT_ID');
  return {
    issuer,
    clientId,
    clients: [clientId, ...listIn(variables.OIDC_CLIENTS)],
    requiredScope: requiredScope(variables.OIDC_REQUIRED_SCOPE || 'openid'),
    audience: audience || undefined,
    scope: variables.OIDC_SCOPE || 'openid profile email',
    rolesClaim: variables.OIDC_ROLES_CLAIM || 'groups',
    grants: parseGrants(variables.OIDC_ROLES || DEFAULT_ROLES),
  };
}

const listIn = (text = ''): string[] =>
  text
    .split(',')
    .map((client) => client.trim())
    .filter((client) => client !== '');

/** A scope token (RFC 6749, section 3.3). */
function requiredScope(text: string): string {
  if (!/^[!#-[\]-~]+$/.test(text)) throw new Error('OIDC_REQUIRED_SCOPE must be one scope');
  return text;
}

/** Whether a group makes its members administrators without limit. */
export const grantsAdministration = (provider: Provider | undefined): boolean =>
  [...(provider?.grants.values() ?? [])].some(
    ({ role, domains, domainsClaim }) =>
      role === 'admin' && domains === undefined && domainsClaim === undefined,
  );

function parseGrants(text: string): Provider['grants'] {
  try {
    return new Map(Object.entries(v.parse(grants, JSON.parse(text))));
  } catch {
    throw new Error(
      'OIDC_ROLES must be JSON from groups to viewer, support, editor or admin, or to {"role", "domains"} or {"role", "domainsClaim"}',
    );
  }
}
