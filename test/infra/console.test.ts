import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { runInNewContext } from 'node:vm';
import { Template } from 'aws-cdk-lib/assertions';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildConsole } from '../../console/build.ts';
import { PUBLISH_CONSOLE } from '../../functions/workers/workers.ts';
import { fileAt } from '../../local/console.ts';
import { synthesise } from './synthesise.ts';

const deployment = synthesise({ console: 'true' });
const { all, only } = deployment;
const text = (value: unknown) => JSON.stringify(value);
const variables = (from = deployment, description = 'GET /me') =>
  (from.functionOf(description).Environment as { Variables: Record<string, unknown> }).Variables;

type Behaviour = Record<string, unknown>;
type Config = {
  DefaultCacheBehavior: Behaviour;
  CacheBehaviors: Behaviour[];
  Origins: Record<string, unknown>[];
  Aliases?: string[];
  ViewerCertificate?: object;
  WebACLId?: unknown;
  HttpVersion: string;
};
const distributionOf = (from = deployment) =>
  from.only('AWS::CloudFront::Distribution').DistributionConfig as Config;

describe('in front of the API and the console', () => {
  const { DefaultCacheBehavior, CacheBehaviors, Origins, HttpVersion } = distributionOf();

  it('is one address: the console has its paths, and the API all others', () => {
    expect(CacheBehaviors.map(({ PathPattern }) => PathPattern)).toEqual([
      ...['/console', '/console/*'],
      ...['/', '/docs', '/login*', '/punchout/oci*'],
    ]);
    expect(text(Origins.find(({ Id }) => Id === DefaultCacheBehavior.TargetOriginId))).toContain(
      'ApiEndpoint',
    );
    expect(HttpVersion).toBe('http2and3');
  });

  it('a call by http is refused, since a redirect would let a client send its key in the clear each time', () => {
    expect(DefaultCacheBehavior.ViewerProtocolPolicy).toBe('https-only');
  });

  it('people who open a page by http are led on to https, and the page is that of the API', () => {
    for (const { PathPattern, ...behaviour } of CacheBehaviors) {
      expect(behaviour.ViewerProtocolPolicy).toBe('redirect-to-https');
      if (!String(PathPattern).startsWith('/console'))
        expect(behaviour).toEqual({ ...DefaultCacheBehavior, ViewerProtocolPolicy: 'redirect-to-https' });
    }
  });

  it('nothing of the API is kept at the edge, and everything that callers send reaches it', () => {
    expect(DefaultCacheBehavior).toMatchObject({
      // Managed by CloudFront: CachingDisabled and AllViewerExceptHostHeader.
      CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
      OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
      AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
    });
  });

  it('the API is shown a secret that nothing holds but a reference', () => {
    const origin = Origins.find(({ Id }) => Id === DefaultCacheBehavior.TargetOriginId) as {
      OriginCustomHeaders: { HeaderName: string; HeaderValue: unknown }[];
    };
    expect(origin.OriginCustomHeaders).toEqual([
      { HeaderName: 'x-origin-secret', HeaderValue: variables().ORIGIN_SECRET },
    ]);
    expect(text(variables().ORIGIN_SECRET)).toMatch(/\{\{resolve:secretsmanager:/);
    for (const { Properties } of all('AWS::Lambda::Function')) {
      const { Variables = {} } = (Properties.Environment ?? {}) as { Variables?: Record<string, unknown> };
      if (Variables.APP_URL) expect(Variables.ORIGIN_SECRET).toEqual(variables().ORIGIN_SECRET);
    }
  });

  it('the address alone leads to the console', () => {
    expect(variables().CONSOLE).toBe('true');
  });

  it('links lead to the public address', () => {
    expect(text(variables().APP_URL)).toMatch(/Distribution.*DomainName/);
    const own = synthesise({ ...DOMAIN, console: 'true' });
    expect(variables(own).APP_URL).toBe('https://login.shop.example');
  });

  it('no access log has query strings, in which links hold their secrets', () => {
    expect(text(distributionOf())).not.toContain('Logging');
  });
});

const DOMAIN = {
  domainName: 'login.shop.example',
  certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/1',
};

const ZONE = { hostedZoneId: 'Z1', hostedZoneName: 'shop.example' };

describe('what a deployment may choose', () => {
  it('a name of its own, with TLS 1.2 and the records of its zone', () => {
    const own = synthesise({ ...DOMAIN, ...ZONE, console: 'true' });
    expect(distributionOf(own)).toMatchObject({
      Aliases: ['login.shop.example'],
      ViewerCertificate: { AcmCertificateArn: DOMAIN.certificateArn, MinimumProtocolVersion: 'TLSv1.2_2021' },
    });
    expect(own.all('AWS::Route53::RecordSet').map(({ Properties }) => Properties.Type)).toEqual([
      'A',
      'AAAA',
    ]);
  });

  it('without choosing, the doors have a limit for each address, where AWS has web ACLs for CloudFront', () => {
    const { Condition, Properties } = all('AWS::WAFv2::WebACL')[0] ?? {};
    expect(Properties?.Rules).toMatchObject([
      {
        Action: { Block: { CustomResponse: { ResponseCode: 429 } } },
        Statement: {
          RateBasedStatement: {
            Limit: 1000,
            AggregateKeyType: 'IP',
            EvaluationWindowSec: 300,
            ScopeDownStatement: {
              OrStatement: {
                Statements: ['/login', '/punchout/'].map((SearchString) => ({
                  ByteMatchStatement: {
                    SearchString,
                    PositionalConstraint: 'STARTS_WITH',
                    FieldToMatch: { UriPath: {} },
                    TextTransformations: [
                      { Type: 'URL_DECODE' },
                      { Type: 'NORMALIZE_PATH' },
                      { Type: 'LOWERCASE' },
                    ],
                  },
                })),
              },
            },
          },
        },
      },
    ]);
    const { Conditions, Rules } = Template.fromStack(deployment.stack).toJSON();
    expect(Conditions[Condition ?? '']).toEqual({ 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] });
    expect(distributionOf().WebACLId).toEqual({
      'Fn::If': [
        Condition,
        { 'Fn::GetAtt': [expect.stringContaining('WebAcl'), 'Arn'] },
        { Ref: 'AWS::NoValue' },
      ],
    });
    expect(Rules).not.toHaveProperty('WebAclRegion');
  });

  it('no limit of requests', () => {
    const open = synthesise({ wafRateLimit: 'none', console: 'true' });
    expect(open.all('AWS::WAFv2::WebACL')).toEqual([]);
    expect(distributionOf(open)).not.toHaveProperty('WebACLId');
  });

  it('another limit of requests, which refuses who asks more often and samples nothing', () => {
    const guarded = synthesise({ wafRateLimit: '500', console: 'true' });
    expect(guarded.only('AWS::WAFv2::WebACL')).toMatchObject({
      Scope: 'CLOUDFRONT',
      Rules: [{ Statement: { RateBasedStatement: { Limit: 500, AggregateKeyType: 'IP' } } }],
    });
    expect(text(guarded.only('AWS::WAFv2::WebACL'))).not.toContain('"SampledRequestsEnabled":true');
    expect(text(distributionOf(guarded).WebACLId)).toContain('WebAcl');
    // CloudFormation refuses it elsewhere before it makes anything.
    expect(Template.fromStack(guarded.stack).toJSON().Rules.WebAclRegion).toEqual({
      Assertions: [
        {
          Assert: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] },
          AssertDescription: expect.stringContaining('webAclArn'),
        },
      ],
    });
  });

  it('a web ACL that is there already', () => {
    const webAclArn = 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/shop/1';
    const guarded = synthesise({ webAclArn, console: 'true' });
    expect(distributionOf(guarded).WebACLId).toBe(webAclArn);
    expect(guarded.all('AWS::WAFv2::WebACL')).toEqual([]);
  });

  it('another secret between CloudFront and the functions, for both at once', () => {
    const next = synthesise({ originSecretGeneration: '2', console: 'true' });
    expect(text(variables(next).ORIGIN_SECRET)).not.toBe(text(variables().ORIGIN_SECRET));
    expect(text(distributionOf(next).Origins)).toContain(text(variables(next).ORIGIN_SECRET).slice(1, -1));
  });

  it('no console: then there is nothing of CloudFront, no user pool, and no secret to show', () => {
    const bare = synthesise();
    for (const type of ['CloudFront::Distribution', 'Cognito::UserPool', 'CloudFront::Function'])
      expect(bare.all(`AWS::${type}`)).toEqual([]);
    expect(variables(bare)).not.toHaveProperty('ORIGIN_SECRET');
    expect(variables(bare)).not.toHaveProperty('CONSOLE');
    expect(variables(bare)).not.toHaveProperty('OIDC_ISSUER');
  });
});

describe('the files of the console', () => {
  it('are in a bucket that CloudFront alone reads', () => {
    const bucket = all('AWS::S3::Bucket').find(({ Properties }) => !Properties.LifecycleConfiguration);
    expect(bucket?.Properties).toMatchObject({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
    expect(all('AWS::CloudFront::OriginAccessControl')).toHaveLength(1);
    const policies = all('AWS::S3::BucketPolicy').map(({ Properties }) => text(Properties));
    expect(
      policies.some((policy) => /cloudfront\.amazonaws\.com/.test(policy) && /AWS:SourceArn/.test(policy)),
    ).toBe(true);
  });

  it('are put there by a function that is part of the deployment, and can do nothing else', () => {
    const publisher = PUBLISH_CONSOLE.description;
    expect(deployment.allowedTo(publisher)).toEqual([
      'logs:CreateLogStream own log',
      'logs:PutLogEvents own log',
      's3:DeleteObject CONSOLE_FILES/console/*',
      's3:ListBucket CONSOLE_FILES',
      's3:PutObject CONSOLE_FILES/console/*',
    ]);
    expect(deployment.functionOf(publisher)).not.toHaveProperty('Environment');
    expect(only('Custom::Console')).toMatchObject({
      bucket: { Ref: expect.stringContaining('Console') },
      // Other files are another build, which the deployment has to notice.
      build: basename(buildConsole()),
    });
  });

  it('have the headers that they have on a laptop, and ask for https from then on', () => {
    const { ResponseHeadersPolicyConfig: policy } = only('AWS::CloudFront::ResponseHeadersPolicy') as {
      ResponseHeadersPolicyConfig: {
        SecurityHeadersConfig: Record<string, object>;
        CustomHeadersConfig: object;
      };
    };
    const written = text(policy);
    expect(written).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(written).not.toMatch(/unsafe|\*/);
    expect(policy.SecurityHeadersConfig).toMatchObject({
      StrictTransportSecurity: { AccessControlMaxAgeSec: 31_536_000, IncludeSubdomains: false },
      FrameOptions: { FrameOption: 'DENY' },
      ReferrerPolicy: { ReferrerPolicy: 'no-referrer' },
    });
    expect(text(policy.CustomHeadersConfig)).toContain('Cross-Origin-Opener-Policy');
  });

  it('let the page speak with the issuer, and with nobody else', () => {
    const given = synthesise({
      console: 'true',
      oidcIssuer: 'https://id.example/tenant',
      oidcClientId: 'console',
      oidcAudience: 'login-tokens',
      oidcConnectOrigins: 'https://auth.example',
    });
    const policy = text(given.only('AWS::CloudFront::ResponseHeadersPolicy'));
    expect(policy).toContain("connect-src 'self' https://id.example https://auth.example;");
    expect(given.all('AWS::Cognito::UserPool')).toEqual([]);
    expect(variables(given)).toMatchObject({
      OIDC_ISSUER: 'https://id.example/tenant',
      OIDC_AUDIENCE: 'login-tokens',
    });
  });
});

describe('the whole', () => {
  it('passes the rules of CloudFormation, with all that a deployment may choose', {
    timeout: 1_200_000,
  }, () => {
    const settings = {
      ...DOMAIN,
      ...ZONE,
      wafRateLimit: '500',
      originSecretGeneration: '2',
      console: 'true',
    };
    expect(() => synthesise(settings, { validate: true })).not.toThrow();
  });
});

describe('the administrators', () => {
  it('are known to a pool that nobody signs up to', () => {
    expect(only('AWS::Cognito::UserPool')).toMatchObject({
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      DeletionProtection: 'ACTIVE',
    });

    expect(all('AWS::Cognito::UserPoolGroup').map(({ Properties }) => Properties.GroupName)).toEqual([
      'login-tokens-admins',
      'login-tokens-editors',
      'login-tokens-support',
      'login-tokens-viewers',
    ]);
  });

  it('need a second factor or a passkey, which they register on the pages of the pool', () => {
    expect(only('AWS::Cognito::UserPool')).toMatchObject({
      MfaConfiguration: 'ON',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
      UserPoolTier: 'ESSENTIALS',
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } },
      WebAuthnUserVerification: 'required',
      WebAuthnFactorConfiguration: 'MULTI_FACTOR_WITH_USER_VERIFICATION',
    });
    const { WebAuthnRelyingPartyID } = only('AWS::Cognito::UserPool');
    expect(only('AWS::Cognito::UserPoolDomain').ManagedLoginVersion).toBe(2);
    expect(text(WebAuthnRelyingPartyID)).toMatch(/logintokens-.*\.auth\..*\.amazoncognito\.com/);
    expect(only('AWS::Cognito::ManagedLoginBranding')).toEqual({
      UserPoolId: { Ref: expect.stringContaining('Pool') },
      ClientId: { Ref: expect.stringContaining('ConsoleClient') },
      UseCognitoProvidedValues: true,
    });
  });

  it('have long passwords of any composition, and new ones for three days', () => {
    const { Policies } = only('AWS::Cognito::UserPool') as { Policies: { PasswordPolicy: object } };
    expect(Policies.PasswordPolicy).toEqual({
      MinimumLength: 15,
      RequireLowercase: false,
      RequireUppercase: false,
      RequireNumbers: false,
      RequireSymbols: false,
      TemporaryPasswordValidityDays: 3,
    });
  });

  it('have refresh tokens that work once', () => {
    expect(only('AWS::Cognito::UserPoolClient')).toMatchObject({
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 },
      EnableTokenRevocation: true,
    });
  });

  it('come back to the console alone, with a code', () => {
    const client = only('AWS::Cognito::UserPoolClient');
    expect(client).toMatchObject({
      GenerateSecret: false,
      AllowedOAuthFlows: ['code'],
      PreventUserExistenceErrors: 'ENABLED',
      ExplicitAuthFlows: ['ALLOW_USER_AUTH'],
    });
    expect(text(client.CallbackURLs)).toMatch(/DomainName.*\/console\/signed-in/);
    expect(text(client.LogoutURLs)).toMatch(/DomainName.*\/console\//);
    expect(variables()).toMatchObject({ OIDC_ROLES_CLAIM: 'cognito:groups', OIDC_SCOPE: 'openid' });
    expect(variables()).not.toHaveProperty('OIDC_AUDIENCE');
  });

  it('go with a stack that is for a test', () => {
    const removable = synthesise({ console: 'true', removable: 'true' });
    expect(removable.only('AWS::Cognito::UserPool').DeletionProtection).toBe('INACTIVE');
    const kept = Object.values(removable.resources).filter(({ DeletionPolicy }) =>
      DeletionPolicy?.startsWith('Retain'),
    );
    expect(kept).toEqual([]);
  });
});

type Edge = (event: object) => {
  uri?: string;
  statusCode?: number;
  headers?: Record<string, { value: string }>;
};

/** What CloudFront runs, as it is deployed. */
function edge(file: string): Edge {
  const { AutoPublish, FunctionCode } = all('AWS::CloudFront::Function')
    .map(({ Properties }) => Properties)
    .find(({ FunctionCode }) => FunctionCode === readFileSync(`infra/edge/${file}`, 'utf8')) as {
    AutoPublish: boolean;
    FunctionCode: string;
  };
  expect(AutoPublish).toBe(true);
  return runInNewContext(`${FunctionCode}; handler`) as Edge;
}

describe('at the edge', () => {
  const route = edge('route-console.js');

  it.each([
    ['/console/', '/console/index.html'],
    ['/console/tokens', '/console/index.html'],
    ['/console/tokens/new', '/console/index.html'],
    ['/console/users/jane.doe@acme.com', '/console/index.html'],
    ['/console/index.html', '/console/index.html'],
    ['/console/mark.svg', '/console/mark.svg'],
    ['/console/assets/index-12345678.js', '/console/assets/index-12345678.js'],
  ])('%s is answered with %s', (uri, file) => {
    expect(route({ request: { uri, headers: {} } }).uri).toBe(file);
  });

  it('/console leads to /console/', () => {
    const answer = route({ request: { uri: '/console', headers: {} } });
    expect([answer.statusCode, answer.headers?.location?.value]).toEqual([302, '/console/']);
  });

  it('whatever is asked for, a page is a page and a file is a file as on a laptop', () => {
    const part = fc.stringMatching(/^[\w.@-]{1,12}$/);
    fc.assert(
      fc.property(fc.array(part, { maxLength: 3 }), (parts) => {
        const uri = `/console/${parts.join('/')}`;
        expect(route({ request: { uri, headers: {} } }).uri).toBe(`/console${fileAt(uri)}`);
      }),
    );
  });

  it('the API is told who asks, whatever they have said', () => {
    const headers = { 'x-viewer-address': { value: '10.0.0.1' } };
    const told = edge('forward-viewer-address.js')({ viewer: { ip: '2001:db8::7' }, request: { headers } });
    expect(told.headers?.['x-viewer-address']).toEqual({ value: '2001:db8::7' });
  });
});
