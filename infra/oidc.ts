/** An identity provider of administrators that is there already. */
export type OidcProps = {
  /** As its tokens name it, to the letter. */
  issuer: string;
  /** Of the console: a public client, which comes back to `/console/signed-in`. */
  clientId: string;
  /** What access tokens for this service are made out to. */
  audience?: string | undefined;
  /** What the console asks for. */
  scope?: string | undefined;
  /** The claim of access tokens that names groups. */
  rolesClaim?: string | undefined;
  /** Which groups may do what, as JSON. */
  roles?: string | undefined;
  /** Origins that the console speaks with, besides the issuer's. */
  connectOrigins?: readonly string[] | undefined;
};

/** What functions are told of it, by the names that functions/runtime/config.ts reads. */
export function environmentOf(oidc: OidcProps): Record<string, string> {
  const variables = {
    OIDC_ISSUER: oidc.issuer,
    OIDC_CLIENT_ID: oidc.clientId,
    OIDC_AUDIENCE: oidc.audience,
    OIDC_SCOPE: oidc.scope,
    OIDC_ROLES_CLAIM: oidc.rolesClaim,
    OIDC_ROLES: oidc.roles,
  };
  return Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** The origins that the console speaks with to sign administrators in. */
export const originsOf = (oidc: OidcProps | undefined): string[] =>
  oidc ? [...new Set([new URL(oidc.issuer).origin, ...(oidc.connectOrigins ?? [])])] : [];
