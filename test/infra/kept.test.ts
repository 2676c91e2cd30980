import { describe, expect, it } from 'vitest';
import kept from './kept.json' with { type: 'json' };
import { type Resource, synthesise } from './synthesise.ts';

/** What holds data or an identity, with the properties that CloudFormation changes by another one in its place. */
const IDENTITY: Record<string, readonly string[]> = {
  'AWS::DynamoDB::Table': [
    'TableName',
    'KeySchema',
    'GlobalSecondaryIndexes',
    'LocalSecondaryIndexes',
    'StreamSpecification',
  ],
  'AWS::KMS::Key': ['KeySpec', 'KeyUsage', 'MultiRegion', 'Origin'],
  'AWS::S3::Bucket': ['BucketName'],
  'AWS::SecretsManager::Secret': ['Name'],
  'AWS::Cognito::UserPool': [
    'UserPoolName',
    'AliasAttributes',
    'UsernameAttributes',
    'UsernameConfiguration',
    'Schema',
  ],
  'AWS::Cognito::UserPoolDomain': ['Domain'],
  'AWS::Cognito::UserPoolClient': ['ClientName', 'GenerateSecret'],
  'AWS::Events::EventBus': ['Name'],
};

type Kept = Record<string, Record<string, unknown>>;

function keptOf(resources: Record<string, Resource>): Kept {
  const entries = Object.entries(resources).flatMap(([id, { Type, Properties }]) => {
    const names = IDENTITY[Type];
    if (!names) return [];
    const present = names.filter((name) => Properties?.[name] !== undefined);
    return [[id, { Type, ...Object.fromEntries(present.map((name) => [name, Properties[name]])) }] as const];
  });
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const ADVICE =
  'Another logical id, name or key makes CloudFormation put a new, empty one in the place of what deployments have. ' +
  'Where that is meant, change test/infra/kept.json by hand, and say in CHANGELOG.md and in "Upgrading" of ' +
  'docs/operations.md how the data gets there.';

describe('an upgrade', () => {
  const all = keptOf(synthesise({ console: 'true', eventBus: 'true' }).resources);

  it('keeps tables, keys, secrets, buckets and the user pool where they are', () => {
    expect(all, ADVICE).toEqual(kept);
  });

  it.each([
    { console: 'false' },
    { console: 'true', removable: 'true' },
    {
      console: 'true',
      oidcIssuer: 'https://id.example',
      oidcClientId: 'console',
      oidcAudience: 'login-tokens',
    },
  ])('keeps those that it has in a deployment of other options too: %j', (options) => {
    const some = keptOf(synthesise({ ...options, eventBus: 'false' }).resources);
    expect(Object.keys(some).length).toBeGreaterThan(10);
    for (const [id, identity] of Object.entries(some)) expect(all[id], `${id}: ${ADVICE}`).toEqual(identity);
  });
});
