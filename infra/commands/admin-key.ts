import { parseArgs } from 'node:util';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { readOutputs, runCommand } from './command.ts';

/** `npm run admin-key`: creates an administrator's key in a deployment, and prints it once. */
await runCommand(async () => {
  const { values } = parseArgs({
    options: {
      stack: { type: 'string', default: 'LoginTokens' },
      name: { type: 'string', default: 'First administrator' },
    },
  });
  const { CreateAdminKeyFunction: FunctionName } = await readOutputs(values.stack, [
    'CreateAdminKeyFunction',
  ]);
  const { FunctionError, Payload } = await new LambdaClient().send(
    new InvokeCommand({ FunctionName, Payload: JSON.stringify({ name: values.name }) }),
  );
  const answer = JSON.parse(Payload?.transformToString() || '{}');
  if (FunctionError) throw new Error(`${FunctionName} failed: ${answer.errorMessage ?? FunctionError}`);
  console.error(`The key of ${answer.name} (${answer.id}); it is not shown again:`);
  console.log(answer.key);
});
