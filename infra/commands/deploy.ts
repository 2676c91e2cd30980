import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { runCommand } from './command.ts';

/** The statuses of a stack whose creation has not succeeded: it holds nothing that would have to be protected. */
const NEVER_CREATED = ['REVIEW_IN_PROGRESS', 'CREATE_FAILED', 'ROLLBACK_COMPLETE', 'ROLLBACK_FAILED'];

type Context = Record<string, unknown>;

/** The context of `cdk.json` and of the arguments of `cdk deploy`, and the profile of the latter. */
export function readArguments(
  args: readonly string[],
  file: Context,
): { context: Context; profile?: string } {
  const { values } = parseArgs({
    args: [...args],
    strict: false,
    options: { context: { type: 'string', short: 'c', multiple: true }, profile: { type: 'string' } },
  });
  const given = (values.context ?? []).map((pair) => {
    const [name = '', ...value] = String(pair).split('=');
    return [name, value.join('=')];
  });
  const { profile } = values;
  return {
    context: { ...file, ...Object.fromEntries(given) },
    ...(typeof profile === 'string' && { profile }),
  };
}

/**
 * The runs of `cdk deploy`, each with its arguments. AWS takes nothing back that it must not delete, so the first
 * deployment of a stack is one without protection, and another one adds it.
 */
export function planDeployment(
  args: readonly string[],
  context: Context,
  status: string | undefined,
): string[][] {
  const created = status !== undefined && !NEVER_CREATED.includes(status);
  const chosen = String(context.removable) === 'true' || context.deletionProtection !== undefined;
  if (created || chosen) return [[...args]];
  return [['-c', 'deletionProtection=false', ...args], [...args]];
}

async function readStatus(StackName: string, profile: string | undefined): Promise<string | undefined> {
  const client = new CloudFormationClient(profile === undefined ? {} : { profile });
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName }));
    return Stacks?.[0]?.StackStatus;
  } catch (error) {
    // There is no error of its own for a stack that does not exist.
    if (error instanceof Error && error.message.includes('does not exist')) return undefined;
    throw error;
  }
}

async function cdkDeploy(args: readonly string[]): Promise<number> {
  const cdk = createRequire(import.meta.url).resolve('aws-cdk/bin/cdk');
  const child = spawn(process.execPath, [cdk, 'deploy', ...args], { stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  return code ?? 1;
}

if (import.meta.main) {
  await runCommand(async () => {
    const args = process.argv.slice(2);
    const { context: file = {} } = JSON.parse(
      readFileSync(join(import.meta.dirname, '..', '..', 'cdk.json'), 'utf8'),
    ) as { context?: Context };
    const { context, profile } = readArguments(args, file);
    const runs = planDeployment(
      args,
      context,
      await readStatus(String(context.stackName || 'LoginTokens'), profile),
    );
    for (const [index, run] of runs.entries()) {
      if (index > 0) console.error('The stack is there: a second run protects it from being deleted.');
      process.exitCode = await cdkDeploy(run);
      if (process.exitCode !== 0) return;
    }
  });
}
