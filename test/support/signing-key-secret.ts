import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { onTestFinished } from 'vitest';
import { startLocalSecrets } from '../../local/secrets-manager.ts';
import type { KeySecrets, SigningKeySecret } from '../../shared/signing-key/signing-key-store.ts';

type Command = 'GetSecretValue' | 'PutSecretValue' | 'UpdateSecretVersionStage';

/** Empty secrets for one test. */
export async function emptySecrets(): Promise<KeySecrets> {
  const { endpoint, secretIds, stop } = await startLocalSecrets();
  const client = new SecretsManagerClient({ endpoint, maxAttempts: 2 });
  onTestFinished(async () => {
    client.destroy();
    await stop();
  });
  return { signing: { client, id: secretIds.signing }, published: { client, id: secretIds.published } };
}

const connectionReset = () => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });

/** Fails requests of a kind to one secret before they arrive or after they were carried out. Returns a function that ends this. */
export function disturb(
  { client, id }: SigningKeySecret,
  command: Command,
  { when, times = Number.POSITIVE_INFINITY }: { when: 'before' | 'after'; times?: number },
): () => void {
  let left = times;
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const { SecretId } = args.input as { SecretId?: string };
      if (SecretId !== id || context.commandName !== `${command}Command` || left <= 0) return next(args);
      left -= 1;
      if (when === 'after') await next(args);
      throw connectionReset();
    },
    { step: 'finalizeRequest', priority: 'low', name: `disturb-${id}`, override: true },
  );
  return () => void client.middlewareStack.remove(`disturb-${id}`);
}
