import { randomUUID } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { AwsError, type LocalAws, serveAwsJson } from './aws-json.ts';

export type LocalSecrets = LocalAws & { secretId: string };

const SECRET_ID = 'local';

/** The versions of the secret, by id. */
type Versions = Record<string, { value: string; stages: string[] }>;

/**
 * Emulates Secrets Manager with one secret, empty at first, which is kept in `file`, or in memory. It has the versions
 * and staging labels that a rotation uses.
 */
export async function startLocalSecrets({ file }: { file?: string | undefined } = {}): Promise<LocalSecrets> {
  let versions = file === undefined ? {} : readVersions(file);
  const save = (changed: Versions) => {
    versions = labelled(changed);
    if (file !== undefined) writeFileSync(file, JSON.stringify(versions), { mode: 0o600 });
  };
  return {
    ...(await serveAwsJson((target, input) => handle(versions, save, target, input))),
    secretId: SECRET_ID,
  };
}

function readVersions(file: string): Versions {
  if (!existsSync(file)) return {};
  chmodSync(file, 0o600);
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new Error(`${file} does not hold signing keys: delete it, and new ones are made`);
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
function handle(versions: Versions, save: (changed: Versions) => void, target: string, input: Input): object {
  if (input.SecretId !== SECRET_ID) throw new AwsError('ResourceNotFoundException');
  switch (target) {
    case 'secretsmanager.GetSecretValue':
      return get(versions);
    case 'secretsmanager.PutSecretValue': {
      const { ClientRequestToken: id = randomUUID(), SecretString: value = '' } = input;
      save(put(versions, id, value, input.VersionStages ?? ['AWSCURRENT']));
      return { Name: SECRET_ID, VersionId: id };
    }
    case 'secretsmanager.UpdateSecretVersionStage':
      save(moveLabel(versions, input));
      return { Name: SECRET_ID };
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
  return { Name: SECRET_ID, VersionId: id, SecretString: version.value, VersionStages: version.stages };
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
