import { App } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { readDeploymentOptions } from '../../infra/deployment-options.ts';

const read = (context: Record<string, unknown>) => readDeploymentOptions(new App({ context }).node);

describe('the settings of a deployment', () => {
  it('are safe when nothing is said', () => {
    expect(read({})).toEqual({
      stackName: 'LoginTokens',
      appUrl: undefined,
      allowedAppUrls: [],
      tokenRetentionDays: 90,
      historyRetentionDays: 400,
      eventBus: false,
      removable: false,
      deletionProtection: true,
      alarmTopic: undefined,
      reservedConcurrency: undefined,
      console: { originSecretGeneration: 1, webAclArn: undefined, wafRateLimit: 1000, wafRequired: false },
      oidc: undefined,
    });
  });

  it('are the same from the command line and from cdk.json', () => {
    const settings = { tokenRetentionDays: 7, eventBus: true };
    expect(read({ tokenRetentionDays: '7', eventBus: 'true' })).toEqual(read(settings));
    expect(read(settings)).toMatchObject(settings);
  });

  it.each([
    ['tokenRetentionDays', '0'],
    ['tokenRetentionDays', 'soon'],
    ['historyRetentionDays', '1.5'],
    ['reservedConcurrency', '0'],
    ['reservedConcurrency', 'all'],
    ['eventBus', 'yes'],
    ['removable', '1'],
    ['deletionProtection', 'off'],
    ['appUrl', 'http://shop.example'],
    ['allowedAppUrls', 'https://links.shop.example, shop.example'],
    ['appUrl', 'shop.example'],
    ['appUrl', 'https://shop.example/?next='],
  ])('%s refuses %s by name', (name, value) => {
    expect(() => read({ [name]: value })).toThrow(name);
  });

  const ARN = 'arn:aws:acm:us-east-1:123456789012:certificate/1';
  const OIDC = { oidcIssuer: 'https://id.example', oidcClientId: 'console', oidcAudience: 'login-tokens' };

  it.each([
    ['console', { console: 'no' }],
    ['certificateArn', { domainName: 'login.shop.example' }],
    ['domainName', { certificateArn: ARN }],
    [
      'us-east-1',
      { domainName: 'login.shop.example', certificateArn: ARN.replace('us-east-1', 'eu-west-1') },
    ],
    ['hostedZoneName', { domainName: 'login.shop.example', certificateArn: ARN, hostedZoneId: 'Z1' }],
    ['domainName', { hostedZoneId: 'Z1', hostedZoneName: 'shop.example' }],
    ['wafRateLimit', { wafRateLimit: '5' }],
    ['wafRateLimit', { wafRateLimit: 'many' }],
    ['webAclArn', { wafRateLimit: '500', webAclArn: 'arn:aws:wafv2:…' }],
    [
      'zone',
      {
        domainName: 'login.shop.example',
        certificateArn: ARN,
        hostedZoneId: 'Z1',
        hostedZoneName: 'other.example',
      },
    ],
    ['originSecretGeneration', { originSecretGeneration: '0' }],
    ['originSecretGeneration', { originSecretGeneration: 'next' }],
    ['domainName means nothing without console', { console: 'false', domainName: 'login.shop.example' }],
    ['oidcRoles means nothing without oidcIssuer', { oidcRoles: '{}' }],
    ['oidcAudience', { ...OIDC, oidcAudience: '' }],
    ['cognito', { stackName: 'My-Cognito-Tokens' }],
    ['50 characters', { stackName: 'x'.repeat(51) }],
    ['OIDC_CLIENT_ID', { ...OIDC, oidcClientId: '' }],
    ['OIDC_AUDIENCE', { ...OIDC, oidcAudience: 'console' }],
    ['OIDC_ISSUER', { ...OIDC, oidcIssuer: 'http://id.example' }],
    ['OIDC_ROLES', { ...OIDC, oidcRoles: '{"all":"storefront"}' }],
    ['oidcConnectOrigins', { ...OIDC, oidcConnectOrigins: 'https://id.example/path' }],
  ])('say what is wrong, and with %s: %j', (name, context) => {
    expect(() => read(context)).toThrow(name);
  });

  it.each([
    [{ wafRateLimit: 'none' }, { wafRateLimit: undefined, wafRequired: false }],
    [{ wafRateLimit: '500' }, { wafRateLimit: 500, wafRequired: true }],
    [{ webAclArn: 'arn:x' }, { wafRateLimit: undefined, wafRequired: false, webAclArn: 'arn:x' }],
  ])('may leave the limit of addresses out, choose or replace it: %j', (context, console) => {
    expect(read(context).console).toMatchObject(console);
  });

  it('leave the protection from deletion off where all is removable', () => {
    expect(read({ removable: 'true' }).deletionProtection).toBe(false);
    expect(read({ deletionProtection: 'false' })).toMatchObject({
      removable: false,
      deletionProtection: false,
    });
  });

  it('take Cognito, whose access tokens have no audience, without one', () => {
    const issuer = 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_1';
    expect(read({ oidcIssuer: issuer, oidcClientId: 'console' }).oidc).toMatchObject({ audience: undefined });
  });

  it('let a stack be called anything where it makes no user pool', () => {
    expect(read({ console: 'false', stackName: 'aws-tokens' }).stackName).toBe('aws-tokens');
    expect(read({ ...OIDC, stackName: 'aws-tokens' }).stackName).toBe('aws-tokens');
  });

  it('may name an identity provider that is there already', () => {
    expect(
      read({ ...OIDC, oidcConnectOrigins: 'https://auth.example, https://id2.example' }).oidc,
    ).toMatchObject({
      issuer: 'https://id.example',
      clientId: 'console',
      audience: 'login-tokens',
      connectOrigins: ['https://auth.example', 'https://id2.example'],
    });
  });

  it.each([
    ['https://shop.example', 'https://shop.example'],
    ['https://shop.example/nl/', 'https://shop.example/nl'],
    ['http://localhost:3000', 'http://localhost:3000'],
  ])('login links may lead to %s', (given, kept) => {
    expect(read({ appUrl: given }).appUrl).toBe(kept);
  });
});
