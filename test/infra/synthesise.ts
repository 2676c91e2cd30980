import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { vi } from 'vitest';
import { readDeploymentOptions } from '../../infra/deployment-options.ts';
import { LoginTokensStack } from '../../infra/login-tokens-stack.ts';

type Properties = Record<string, unknown>;
export type Resource = {
  Type: string;
  Properties: Properties;
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
  DependsOn?: string[];
  Condition?: string;
};

const { context: flags } = JSON.parse(readFileSync('cdk.json', 'utf8')) as { context: Properties };

/** No test deploys the code: it need not be copied. */
const UNSTAGED = { 'aws:cdk:disable-asset-staging': true };

// No test here looks at the code of a function either: `bundle.test.ts` does. Bundling it takes a second each time.
vi.mock('../../infra/bundle.ts', () => ({
  bundle: (entries: readonly string[], outdir: string) =>
    Object.fromEntries(entries.map((entry) => [entry, { directory: emptyBundle(outdir, entry), bytes: 0 }])),
}));

function emptyBundle(outdir: string, entry: string): string {
  const directory = join(outdir, entry);
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'index.mjs'), `// ${entry}`);
  return directory;
}

/**
 * Synthesises the app with these settings, by default without a console. `validate` throws when the template breaks a
 * rule of CloudFormation; it takes longer than the synthesis.
 */
export function synthesise(settings: Properties = {}, { validate = false } = {}) {
  vi.stubEnv('CDK_VALIDATION', validate ? undefined : 'false');
  const context = { console: 'false', ...settings };
  const outdir = mkdtempSync(join(tmpdir(), 'login-tokens-synth-'));
  try {
    return ask(outdir, context);
  } finally {
    rmSync(outdir, { recursive: true });
    vi.unstubAllEnvs();
  }
}

function ask(outdir: string, context: Properties) {
  const app = new App({ outdir, analyticsReporting: false, context: { ...flags, ...UNSTAGED, ...context } });
  const { stackName, ...settings } = readDeploymentOptions(app.node);
  const stack = new LoginTokensStack(app, stackName, settings);
  const template = Template.fromStack(stack);
  const resources = template.toJSON().Resources as Record<string, Resource>;

  const all = (type: string): Resource[] => Object.values(resources).filter(({ Type }) => Type === type);

  const functionOf = (description: string): Properties => {
    const found = all('AWS::Lambda::Function').filter(
      ({ Properties }) => Properties.Description === description,
    );
    if (found.length !== 1 || !found[0]) throw new Error(`${found.length} functions are ${description}`);
    return found[0].Properties;
  };

  const idsOf = (type: string) => Object.keys(resources).filter((id) => resources[id]?.Type === type);
  const names = new Map([
    ...namesOf(functionOf('GET /health')),
    ...idsOf('AWS::S3::Bucket').map(
      (bucket) => [bucket, bucket.includes('Console') ? 'CONSOLE_FILES' : 'FAILURES'] as const,
    ),
    ...idsOf('AWS::Events::EventBus').map((bus) => [bus, 'BUS'] as const),
  ]);

  return {
    app,
    stack,
    resources,
    all,
    functionOf,
    /** The one resource of a type. */
    only(type: string): Properties {
      const [resource, ...others] = all(type);
      if (!resource || others.length > 0) throw new Error(`there is not one ${type}`);
      return resource.Properties;
    },
    /**
     * Everything that a function's role allows, besides writing its own log: `dynamodb:GetItem TOKENS_TABLE`.
     */
    allowedTo(description: string): string[] {
      const role = resources[reference(functionOf(description).Role)];
      if (!role) throw new Error(`${description} has no role`);
      const { ManagedPolicyArns, Policies } = role.Properties as {
        ManagedPolicyArns?: unknown;
        Policies: Policy[];
      };
      if (ManagedPolicyArns) throw new Error('managed policies allow more than can be seen here');
      const statements = Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
      const log = reference((functionOf(description).LoggingConfig as { LogGroup: unknown }).LogGroup);
      return statements
        .flatMap((statement) => grants(statement, new Map([...names, [log, 'own log']])))
        .sort();
    },
  };
}

type Statement = { Effect: string; Action: string | string[]; Resource: unknown; Condition?: unknown };
type Policy = { PolicyDocument: { Statement: Statement[] } };

function grants({ Effect, Action, Resource, Condition }: Statement, names: Map<string, string>): string[] {
  if (Effect !== 'Allow') throw new Error(`unexpected ${Effect}`);
  const condition = Condition ? ` ${JSON.stringify(Condition)}` : '';
  return list(Action).flatMap((action) =>
    list(Resource).map((resource) => `${action} ${readable(resource, names)}${condition}`),
  );
}

const list = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);

function readable(resource: unknown, names: Map<string, string>): string {
  if (typeof resource === 'string') return resource;
  const { 'Fn::Join': join } = resource as { 'Fn::Join'?: [string, unknown[]] };
  if (join) return join[1].map((part) => readable(part, names)).join(join[0]);
  const [id, attribute] = (resource as { 'Fn::GetAtt': [string, string] })['Fn::GetAtt'];
  return `${names.get(id) ?? id}${['Arn', 'Id'].includes(attribute) ? '' : `.${attribute}`}`;
}

/** `{ Ref: id }` and `{ "Fn::GetAtt": [id, …] }`. */
function reference(value: unknown): string {
  const { Ref, 'Fn::GetAtt': attribute } = value as { Ref?: string; 'Fn::GetAtt'?: [string, string] };
  const id = Ref ?? attribute?.[0];
  if (!id) throw new Error(`${JSON.stringify(value)} refers to nothing`);
  return id;
}

/** Tables and keys by the environment variables that hold their names. */
function namesOf({ Environment }: Properties): [string, string][] {
  const { Variables } = Environment as { Variables: Record<string, unknown> };
  const tables = Object.entries(Variables).flatMap(([name, value]): [string, string][] =>
    name.endsWith('_TABLE') ? [[reference(value), name]] : [],
  );
  return [
    ...tables,
    [reference(Variables.SEALING_KEY_ID), 'SEALING_KEY'],
    [reference(Variables.SIGNING_KEYS_ID), 'SIGNING_KEYS'],
    [reference(Variables.PUBLISHED_KEYS_ID), 'PUBLISHED_KEYS'],
  ];
}
