import { describe, expect, it } from 'vitest';
import { type Resource, synthesise } from './synthesise.ts';

type Place = { region: string; stackName: string; stackId: string };

/** Names in the template, the characters that AWS allows for them, and where they have to be unique. */
const NAMES: Record<string, { path: string; limit: number; unique: 'account' | 'region' | 'api' | 'pool' }> =
  {
    'AWS::CloudFront::Function': { path: 'Name', limit: 64, unique: 'account' },
    'AWS::CloudFront::OriginAccessControl': {
      path: 'OriginAccessControlConfig.Name',
      limit: 64,
      unique: 'account',
    },
    'AWS::CloudFront::ResponseHeadersPolicy': {
      path: 'ResponseHeadersPolicyConfig.Name',
      limit: 128,
      unique: 'account',
    },
    'AWS::Cognito::UserPoolDomain': { path: 'Domain', limit: 63, unique: 'region' },
    'AWS::Events::EventBus': { path: 'Name', limit: 256, unique: 'region' },
    'AWS::Logs::LogGroup': { path: 'LogGroupName', limit: 512, unique: 'region' },
    'AWS::ApiGatewayV2::Api': { path: 'Name', limit: 128, unique: 'api' },
    'AWS::ApiGatewayV2::Stage': { path: 'StageName', limit: 128, unique: 'api' },
    'AWS::Cognito::UserPoolGroup': { path: 'GroupName', limit: 128, unique: 'pool' },
  };

/** Properties by which CloudFormation lets a template name a resource. */
const NAMING =
  /^(Name|AlarmName|BucketName|ClientName|DashboardName|Domain|FilterName|FunctionName|GroupName|LogGroupName|ManagedPolicyName|RoleName|RuleName|StageName|TableName|UserPoolName)$/;
/** Those that name another resource in place. */
const REFERENCES = ['AWS::Lambda::Permission FunctionName', 'AWS::Lambda::EventSourceMapping FunctionName'];
const REFERRING = [...REFERENCES, 'AWS::Logs::MetricFilter LogGroupName', 'AWS::Route53::RecordSet Name'];

const at = (value: unknown, path: string): unknown =>
  path.split('.').reduce((found, name) => (found as Record<string, unknown> | undefined)?.[name], value);

/** What CloudFormation makes of a value in a stack. */
function resolve(value: unknown, place: Place): string {
  if (typeof value === 'string') return value;
  const [[intrinsic, input] = []] = Object.entries(value as object);
  if (intrinsic === 'Ref') {
    const pseudo = { Region: place.region, StackName: place.stackName, StackId: place.stackId };
    return Object.entries(pseudo).find(([name]) => input === `AWS::${name}`)?.[1] ?? `resource ${input}`;
  }
  if (intrinsic === 'Fn::Join') {
    const [separator, parts] = input as [string, unknown[]];
    return parts.map((part) => resolve(part, place)).join(separator);
  }
  if (intrinsic === 'Fn::Select') {
    const [index, { 'Fn::Split': split }] = input as [number, { 'Fn::Split': [string, unknown] }];
    return resolve(split[1], place).split(split[0])[index] ?? '';
  }
  throw new Error(`${intrinsic} in a name`);
}

const placeOf = (region: string, stackName: string, id: string): Place => ({
  region,
  stackName,
  stackId: `arn:aws:cloudformation:${region}:111122223333:stack/${stackName}/${id}-8f20-11f0-aaaa-bbbbbbbbbbbb`,
});

const synthesised = new Map<string, Record<string, Resource>>();

function resourcesOf(stackName: string): Record<string, Resource> {
  const resources =
    synthesised.get(stackName) ?? synthesise({ console: 'true', eventBus: 'true', stackName }).resources;
  synthesised.set(stackName, resources);
  return resources;
}

/** The names of a stack that have to be unique in the region or the account. */
function namesIn(stackName: string, region: string, id: string) {
  const place = placeOf(region, stackName, id);
  return Object.values(resourcesOf(stackName)).flatMap(({ Type, Properties }) => {
    const { path, limit, unique } = NAMES[Type] ?? {};
    const value = path === undefined ? undefined : at(Properties, path);
    if (value === undefined || unique === 'api' || unique === 'pool') return [];
    const name = resolve(value, place);
    const scope = unique === 'account' ? '' : ` ${region}`;
    return [{ Type, name, limit: limit ?? 0, key: `${Type}${scope} ${name}` }];
  });
}

const ONE = namesIn('LoginTokens', 'eu-central-1', '11111111');

describe('the names in the template', () => {
  it('are those of this list; CloudFormation makes all others', () => {
    const named = Object.values(resourcesOf('LoginTokens')).flatMap(({ Type, Properties }) =>
      Object.entries(Properties ?? {})
        .filter(([name, value]) => NAMING.test(name) && !REFERRING.includes(`${Type} ${name}`) && value)
        .map(([name]) => `${Type} ${name}`),
    );
    const listed = Object.entries(NAMES).map(([type, { path }]) => `${type} ${path}`);
    expect([...new Set(named)].filter((name) => !listed.includes(name))).toEqual([]);
  });

  it.each([
    [
      'a stack of the same name in another region',
      () => namesIn('LoginTokens', 'ap-southeast-2', '22222222'),
    ],
    ['a stack of another name in the same region', () => namesIn('Second', 'eu-central-1', '33333333')],
    ['one whose name has other capitals', () => namesIn('logintokens', 'eu-central-1', '44444444')],
    [
      'the next stack of the same name',
      () => namesIn('LoginTokens', 'eu-central-1', '55555555').filter(isKept),
    ],
  ])('leave room for %s', (_, names) => {
    const other = names();
    expect(other.length).toBeGreaterThan(0);
    const taken = new Set(ONE.map(({ key }) => key));
    expect(other.filter(({ key }) => taken.has(key))).toEqual([]);
  });

  it('have as many characters as AWS allows, however long the name of the stack and the region', () => {
    for (const { name, limit } of [...ONE, ...namesIn('L'.repeat(50), 'us-longest-region-99', '66666666')])
      expect(name.length, name).toBeLessThanOrEqual(limit);
  });
});

/** What stays when a stack is destroyed, and so must not be in the way of the next one. */
function isKept({ Type }: { Type: string }): boolean {
  return Type === 'AWS::Logs::LogGroup';
}
