import * as v from 'valibot';
import { IDENTITY_ROLES, type IdentityRole } from '../principal/role.ts';
import { isDomain } from '../principal/scope.ts';
import { parseSecureUrl } from '../url.ts';

/** What belonging to a group gives: a role for everybody, or for the users of some domains. */
export type Grant = {
  role: IdentityRole;
  domains?: readonly string[] | undefined;
  /** The claim that names the domains, where they differ from one administrator to the next. */
  domainsClaim?: string | undefined;
};

/** The OpenID Connect provider that says who administrators are. */
export type Provider = {
  /** As its tokens name it, to the letter. */
  issuer: string;
  /** Of the console, which is a public client. */
  clientId: string;
  /** What access tokens for this service are made out to. Undefined for Cognito, whose tokens name their client. */
  audience: string | undefined;
  /** What the console asks for. */
  scope: string;
  /** The claim of access tokens that names the groups. */
  rolesClaim: string;
  grants: ReadonlyMap<string, Grant>;
};

/** The texts of the environment, by the names that they have there. */
export type ProviderVariables = {
  OIDC_ISSUER?: string | undefined;
  OIDC_CLIENT_ID?: string | undefined;
  OIDC_AUDIENCE?: string | undefined;
  OIDC_SCOPE?: string | undefined;
  OIDC_ROLES_CLAIM?: string | undefined;
  OIDC_ROLES?: string | undefined;
};

const DEFAULT_ROLES = JSON.stringify({
  'login-tokens-admins': 'admin',
  'login-tokens-editors': 'editor',
  'login-tokens-viewers': 'viewer',
});

const role = v.picklist(IDENTITY_ROLES);
const domains = v.pipe(
  v.array(v.pipe(v.string(), v.toLowerCase(), v.check(isDomain))),
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

/** The provider that the environment names, or undefined when it names none. Throws what is wrong, by name. */
export function parseProvider(texts: ProviderVariables): Provider | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_AUDIENCE: audience } = texts;
  if (!issuer) return undefined;
  if (!parseSecureUrl(issuer) || /[?#]/.test(issuer))
    throw new Error('OIDC_ISSUER must be an https address without query or fragment');
  if (!clientId) throw new Error('OIDC_CLIENT_ID must be set with OIDC_ISSUER');
  // An id token is made out to the client: it would pass for an access token.
  if (audience === clientId) throw new Error('OIDC_AUDIENCE must be another one than OIDC_CLIENT_ID');
  return {
    issuer,
    clientId,
    audience: audience || undefined,
    scope: texts.OIDC_SCOPE || 'openid profile email',
    rolesClaim: texts.OIDC_ROLES_CLAIM || 'groups',
    grants: readGrants(texts.OIDC_ROLES || DEFAULT_ROLES),
  };
}

function readGrants(text: string): Provider['grants'] {
  try {
    return new Map(Object.entries(v.parse(grants, JSON.parse(text))));
  } catch {
    throw new Error(
      'OIDC_ROLES must be JSON from groups to viewer, editor or admin, or to {"role", "domains"} or {"role", "domainsClaim"}',
    );
  }
}
