import { parseArgs } from 'node:util';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { OUTPUTS } from '../outputs.ts';
import { run } from './run.ts';
import { readOutputs } from './stack-outputs.ts';

/** `npm run admin-key`: makes an administrator's key in a deployment, and prints it, this once. */
await run(async () => {
  const { values } = parseArgs({
    options: {
      stack: { type: 'string', default: 'LoginTokens' },
      name: { type: 'string', default: 'First administrator' },
    },
  });
  const { [OUTPUTS.createAdminKey]: FunctionName } = await readOutputs(values.stack, [
    OUTPUTS.createAdminKey,
  ]);
  const { FunctionError, Payload } = await new LambdaClient().send(
    new InvokeCommand({ FunctionName, Payload: JSON.stringify({ name: values.name }) }),
  );
  const answer = JSON.parse(Payload?.transformToString() || '{}');
  if (FunctionError) throw new Error(`${FunctionName} failed: ${answer.errorMessage ?? FunctionError}`);
  console.error(`The key of ${answer.name} (${answer.id}); it is not shown again:`);
  console.log(answer.key);
});
