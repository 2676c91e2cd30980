import { createHash } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { withoutCredentials } from '../crypto/credential.ts';
import type { Principal } from '../principal/principal.ts';
import { isDomain } from '../principal/scope.ts';
import type { Scope } from '../user/user.ts';
import type { Grant, IdentityRole, Provider } from './provider.ts';

const STRENGTH: Record<IdentityRole, number> = { viewer: 0, editor: 1, admin: 2 };

/** The principal of somebody whom a provider has named, or undefined when none of their groups gives a role. */
export function principalOf(
  claims: JWTPayload & { sub: string },
  { rolesClaim, grants }: Pick<Provider, 'rolesClaim' | 'grants'>,
): Principal | undefined {
  const given = textsOf(claims[rolesClaim]).flatMap((group) => {
    const grant = grants.get(group);
    const scope = grant && scopeOf(grant, claims);
    return grant && scope !== 'nobody' ? [{ role: grant.role, scope }] : [];
  });
  const strongest = Math.max(...given.map(({ role }) => STRENGTH[role]));
  const [first, ...others] = given.filter(({ role }) => STRENGTH[role] === strongest);
  if (!first) return undefined;
  return {
    id: `oidc:${subjectOf(claims.sub)}`,
    name: nameOf(claims),
    role: first.role,
    scope: others.reduce((scope, other) => union(scope, other.scope), first.scope),
    // What has an end is the access token. Whom it names goes on.
    expiresAt: undefined,
    punchOut: undefined,
  };
}

/** Whose users a grant is for; a claim that names no domain is not one that names all. */
function scopeOf({ domains, domainsClaim }: Grant, claims: JWTPayload): Scope | 'nobody' {
  if (domainsClaim === undefined) return domains;
  const claim = claims[domainsClaim];
  const named = (typeof claim === 'string' ? claim.split(' ') : textsOf(claim)).map((domain) =>
    domain.toLowerCase(),
  );
  return named.length > 0 && named.every(isDomain) ? named : 'nobody';
}

const union = (one: Scope, other: Scope): Scope => one && other && [...new Set([...one, ...other])];

/** A claim of several values, as providers write them: a list, or one text (with blanks between, as scopes have). */
function textsOf(claim: unknown): string[] {
  if (typeof claim === 'string') return [...new Set([claim, ...claim.split(' ')])];
  return Array.isArray(claim) ? claim.filter((value) => typeof value === 'string') : [];
}

/** Characters of an id that is kept with what its bearer makes, and of a name. */
const LONGEST = 64;

/** Ids are case-sensitive and of 255 ASCII characters at most (OpenID Connect Core 1.0, section 2). */
const subjectOf = (sub: string): string =>
  /^[!-~]{1,64}$/.test(sub) ? sub : createHash('sha256').update(sub).digest('base64url');

/** Access tokens need not name anybody; Cognito's have a username. */
function nameOf({ name, preferred_username, email, username, sub }: JWTPayload): string {
  const names = [name, preferred_username, email, username, sub].flatMap((text) =>
    typeof text === 'string' ? [clean(text)] : [],
  );
  return names.find((text) => text !== '') ?? 'somebody';
}

const clean = (text: string): string =>
  [...withoutCredentials(text.toWellFormed().replace(/\p{Cc}/gu, ' ')).trim()].slice(0, LONGEST).join('');
