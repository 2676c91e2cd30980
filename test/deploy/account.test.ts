import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { DescribeTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { CreateEventBusCommand, DeleteEventBusCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { ListSecretsCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { synthesise } from '../infra/synthesise.ts';
import { APP, bootstrap, command, operator } from './deployment.ts';
import { type Emulator, startEmulator } from './emulator.ts';

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator();
  await bootstrap(emulator);
});
afterAll(() => emulator?.stop());

const deploy = (in_: Emulator, ...args: string[]) =>
  command(
    in_,
    'node',
    'infra/commands/deploy.ts',
    ...APP,
    '--require-approval',
    'never',
    '--output',
    `${in_.directory}/out`,
    ...args,
  );

async function stackOf({ env }: Emulator, StackName = 'LoginTokens') {
  const { Stacks } = await new CloudFormationClient(operator(env)).send(
    new DescribeStacksCommand({ StackName }),
  );
  return Stacks?.[0];
}

async function tablesOf({ env }: Emulator): Promise<string[]> {
  const { TableNames = [] } = await new DynamoDBClient(operator(env)).send(new ListTablesCommand());
  return TableNames;
}

describe('an account', () => {
  it('is as before when a first deployment fails, and the next one needs no help', async () => {
    const { resources } = synthesise({ eventBus: 'true', console: 'true' });
    const [bus] = Object.values(resources).filter(({ Type }) => Type === 'AWS::Events::EventBus');
    const Name = String(bus?.Properties.Name);
    const events = new EventBridgeClient(operator(emulator.env));
    await events.send(new CreateEventBusCommand({ Name }));
    await expect(deploy(emulator, '-c', 'eventBus=true')).rejects.toThrow(/already exists/i);
    expect(await stackOf(emulator)).toMatchObject({
      StackStatus: 'ROLLBACK_COMPLETE',
      EnableTerminationProtection: false,
    });
    expect(await tablesOf(emulator)).toEqual([]);
    const secrets = new SecretsManagerClient(operator(emulator.env));
    expect((await secrets.send(new ListSecretsCommand({}))).SecretList).toEqual([]);

    await events.send(new DeleteEventBusCommand({ Name }));
    await deploy(emulator, '-c', 'eventBus=true');
    expect(await stackOf(emulator)).toMatchObject({
      StackStatus: 'UPDATE_COMPLETE',
      EnableTerminationProtection: true,
    });
    const tables = await tablesOf(emulator);
    expect(tables).toHaveLength(8);
    const client = new DynamoDBClient(operator(emulator.env));
    for (const TableName of tables) {
      const { Table } = await client.send(new DescribeTableCommand({ TableName }));
      expect(Table).toMatchObject({ DeletionProtectionEnabled: true });
    }
  });

  it('takes a second stack, and one of the same name in another region', async () => {
    const elsewhere = { ...emulator, env: { ...emulator.env, AWS_REGION: 'eu-west-1' } };
    await bootstrap(elsewhere, 'eu-west-1');
    await deploy(elsewhere, '-c', 'removable=true');
    expect(await stackOf(elsewhere)).toMatchObject({ StackStatus: 'CREATE_COMPLETE' });
    await deploy(emulator, '-c', 'removable=true', '-c', 'stackName=Second');
    expect(await stackOf(emulator, 'Second')).toMatchObject({ StackStatus: 'CREATE_COMPLETE' });
  });
});
