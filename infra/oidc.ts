/** The existing identity provider of administrators. */
export type OidcProps = {
  /** `iss` of its tokens, exactly. */
  issuer: string;
  /** The console's client: a public one, with `/console/signed-in` as redirect URI. */
  clientId: string;
  /** `aud` of access tokens for this service. */
  audience?: string | undefined;
  /** Ids of further clients whose access tokens are taken, with commas between them. */
  clients?: string | undefined;
  /** The scope that access tokens must have. */
  requiredScope?: string | undefined;
  /** The scope that the console requests. */
  scope?: string | undefined;
  /** The claim of access tokens that names groups. */
  rolesClaim?: string | undefined;
  /** Groups and their roles, as JSON. */
  roles?: string | undefined;
  /** Origins that the console calls, besides the issuer's. */
  connectOrigins?: readonly string[] | undefined;
};

/** The environment variables of functions that describe it: functions/runtime/config.ts. */
export function environmentOf(oidc: OidcProps): Record<string, string> {
  const variables = {
    OIDC_ISSUER: oidc.issuer,
    OIDC_CLIENT_ID: oidc.clientId,
    OIDC_AUDIENCE: oidc.audience,
    OIDC_CLIENTS: oidc.clients,
    OIDC_REQUIRED_SCOPE: oidc.requiredScope,
    OIDC_SCOPE: oidc.scope,
    OIDC_ROLES_CLAIM: oidc.rolesClaim,
    OIDC_ROLES: oidc.roles,
  };
  return Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** The origins that the console calls to sign administrators in. */
export const originsOf = (oidc: OidcProps | undefined): string[] =>
  oidc ? [...new Set([new URL(oidc.issuer).origin, ...(oidc.connectOrigins ?? [])])] : [];
