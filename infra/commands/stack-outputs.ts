import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';

/** The outputs of a deployed stack, by name; one that it does not have fails by that name. */
export async function readOutputs<Name extends string>(
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
