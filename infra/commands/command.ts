import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import type { OutputName } from '../stack-outputs.ts';

/** Runs an operator's command. An error is printed as one line, and the exit status is 1. */
export async function runCommand(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

/** Reads outputs of a deployed stack. A missing one is an error that names it. */
export async function readOutputs<Name extends OutputName>(
  stack: string,
  names: readonly Name[],
): Promise<Record<Name, string>> {
  const { Stacks } = await new CloudFormationClient().send(new DescribeStacksCommand({ StackName: stack }));
  const outputs = Stacks?.[0]?.Outputs ?? [];
  const found = names.map((name) => {
    const value = outputs.find(({ OutputKey }) => OutputKey === name)?.OutputValue;
    if (!value) throw new Error(`the stack ${stack} has no output ${name}`);
    return [name, value];
  });
  return Object.fromEntries(found);
}
