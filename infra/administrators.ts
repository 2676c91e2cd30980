import { Aws, Duration, Fn, type RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
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

/** The groups that are roles of the service by default. */
const GROUPS = {
  'login-tokens-admins': 'Do everything',
  'login-tokens-editors': 'Create, change and reveal tokens, and manage users',
  'login-tokens-viewers': 'Read tokens, users and history',
} as const;

export type AdministratorsProps = { removalPolicy: RemovalPolicy; deletionProtection: boolean };

/** A Cognito user pool of administrators, for deployments without an identity provider. */
export class Administrators extends Construct {
  readonly pool: UserPool;
  readonly issuer: string;
  /** The origins that the console calls to sign administrators in. */
  readonly origins: readonly string[];

  constructor(scope: Construct, id: string, { removalPolicy, deletionProtection }: AdministratorsProps) {
    super(scope, id);
    this.pool = new UserPool(this, 'Pool', {
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
      deletionProtection,
      removalPolicy,
    });
    for (const [groupName, description] of Object.entries(GROUPS))
      new CfnUserPoolGroup(this, groupName, { userPoolId: this.pool.userPoolId, groupName, description });
    // Prefixes are unique in a region, across accounts. The id of the stack has 36 characters: the first 8 will do.
    const stackId = Fn.select(2, Fn.split('/', Aws.STACK_ID));
    const prefix = `${Stack.of(this).stackName.toLowerCase()}-${Fn.select(0, Fn.split('-', stackId))}`;
    this.pool.addDomain('Domain', { cognitoDomain: { domainPrefix: prefix } });
    this.issuer = `https://cognito-idp.${Aws.REGION}.${Aws.URL_SUFFIX}/${this.pool.userPoolId}`;
    this.origins = [
      `https://cognito-idp.${Aws.REGION}.${Aws.URL_SUFFIX}`,
      `https://${prefix}.auth.${Aws.REGION}.amazoncognito.com`,
    ];
    for (const [id, reason] of Object.entries(ACKNOWLEDGED))
      Validations.of(this.pool).acknowledge({ id, reason });
  }

  /** Registers the console at `url`, and returns the variables of functions that name the pool. */
  environment(url: string): Record<string, string> {
    return {
      OIDC_ISSUER: this.issuer,
      OIDC_CLIENT_ID: this.#consoleClient(url).userPoolClientId,
      OIDC_ROLES_CLAIM: 'cognito:groups',
    };
  }

  /** A public client (RFC 8252) whose redirects lead to the console alone. */
  #consoleClient(url: string): UserPoolClient {
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
    // By default Cognito also allows flows that take a password outside its pages.
    const { defaultChild } = client.node;
    if (!CfnUserPoolClient.isCfnUserPoolClient(defaultChild))
      throw new Error('the client has no CloudFormation resource');
    defaultChild.explicitAuthFlows = ['ALLOW_REFRESH_TOKEN_AUTH'];
    return client;
  }
}

const ACKNOWLEDGED = {
  'AwsSolutions-COG2': 'The operator decides whether a second factor is required.',
  'AwsSolutions-COG3': 'Threat protection costs money for every administrator: the operator turns it on.',
  'AwsSolutions-COG8':
    'The plan with threat protection costs money for every administrator: the operator chooses it.',
};
