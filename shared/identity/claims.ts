import { createHash } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { withoutCredentials } from '../crypto/credential-pattern.ts';
import { canonicalDomain } from '../email-address.ts';
import { type Identity, identityIdOf, isSubject } from '../principal/principal.ts';
import { IDENTITY_ROLES, type IdentityRole } from '../principal/role.ts';
import { isDomain, type Scope } from '../principal/scope.ts';
import { cutToCharacters, withoutControls } from '../text.ts';
import type { Grant, Provider } from './provider.ts';

const strengthOf = (role: IdentityRole): number => IDENTITY_ROLES.indexOf(role);

/** The principal of verified claims: the strongest role of its groups, in the union of their scopes; undefined: no role. */
export function principalOfClaims(
  claims: JWTPayload & { sub: string },
  { rolesClaim, grants }: Pick<Provider, 'rolesClaim' | 'grants'>,
): Identity | undefined {
  const granted = valuesOf(claims[rolesClaim]).flatMap((group) => {
    const grant = grants.get(group);
    const scope = grant && scopeOf(grant, claims);
    return grant && scope !== 'no_domain' ? [{ role: grant.role, scope }] : [];
  });
  const strongest = Math.max(...granted.map(({ role }) => strengthOf(role)));
  const [first, ...others] = granted.filter(({ role }) => strengthOf(role) === strongest);
  if (!first) return undefined;
  return {
    kind: 'identity',
    id: identityIdOf(subjectOf(claims.sub)),
    name: nameOf(claims),
    role: first.role,
    scope: others.reduce((scope, other) => union(scope, other.scope), first.scope),
  };
}

/** The scope of a grant. A claim without a valid domain gives no access: an undefined scope would give access to all users. */
function scopeOf({ domains, domainsClaim }: Grant, claims: JWTPayload): Scope | 'no_domain' {
  if (domainsClaim === undefined) return domains;
  const claim = claims[domainsClaim];
  const named = (typeof claim === 'string' ? claim.split(' ') : valuesOf(claim)).map((domain) =>
    canonicalDomain(domain),
  );
  return named.length > 0 && named.every(isDomain) ? named : 'no_domain';
}

const union = (one: Scope, other: Scope): Scope => one && other && [...new Set([...one, ...other])];

/** The values of a claim: providers send a list, or one text with spaces between the values. */
function valuesOf(claim: unknown): string[] {
  if (typeof claim === 'string') return [...new Set([claim, ...claim.split(' ')])];
  return Array.isArray(claim) ? claim.filter((value) => typeof value === 'string') : [];
}

/** Characters of a name. It is stored in every token that the principal creates. */
const MAX_LENGTH = 64;

/**
 * Subjects have up to 255 ASCII characters, and case matters (OpenID Connect Core 1.0, section 2). Long ones, and those that no
 * path carries, are hashed.
 */
const subjectOf = (sub: string): string =>
  isSubject(sub) ? sub : createHash('sha256').update(sub).digest('base64url');

/** The first claim with a name. Access tokens may have none; those of Cognito have `username`. */
function nameOf({ name, preferred_username, email, username, sub }: JWTPayload): string {
  const names = [name, preferred_username, email, username, sub].flatMap((text) =>
    typeof text === 'string' ? [clean(text)] : [],
  );
  return names.find((text) => text !== '') ?? 'somebody';
}

const clean = (text: string): string =>
  cutToCharacters(withoutCredentials(withoutControls(text)).trim(), MAX_LENGTH);
