import { createHash } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { withoutCredentials } from '../crypto/credential-pattern.ts';
import type { Identity } from '../principal/principal.ts';
import { IDENTITY_ROLES, type IdentityRole } from '../principal/role.ts';
import { isDomain, type Scope } from '../principal/scope.ts';
import type { Grant, Provider } from './provider.ts';

const strengthOf = (role: IdentityRole): number => IDENTITY_ROLES.indexOf(role);

/** The principal that a provider has named; undefined: none of its groups gives a role. */
export function principalOfClaims(
  claims: JWTPayload & { sub: string },
  { rolesClaim, grants }: Pick<Provider, 'rolesClaim' | 'grants'>,
): Identity | undefined {
  const given = textsOf(claims[rolesClaim]).flatMap((group) => {
    const grant = grants.get(group);
    const scope = grant && scopeOf(grant, claims);
    return grant && scope !== 'nobody' ? [{ role: grant.role, scope }] : [];
  });
  const strongest = Math.max(...given.map(({ role }) => strengthOf(role)));
  const [first, ...others] = given.filter(({ role }) => strengthOf(role) === strongest);
  if (!first) return undefined;
  return {
    kind: 'identity',
    id: `oidc:${subjectOf(claims.sub)}`,
    name: nameOf(claims),
    role: first.role,
    scope: others.reduce((scope, other) => union(scope, other.scope), first.scope),
  };
}

/** The scope of a grant. A claim that names no domain gives no access, instead of access to all. */
function scopeOf({ domains, domainsClaim }: Grant, claims: JWTPayload): Scope | 'nobody' {
  if (domainsClaim === undefined) return domains;
  const claim = claims[domainsClaim];
  const named = (typeof claim === 'string' ? claim.split(' ') : textsOf(claim)).map((domain) =>
    domain.toLowerCase(),
  );
  return named.length > 0 && named.every(isDomain) ? named : 'nobody';
}

const union = (one: Scope, other: Scope): Scope => one && other && [...new Set([...one, ...other])];

/** The values of a claim: providers write a list, or one text with blanks between the values. */
function textsOf(claim: unknown): string[] {
  if (typeof claim === 'string') return [...new Set([claim, ...claim.split(' ')])];
  return Array.isArray(claim) ? claim.filter((value) => typeof value === 'string') : [];
}

/** Characters of an id or a name: both are stored with every token that the principal makes. */
const LONGEST = 64;

/** Subjects are case-sensitive, with up to 255 ASCII characters (OpenID Connect Core 1.0, section 2): long ones are hashed. */
const subjectOf = (sub: string): string =>
  /^[!-~]{1,64}$/.test(sub) ? sub : createHash('sha256').update(sub).digest('base64url');

/** The first claim that holds a name. Access tokens may lack one; Cognito's have a username. */
function nameOf({ name, preferred_username, email, username, sub }: JWTPayload): string {
  const names = [name, preferred_username, email, username, sub].flatMap((text) =>
    typeof text === 'string' ? [clean(text)] : [],
  );
  return names.find((text) => text !== '') ?? 'somebody';
}

const clean = (text: string): string =>
  [...withoutCredentials(text.toWellFormed().replace(/\p{Cc}/gu, ' ')).trim()].slice(0, LONGEST).join('');
