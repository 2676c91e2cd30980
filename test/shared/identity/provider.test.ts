import { describe, expect, it } from 'vitest';
import { parseProvider } from '../../../shared/identity/provider.ts';

const GIVEN = { OIDC_ISSUER: 'https://id.example', OIDC_CLIENT_ID: 'console', OIDC_AUDIENCE: 'login-tokens' };

describe('the identity provider of the environment', () => {
  it('is none where no issuer is named', () => {
    expect(parseProvider({})).toBeUndefined();
    expect(parseProvider({ OIDC_ISSUER: '', OIDC_CLIENT_ID: 'console' })).toBeUndefined();
  });

  it('has the usual scope, claim and groups when nothing else is said', () => {
    expect(parseProvider(GIVEN)).toEqual({
      issuer: 'https://id.example',
      clientId: 'console',
      clients: ['console'],
      requiredScope: 'openid',
      audience: 'login-tokens',
      scope: 'openid profile email',
      rolesClaim: 'groups',
      grants: new Map([
        ['login-tokens-admins', { role: 'admin' }],
        ['login-tokens-editors', { role: 'editor' }],
        ['login-tokens-support', { role: 'support' }],
        ['login-tokens-viewers', { role: 'viewer' }],
      ]),
    });
  });

  it('gives groups roles, for everybody, for the users of some domains, or for those that a claim names', () => {
    const roles = {
      support: 'editor',
      acme: { role: 'admin', domains: ['ACME.example', 'acme.test'] },
      partners: { role: 'viewer', domainsClaim: 'partner_domains' },
      all: { role: 'viewer' },
    };
    expect(parseProvider({ ...GIVEN, OIDC_ROLES: JSON.stringify(roles) })?.grants).toEqual(
      new Map(
        Object.entries({
          support: { role: 'editor' },
          acme: { role: 'admin', domains: ['acme.example', 'acme.test'] },
          partners: { role: 'viewer', domainsClaim: 'partner_domains' },
          all: { role: 'viewer' },
        }),
      ),
    );
  });

  it.each([
    ['OIDC_ISSUER', { OIDC_ISSUER: 'http://id.example' }],
    ['OIDC_ISSUER', { OIDC_ISSUER: 'id.example' }],
    ['OIDC_ISSUER', { OIDC_ISSUER: 'https://id.example?a=b' }],
    ['OIDC_CLIENT_ID', { OIDC_CLIENT_ID: '' }],
    ['OIDC_AUDIENCE', { OIDC_AUDIENCE: 'console' }],
    ['OIDC_REQUIRED_SCOPE', { OIDC_REQUIRED_SCOPE: 'openid profile' }],
    ['OIDC_ROLES', { OIDC_ROLES: 'admin' }],
    ['OIDC_ROLES', { OIDC_ROLES: '{"shops":"storefront"}' }],
    ['OIDC_ROLES', { OIDC_ROLES: '{"acme":{"role":"admin","domains":[]}}' }],
    ['OIDC_ROLES', { OIDC_ROLES: '{"acme":{"role":"admin","domains":["acme"]}}' }],
    ['OIDC_ROLES', { OIDC_ROLES: '{"acme":{"role":"admin","domain":"acme.example"}}' }],
  ])('fails by name when %s is not as it should be: %j', (name, texts) => {
    expect(() => parseProvider({ ...GIVEN, ...texts })).toThrow(new RegExp(`^${name} must `));
  });
});
