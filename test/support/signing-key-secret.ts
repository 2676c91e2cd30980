import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { onTestFinished } from 'vitest';
import { startLocalSecrets } from '../../local/secrets-manager.ts';
import type { SigningKeySecret } from '../../shared/signing-key/signing-key-store.ts';

type Command = 'GetSecretValue' | 'PutSecretValue' | 'UpdateSecretVersionStage';

/** An empty secret for one test. */
export async function emptySecret(): Promise<SigningKeySecret> {
  const { endpoint, secretId, stop } = await startLocalSecrets();
  const client = new SecretsManagerClient({ endpoint, maxAttempts: 2 });
  onTestFinished(async () => {
    client.destroy();
    await stop();
  });
  return { client, id: secretId };
}

const connectionReset = () => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });

/** Fails requests of a kind before they arrive or after they were carried out. Returns a function that ends this. */
export function disturb(
  { client }: SigningKeySecret,
  command: Command,
  { when, times = Number.POSITIVE_INFINITY }: { when: 'before' | 'after'; times?: number },
): () => void {
  let left = times;
  client.middlewareStack.add(
    (next, context) => async (args) => {
      if (context.commandName !== `${command}Command` || left <= 0) return next(args);
      left -= 1;
      if (when === 'after') await next(args);
      throw connectionReset();
    },
    { step: 'finalizeRequest', priority: 'low', name: 'disturb', override: true },
  );
  return () => void client.middlewareStack.remove('disturb');
}
