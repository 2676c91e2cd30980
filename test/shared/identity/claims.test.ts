import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCredential, newSecret } from '../../../shared/crypto/credential.ts';
import { holdsCredential } from '../../../shared/crypto/credential-pattern.ts';
import { principalOfClaims } from '../../../shared/identity/claims.ts';
import type { Grant } from '../../../shared/identity/provider.ts';
import { isIdentityId } from '../../../shared/principal/principal.ts';

const grants = new Map<string, Grant>([
  ['admins', { role: 'admin' }],
  ['editors', { role: 'editor' }],
  ['viewers', { role: 'viewer' }],
  ['acme', { role: 'admin', domains: ['acme.example'] }],
  ['globex', { role: 'admin', domains: ['globex.example'] }],
  ['partners', { role: 'editor', domainsClaim: 'domains' }],
]);
const authenticateIdentity = (claims: Record<string, unknown>) =>
  principalOfClaims({ sub: 'ada', ...claims }, { rolesClaim: 'groups', grants });

describe('the role of an identity', () => {
  it('is the strongest of its groups', () => {
    expect(authenticateIdentity({ groups: ['viewers', 'admins', 'editors'] })).toMatchObject({
      role: 'admin',
      scope: undefined,
    });
    expect(authenticateIdentity({ groups: ['viewers', 'editors'] })).toMatchObject({ role: 'editor' });
  });

  it('is not limited when any of the groups with that role is not', () => {
    expect(authenticateIdentity({ groups: ['acme', 'admins'] })).toMatchObject({
      role: 'admin',
      scope: undefined,
    });
  });

  it('is limited to the domains of all the groups with that role together', () => {
    expect(authenticateIdentity({ groups: ['acme', 'globex', 'viewers'] })).toMatchObject({
      role: 'admin',
      scope: ['acme.example', 'globex.example'],
    });
  });

  it('is limited to the domains that a claim names, where the group says so', () => {
    expect(authenticateIdentity({ groups: 'partners', domains: ['Acme.example'] })).toMatchObject({
      role: 'editor',
      scope: ['acme.example'],
    });
  });

  it('is limited to the domains of one text with blanks between', () => {
    expect(
      authenticateIdentity({ groups: ['partners'], domains: 'acme.example globex.example' }),
    ).toMatchObject({
      scope: ['acme.example', 'globex.example'],
    });
    expect(authenticateIdentity({ groups: ['partners'], domains: 'acme.example none' })).toBeUndefined();
  });

  it.each([[undefined], [[]], [''], [['acme']], [['acme.example', 'no domain']], [42]])(
    'is none when the claim that should name domains is %j',
    (domains) => {
      expect(authenticateIdentity({ groups: ['partners'], domains })).toBeUndefined();
    },
  );

  it.each([[undefined], [[]], [['others']], [{ admins: true }], [42], [[['admins']]], ['adminsX']])(
    'is none when the groups are %j',
    (groups) => {
      expect(authenticateIdentity({ groups })).toBeUndefined();
    },
  );

  it('is read from one text with blanks between groups as from a list', () => {
    expect(authenticateIdentity({ groups: 'others viewers' })).toMatchObject({ role: 'viewer' });
  });
});

describe('the name of an identity', () => {
  it.each([
    [{ name: 'Ada Admin', email: 'ada@example.com' }, 'Ada Admin'],
    [{ name: ' ', preferred_username: 'ada' }, 'ada'],
    [{ email: 'ada@example.com' }, 'ada@example.com'],
    [{ username: 'ada-of-cognito' }, 'ada-of-cognito'],
    [{}, 'ada'],
    [{ name: 'Ada\nAdmin' }, 'Ada Admin'],
    [{ name: 'x'.repeat(100) }, 'x'.repeat(64)],
  ])('of %j is «%s»', (claims, name) => {
    expect(authenticateIdentity({ groups: ['viewers'], ...claims })?.name).toBe(name);
  });

  it('holds no secret and no control character, and is never empty or long, whatever the claims are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.anything(), (name, email) => {
        const principal = authenticateIdentity({ groups: ['viewers'], name, email });
        expect(principal?.name).toMatch(/^\P{Cc}{1,64}$/u);
        expect(principal?.name.isWellFormed()).toBe(true);
      }),
    );
  });
});

describe('the id of an identity', () => {
  const idOf = (sub: string) => authenticateIdentity({ groups: ['viewers'], sub })?.id ?? '';

  it('is the subject with its kind', () => {
    expect(authenticateIdentity({ groups: ['viewers'], sub: 'auth0|507f1f77bcf86cd799439020' })?.id).toBe(
      'oidc:auth0|507f1f77bcf86cd799439020',
    );
  });

  it('has no string of a token or a key', () => {
    const string = formatCredential('lk_', { id: '0'.repeat(22), secret: newSecret() }).reveal();
    for (const subject of [string.slice(4), string, string.replace('lk_', 'lk._')])
      expect(holdsCredential(idOf(subject))).toBe(false);
    expect(idOf(string)).toMatch(/^oidc:[\w-]{43}$/);
  });

  it('is short, goes into a path, and is another one for every subject', () => {
    const subject = fc.string({ minLength: 1, maxLength: 255 });
    fc.assert(
      fc.property(subject, subject, (one, other) => {
        expect(idOf(one)).toMatch(/^oidc:[^\s/\\?#%]{1,64}$/);
        expect(isIdentityId(idOf(one))).toBe(true);
        expect(idOf(one) === idOf(other)).toBe(one === other);
      }),
    );
  });
});
