import { Aws, Duration, type RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnUserPoolClient,
  CfnUserPoolGroup,
  Mfa,
  OAuthScope,
  UserPool,
  type UserPoolClient,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';

/** Groups of the pool, which the service takes for roles when nobody says otherwise. */
const GROUPS = {
  'login-tokens-admins': 'Do everything',
  'login-tokens-editors': 'Make, change and reveal tokens, and keep users',
  'login-tokens-viewers': 'Look at tokens, users and history',
} as const;

/** The administrators of a deployment that has no identity provider of its own: a Cognito user pool. */
export class Administrators extends Construct {
  readonly pool: UserPool;
  readonly issuer: string;
  /** Origins that the console speaks with to sign them in. */
  readonly origins: readonly string[];

  constructor(scope: Construct, id: string, { removalPolicy }: { removalPolicy: RemovalPolicy }) {
    super(scope, id);
    const removable = removalPolicy === 'destroy';
    this.pool = new UserPool(this, 'Pool', {
      // Nobody makes themselves an administrator.
      selfSignUpEnabled: false,
      signInAliases: { username: true, email: true },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      mfa: Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength: 14,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      deletionProtection: !removable,
      removalPolicy,
    });
    for (const [groupName, description] of Object.entries(GROUPS))
      new CfnUserPoolGroup(this, groupName, { userPoolId: this.pool.userPoolId, groupName, description });
    const prefix = `${Stack.of(this).stackName.toLowerCase()}-${Aws.ACCOUNT_ID}`;
    this.pool.addDomain('Domain', { cognitoDomain: { domainPrefix: prefix } });
    this.issuer = `https://cognito-idp.${Aws.REGION}.${Aws.URL_SUFFIX}/${this.pool.userPoolId}`;
    this.origins = [
      `https://cognito-idp.${Aws.REGION}.${Aws.URL_SUFFIX}`,
      `https://${prefix}.auth.${Aws.REGION}.amazoncognito.com`,
    ];
    for (const [id, reason] of Object.entries(ACKNOWLEDGED))
      Validations.of(this.pool).acknowledge({ id, reason });
  }

  /** What the console is to the pool: a public client (RFC 8252) that comes back to these addresses alone. */
  consoleClient(url: string): UserPoolClient {
    const client = this.pool.addClient('ConsoleClient', {
      generateSecret: false,
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.PROFILE, OAuthScope.EMAIL],
        callbackUrls: [`${url}/console/signed-in`],
        logoutUrls: [`${url}/console/`],
      },
      accessTokenValidity: Duration.hours(1),
      idTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.hours(12),
      enableTokenRevocation: true,
      preventUserExistenceErrors: true,
    });
    // Where no flow is named, Cognito allows some that take a password without its pages.
    const { defaultChild } = client.node;
    if (!CfnUserPoolClient.isCfnUserPoolClient(defaultChild))
      throw new Error('a client has no resource of its own');
    defaultChild.explicitAuthFlows = ['ALLOW_REFRESH_TOKEN_AUTH'];
    return client;
  }
}

const ACKNOWLEDGED = {
  'AwsSolutions-COG2': 'Whoever runs the pool decides whether a second factor is asked for.',
  'AwsSolutions-COG3': 'Threat protection costs money for every administrator: the operator turns it on.',
  'AwsSolutions-COG8':
    'The plan with threat protection costs money for every administrator: the operator chooses it.',
};
