import { exportSPKI, generateKeyPair, SignJWT } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import { type AuthenticateIdentity, identityAuthenticator } from '../../../shared/identity/authenticate.ts';
import { type Provider, parseProvider } from '../../../shared/identity/provider.ts';
import { pretendProvider } from '../../support/pretend-provider.ts';

const ISSUER = 'https://id.example/tenant';
const TIME = Date.UTC(2026, 10, 22, 7);
const NOW = TIME / 1000;
const ADA = { sub: 'ada', aud: 'login-tokens', name: 'Ada Admin', groups: ['login-tokens-admins'] };

let there: Awaited<ReturnType<typeof pretendProvider>>;
let authenticateIdentity: AuthenticateIdentity;

const settings = (more: object = {}): Provider => {
  const given = { OIDC_ISSUER: ISSUER, OIDC_CLIENT_ID: 'console', OIDC_AUDIENCE: 'login-tokens', ...more };
  const provider = parseProvider(given);
  if (!provider) throw new Error('there is no provider');
  return provider;
};

beforeEach(async () => {
  there = await pretendProvider(ISSUER);
  authenticateIdentity = identityAuthenticator(settings(), there.fetch);
});

const outcomeOf = async (token: string, time = TIME) => (await authenticateIdentity(token, time)).outcome;

describe('an access token of the provider', () => {
  it('proves who bears it', async () => {
    const token = await there.sign(ADA, NOW);
    expect(await authenticateIdentity(token, TIME)).toEqual({
      outcome: 'authenticated',
      principal: {
        id: 'oidc:ada',
        name: 'Ada Admin',
        role: 'admin',
        scope: undefined,
        kind: 'identity',
      },
    });
  });

  it('proves it at the cost of two requests, for everybody and for as long as the keys are held', async () => {
    const tokens = await Promise.all(['ada', 'bob', 'eve'].map((sub) => there.sign({ ...ADA, sub }, NOW)));
    await Promise.all(tokens.map((token) => outcomeOf(token)));
    await Promise.all(tokens.map((token) => outcomeOf(token)));
    expect(there.asked).toEqual([`${ISSUER}/.well-known/openid-configuration`, `${ISSUER}/keys`]);
  });

  it('is of no use to somebody whose groups give no role', async () => {
    expect(await outcomeOf(await there.sign({ ...ADA, groups: ['staff'] }, NOW))).toBe('no_role');
  });

  it('is refused from its expiry on, within what clocks may differ by', async () => {
    const token = await there.sign(ADA, NOW, { expiresIn: 60 });
    expect(await outcomeOf(token, TIME + 64_000)).toBe('authenticated');
    expect(await outcomeOf(token, TIME + 66_000)).toBe('refused');
  });

  it('is refused before it begins to count', async () => {
    expect(await outcomeOf(await there.sign({ ...ADA, nbf: NOW + 60 }, NOW))).toBe('refused');
  });

  it.each([
    ['of another audience', { aud: 'others' }],
    ['of no audience', { aud: undefined }],
    ['of nobody, by an empty client', { client_id: '' }],
    ['for the console itself, as an id token is', { aud: 'console' }],
    ['that is an id token of a client by the audience’s name, by its nonce', { nonce: 'n' }],
    ['that is one by the hash of its access token', { at_hash: 'h' }],
    ['of another issuer', { iss: 'https://id.example/other' }],
    ['of an issuer that begins so', { iss: `${ISSUER}/` }],
    ['of nobody', { sub: undefined }],
    ['of an empty subject', { sub: '' }],
    ['without expiry', { exp: undefined }],
  ])('is refused %s', async (_, claims) => {
    expect(await outcomeOf(await there.sign({ ...ADA, ...claims }, NOW))).toBe('refused');
  });
});

describe('the type of an access token', () => {
  it.each(['at+jwt', 'application/at+jwt', 'JWT', 'jwt', 'AT+JWT'])('may be %s', async (typ) => {
    expect(await outcomeOf(await there.sign(ADA, NOW, { typ }))).toBe('authenticated');
  });

  it.each(['dpop+jwt', 'logout+jwt', 'id+jwt', '', 'secevent+jwt', undefined])(
    'may not be %s',
    async (typ) => {
      const token = await there.sign(ADA, NOW, { typ });
      expect(await authenticateIdentity(token, TIME)).toEqual({ outcome: 'refused', reason: 'wrong_type' });
    },
  );
});

describe('the client of an access token', () => {
  const reasonOf = async (claims: object) => {
    const result = await authenticateIdentity(await there.sign({ ...ADA, ...claims }, NOW), TIME);
    return 'reason' in result ? result.reason : result.outcome;
  };
  const none = { client_id: undefined };

  it.each([
    ['by client_id', {}],
    ['by azp', { ...none, azp: 'console' }],
    ['by cid, as Okta has it', { ...none, cid: 'console' }],
    ['by appid, as Entra ID has it', { ...none, appid: 'console' }],
    ['by two of them', { azp: 'console' }],
  ])('may be the console, %s', async (_, claims) => {
    expect(await reasonOf(claims)).toBe('authenticated');
  });

  it.each([
    ['another one', { client_id: 'others' }],
    ['another one by azp', { azp: 'others' }],
    ['none', none],
    ['no text', { client_id: ['console'] }],
    ['the console in other capitals', { client_id: 'Console' }],
  ])('may not be %s', async (_, claims) => {
    expect(await reasonOf(claims)).toBe('wrong_client');
  });

  it('may be one that the deployment has added', async () => {
    authenticateIdentity = identityAuthenticator(settings({ OIDC_CLIENTS: 'cli, other' }), there.fetch);
    expect(await reasonOf({ client_id: 'cli' })).toBe('authenticated');
    expect(await reasonOf({})).toBe('authenticated');
    expect(await reasonOf({ client_id: 'cli, other' })).toBe('wrong_client');
  });

  it('must have got the scope that the deployment requires, openid when nothing is said', async () => {
    expect(await reasonOf({ scope: 'profile email' })).toBe('missing_scope');
    expect(await reasonOf({ scope: undefined })).toBe('missing_scope');
    expect(await reasonOf({ scope: 'openidx' })).toBe('missing_scope');
    authenticateIdentity = identityAuthenticator(
      settings({ OIDC_REQUIRED_SCOPE: 'tokens.admin' }),
      there.fetch,
    );
    expect(await reasonOf({})).toBe('missing_scope');
    expect(await reasonOf({ scope: 'openid tokens.admin' })).toBe('authenticated');
    expect(await reasonOf({ scope: undefined, scp: ['tokens.admin'] })).toBe('authenticated');
    expect(await reasonOf({ scope: undefined, scp: 'x tokens.admin' })).toBe('authenticated');
  });

  it.each([{ jkt: 'x' }, { 'x5t#S256': 'x' }, {}, null])(
    'must not have bound it to a key, whose proof nobody checks here: %j',
    async (cnf) => {
      expect(await reasonOf({ cnf })).toBe('sender_constrained');
    },
  );
});

describe('what somebody has forged', () => {
  it('with a key of their own, under the name of the provider’s, is refused', async () => {
    const keys = await generateKeyPair('ES256');
    expect(await outcomeOf(await there.sign(ADA, NOW, { keys }))).toBe('refused');
  });

  it('with a key that the provider does not have is refused', async () => {
    const keys = await generateKeyPair('ES256');
    expect(await outcomeOf(await there.sign(ADA, NOW, { keys, kid: 'mine' }))).toBe('refused');
  });

  it('with the public key as a shared secret is refused without asking anybody', async () => {
    const { publicKey } = await generateKeyPair('RS256', { extractable: true });
    const secret = new TextEncoder().encode(await exportSPKI(publicKey));
    const token = await new SignJWT({ ...ADA, iss: ISSUER, exp: NOW + 60 })
      .setProtectedHeader({ alg: 'HS256', kid: 'first' })
      .sign(secret);
    expect(await outcomeOf(token)).toBe('refused');
    expect(there.asked).toEqual([]);
  });

  it('without a signature is refused', async () => {
    const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
    const body = encode({ ...ADA, iss: ISSUER, exp: NOW + 60 });
    expect(await outcomeOf(`${encode({ alg: 'none' })}.${body}.`)).toBe('refused');
    expect(await outcomeOf(`${encode({ alg: 'ES256' })}.${body}.`)).toBe('refused');
  });

  it('by changing the groups is refused', async () => {
    const [header, , signature] = (await there.sign({ ...ADA, groups: [] }, NOW)).split('.');
    const body = Buffer.from(JSON.stringify({ ...ADA, iss: ISSUER, exp: NOW + 60 })).toString('base64url');
    expect(await outcomeOf(`${header}.${body}.${signature}`)).toBe('refused');
  });

  it.each(['', 'nonsense', 'a.b.c', '..', 'lk_nonsense', '{}', `${'a'.repeat(5_000)}.b.c`])(
    'as «%s» is refused without asking anybody',
    async (token) => {
      expect(await outcomeOf(token)).toBe('refused');
      expect(there.asked).toEqual([]);
    },
  );
});

describe('of Cognito, whose access tokens have no audience', () => {
  const COGNITO = {
    sub: 'ada',
    token_use: 'access',
    client_id: 'console',
    'cognito:groups': ['login-tokens-editors'],
  };
  beforeEach(() => {
    const provider = settings({ OIDC_AUDIENCE: '', OIDC_ROLES_CLAIM: 'cognito:groups' });
    authenticateIdentity = identityAuthenticator(provider, there.fetch);
  });

  it('an access token for the console proves who bears it', async () => {
    expect(
      await authenticateIdentity(await there.sign({ ...COGNITO, username: 'ada' }, NOW), TIME),
    ).toMatchObject({
      outcome: 'authenticated',
      principal: { id: 'oidc:ada', name: 'ada', role: 'editor' },
    });
  });

  it('one has no type, as those of Cognito have none', async () => {
    expect(await outcomeOf(await there.sign(COGNITO, NOW, { typ: undefined }))).toBe('authenticated');
    const { token_use: _, ...others } = COGNITO;
    expect(await outcomeOf(await there.sign(others, NOW, { typ: undefined }))).toBe('refused');
  });

  it.each([
    ['without the scope of the console', { scope: 'aws.cognito.signin.user.admin' }],
    ['of another client', { client_id: 'others' }],
    ['of no client', { client_id: undefined }],
    ['that is an id token', { token_use: 'id', aud: 'console' }],
  ])('one %s is refused', async (_, claims) => {
    expect(await outcomeOf(await there.sign({ ...COGNITO, ...claims }, NOW))).toBe('refused');
  });
});

describe('when the provider', () => {
  it('does not answer, nobody is refused for it, and it is asked again', async () => {
    const token = await there.sign(ADA, NOW);
    there.fail(() => {
      throw new TypeError('fetch failed');
    });
    expect(await outcomeOf(token)).toBe('unavailable');
    there.recover();
    expect(await outcomeOf(token)).toBe('authenticated');
  });

  it.each([
    ['fails', () => new Response('no', { status: 500 })],
    [
      'says something else',
      () => Response.json({ issuer: 'https://other.example', jwks_uri: 'https://other.example/keys' }),
    ],
    [
      'names keys that anybody on the way could change',
      () => Response.json({ issuer: ISSUER, jwks_uri: 'http://id.example/keys' }),
    ],
    [
      'sends it elsewhere',
      () => new Response(null, { status: 302, headers: { Location: 'https://other.example' } }),
    ],
    ['shows a page', () => new Response('<!doctype html>')],
  ])('%s, nobody is let in, nor refused for it', async (_, answer) => {
    const token = await there.sign(ADA, NOW);
    there.fail(answer);
    expect(await outcomeOf(token)).toBe('unavailable');
  });

  it('has new keys, tokens of them are good once they are asked for', async () => {
    await there.rotate();
    expect(await outcomeOf(await there.sign(ADA, NOW))).toBe('authenticated');
  });
});
