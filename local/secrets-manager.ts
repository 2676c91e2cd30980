import { randomUUID } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AwsError, type LocalAws, serveAwsJson } from './aws-json.ts';

/** `secretIds`: of the signing keys and of their public halves. */
export type LocalSecrets = LocalAws & { secretIds: { signing: string; published: string } };

const SECRET_IDS = { signing: 'signing-keys', published: 'published-keys' } as const;

/** The versions of the secret, by id. */
type Versions = Record<string, { value: string; stages: string[] }>;

/**
 * Emulates Secrets Manager with two secrets, empty at first, which are kept in files of their names in `directory`, or in
 * memory. They have the versions and staging labels that a rotation uses.
 */
export async function startLocalSecrets({
  directory,
}: {
  directory?: string | undefined;
} = {}): Promise<LocalSecrets> {
  const secrets = new Map(
    Object.values(SECRET_IDS).map((id) => [id as string, openSecret(directory && join(directory, id))]),
  );
  const served = await serveAwsJson((target, input: Input) => {
    const secret = secrets.get(input.SecretId ?? '');
    if (!secret) throw new AwsError('ResourceNotFoundException');
    return handle(secret, target, input);
  });
  return { ...served, secretIds: SECRET_IDS };
}

type LocalSecret = { read(): Versions; save(changed: Versions): void };

function openSecret(file: string | undefined): LocalSecret {
  let versions = file === undefined ? {} : readVersions(file);
  return {
    read: () => versions,
    save: (changed) => {
      versions = labelled(changed);
      if (file !== undefined) writeFileSync(file, JSON.stringify(versions), { mode: 0o600 });
    },
  };
}

function readVersions(file: string): Versions {
  if (!existsSync(file)) return {};
  chmodSync(file, 0o600);
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new Error(`${file} does not hold keys: delete it, and new ones are made`);
  }
}

type Input = {
  SecretId?: string;
  SecretString?: string;
  ClientRequestToken?: string;
  VersionStages?: string[];
  VersionStage?: string;
  MoveToVersionId?: string;
  RemoveFromVersionId?: string;
};

/**
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html, API_PutSecretValue.html
 * and API_UpdateSecretVersionStage.html.
 */
function handle({ read, save }: LocalSecret, target: string, input: Input): object {
  const versions = read();
  const Name = input.SecretId;
  switch (target) {
    case 'secretsmanager.GetSecretValue':
      return { Name, ...get(versions) };
    case 'secretsmanager.PutSecretValue': {
      const { ClientRequestToken: id = randomUUID(), SecretString: value = '' } = input;
      save(put(versions, id, value, input.VersionStages ?? ['AWSCURRENT']));
      return { Name, VersionId: id };
    }
    case 'secretsmanager.UpdateSecretVersionStage':
      save(moveLabel(versions, input));
      return { Name };
    default:
      throw new AwsError('UnknownOperationException');
  }
}

const holderOf = (versions: Versions, stage: string): string | undefined =>
  Object.keys(versions).find((id) => versions[id]?.stages.includes(stage));

function get(versions: Versions): object {
  const id = holderOf(versions, 'AWSCURRENT');
  const version = id === undefined ? undefined : versions[id];
  if (!version) throw new AwsError('ResourceNotFoundException');
  return { VersionId: id, SecretString: version.value, VersionStages: version.stages };
}

function put(versions: Versions, id: string, value: string, stages: readonly string[]): Versions {
  const existing = versions[id];
  if (existing && existing.value !== value) throw new AwsError('ResourceExistsException');
  if (existing) return versions;
  const added = { ...versions, [id]: { value, stages: [] } };
  return stages.reduce((changed, stage) => withLabel(changed, stage, id), added);
}

function moveLabel(versions: Versions, input: Input): Versions {
  const { VersionStage: stage = '', MoveToVersionId: to = '', RemoveFromVersionId: from } = input;
  if (!versions[to]) throw new AwsError('ResourceNotFoundException');
  const holder = holderOf(versions, stage);
  if (holder !== undefined && holder !== to && holder !== from)
    throw new AwsError('InvalidParameterException');
  if (from !== undefined && holder !== from) throw new AwsError('InvalidParameterException');
  return withLabel(versions, stage, to);
}

/** A label is on one version at a time. The version that loses AWSCURRENT gets AWSPREVIOUS. */
function withLabel(versions: Versions, stage: string, to: string): Versions {
  const before = holderOf(versions, stage);
  if (before === to) return versions;
  const moved = Object.fromEntries(
    Object.entries(versions).map(([id, { value, stages }]) => {
      const others = stages.filter((other) => other !== stage);
      return [id, { value, stages: id === to ? [...others, stage] : others }];
    }),
  );
  return stage === 'AWSCURRENT' && before !== undefined ? withLabel(moved, 'AWSPREVIOUS', before) : moved;
}

/** Secrets Manager may delete versions without a label at any time. */
const labelled = (versions: Versions): Versions =>
  Object.fromEntries(Object.entries(versions).filter(([, { stages }]) => stages.length > 0));
