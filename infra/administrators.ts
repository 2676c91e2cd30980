import { Aws, Duration, Fn, type RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnManagedLoginBranding,
  CfnUserPool,
  CfnUserPoolClient,
  CfnUserPoolGroup,
  FeaturePlan,
  ManagedLoginVersion,
  Mfa,
  OAuthScope,
  PasskeyUserVerification,
  UserPool,
  type UserPoolClient,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';

/** The groups that are roles of the service by default. */
const GROUPS = {
  'login-tokens-admins': 'Do everything',
  'login-tokens-editors': 'Create, change and reveal tokens, and manage users',
  'login-tokens-support': 'Read everything, and impersonate users',
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
    // Prefixes are unique in a region, across accounts. The id of the stack has 36 characters: the first 8 will do.
    const stackId = Fn.select(2, Fn.split('/', Aws.STACK_ID));
    const prefix = `${Stack.of(this).stackName.toLowerCase()}-${Fn.select(0, Fn.split('-', stackId))}`;
    const host = `${prefix}.auth.${Aws.REGION}.amazoncognito.com`;
    this.pool = new UserPool(this, 'Pool', {
      selfSignUpEnabled: false,
      signInAliases: { username: true, email: true },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      // The plan that has passkeys, and pages on which people register one, or an authenticator, at their first sign-in.
      featurePlan: FeaturePlan.ESSENTIALS,
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      signInPolicy: { allowedFirstAuthFactors: { password: true, passkey: true } },
      passkeyRelyingPartyId: host,
      passkeyUserVerification: PasskeyUserVerification.REQUIRED,
      passwordPolicy: {
        // Length without composition: NIST SP 800-63B, section 3.1.1.2.
        minLength: 15,
        requireLowercase: false,
        requireUppercase: false,
        requireDigits: false,
        requireSymbols: false,
        tempPasswordValidity: Duration.days(3),
      },
      deletionProtection,
      removalPolicy,
    });
    this.#countPasskeysAsTwoFactors();
    for (const [groupName, description] of Object.entries(GROUPS))
      new CfnUserPoolGroup(this, groupName, { userPoolId: this.pool.userPoolId, groupName, description });
    this.pool.addDomain('Domain', {
      cognitoDomain: { domainPrefix: prefix },
      managedLoginVersion: ManagedLoginVersion.NEWER_MANAGED_LOGIN,
    });
    this.issuer = `https://cognito-idp.${Aws.REGION}.${Aws.URL_SUFFIX}/${this.pool.userPoolId}`;
    this.origins = [`https://cognito-idp.${Aws.REGION}.${Aws.URL_SUFFIX}`, `https://${host}`];
    for (const [id, reason] of Object.entries(ACKNOWLEDGED))
      Validations.of(this.pool).acknowledge({ id, reason });
  }

  /** Registers the console at `url`, and returns the variables of functions that name the pool. */
  environment(url: string): Record<string, string> {
    return {
      OIDC_ISSUER: this.issuer,
      OIDC_CLIENT_ID: this.#consoleClient(url).userPoolClientId,
      OIDC_SCOPE: 'openid',
      OIDC_ROLES_CLAIM: 'cognito:groups',
    };
  }

  /** A passkey with user verification is possession and knowledge or biometry. Without this, required MFA excludes it. */
  #countPasskeysAsTwoFactors(): void {
    const { defaultChild } = this.pool.node;
    if (!CfnUserPool.isCfnUserPool(defaultChild)) throw new Error('the pool has no CloudFormation resource');
    defaultChild.webAuthnFactorConfiguration = 'MULTI_FACTOR_WITH_USER_VERIFICATION';
  }

  /** A public client (RFC 8252) whose redirects lead to the console alone. */
  #consoleClient(url: string): UserPoolClient {
    const client = this.pool.addClient('ConsoleClient', {
      generateSecret: false,
      oAuth: {
        flows: { authorizationCodeGrant: true },
        // Access tokens name the person without the scopes that providers have for that.
        scopes: [OAuthScope.OPENID],
        callbackUrls: [`${url}/console/signed-in`],
        logoutUrls: [`${url}/console/`],
      },
      // Nobody is asked about one, so a copy lives on after its owner has signed out. The console renews it before it ends.
      accessTokenValidity: Duration.minutes(15),
      idTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.hours(12),
      // A refresh token works once; a lost answer may be asked for again within the grace period.
      refreshTokenRotationGracePeriod: Duration.seconds(10),
      enableTokenRevocation: true,
      preventUserExistenceErrors: true,
    });
    // By default Cognito also allows flows that take a password outside its pages. Its pages need this one for passkeys, and
    // rotation excludes the flow that refreshes without it.
    const { defaultChild } = client.node;
    if (!CfnUserPoolClient.isCfnUserPoolClient(defaultChild))
      throw new Error('the client has no CloudFormation resource');
    defaultChild.explicitAuthFlows = ['ALLOW_USER_AUTH'];
    // Pages of the newer managed login exist for clients with a style.
    new CfnManagedLoginBranding(this, 'Branding', {
      userPoolId: this.pool.userPoolId,
      clientId: client.userPoolClientId,
      useCognitoProvidedValues: true,
    });
    return client;
  }
}

const ACKNOWLEDGED = {
  'AwsSolutions-COG1': 'Length replaces composition: NIST SP 800-63B, section 3.1.1.2.',
  'AwsSolutions-COG3': 'Threat protection costs money for every administrator: the operator turns it on.',
  'AwsSolutions-COG8':
    'The plan with threat protection costs money for every administrator: the operator chooses it.',
};
