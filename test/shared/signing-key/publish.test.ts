import { PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rotateSigningKeys } from '../../../shared/signing-key/rotate.ts';
import {
  getPublishedKeys,
  getSigningKeys,
  getVersion,
  type KeySecrets,
} from '../../../shared/signing-key/signing-key-store.ts';
import { disturb, emptySecrets } from '../../support/signing-key-secret.ts';

const NOW = 1_900_000_000;
const HOUR = 3_600;
const MONTH = 30 * 86_400;

const signing = async ({ signing: secret }: KeySecrets) =>
  (await getSigningKeys(secret)).map(({ kid }) => kid);
const published = async ({ published: secret }: KeySecrets) =>
  (await getPublishedKeys(secret)).map(({ kid }) => kid);

describe('the published keys', () => {
  test('are the public halves of the signing keys, after every rotation', async () => {
    const secrets = await emptySecrets();
    for (const month of [0, 1, 2, 3]) {
      await rotateSigningKeys(secrets, NOW + month * MONTH);
      expect(await published(secrets)).toEqual(await signing(secrets));
    }
    const { value } = await getVersion(secrets.published);
    expect(value?.reveal()).not.toMatch(/"d"/);
    for (const { jwk } of await getSigningKeys(secrets.signing)) expect(value?.reveal()).not.toContain(jwk.d);
  });

  test('have a key before it is stored where functions sign with it', async () => {
    const secrets = await emptySecrets();
    const seen: string[][] = [];
    secrets.signing.client.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          const { SecretId } = args.input as { SecretId?: string };
          if (SecretId === secrets.signing.id && commandName === 'PutSecretValueCommand')
            seen.push(await published(secrets));
          return next(args);
        },
      { step: 'initialize' },
    );
    await rotateSigningKeys(secrets, NOW);
    await rotateSigningKeys(secrets, NOW + MONTH);
    await rotateSigningKeys(secrets, NOW + MONTH, { replace: true });
    expect(seen.map((kids) => kids.length)).toEqual([1, 2, 3]);
    expect(seen[2]).toEqual(expect.arrayContaining(await signing(secrets)));
  });

  test.each(['PutSecretValue', 'UpdateSecretVersionStage'] as const)(
    'when a rotation dies before the %s that publishes, stay as they are, and nothing signs with its key',
    async (command) => {
      const secrets = await emptySecrets();
      const { kids } = await rotateSigningKeys(secrets, NOW);
      const heal = disturb(secrets.published, command, { when: 'before' });
      await expect(rotateSigningKeys(secrets, NOW + MONTH)).rejects.toThrow();
      expect([await signing(secrets), await published(secrets)]).toEqual([kids, kids]);
      heal();
      await rotateSigningKeys(secrets, NOW + MONTH);
      expect(await published(secrets)).toEqual(await signing(secrets));
    },
  );

  test.each(['PutSecretValue', 'UpdateSecretVersionStage'] as const)(
    'when a rotation dies between the two writes, before its %s, have one key too many until the next',
    async (command) => {
      const secrets = await emptySecrets();
      const { kids } = await rotateSigningKeys(secrets, NOW);
      const heal = disturb(secrets.signing, command, { when: 'before' });
      await expect(rotateSigningKeys(secrets, NOW + MONTH)).rejects.toThrow();
      expect(await signing(secrets)).toEqual(kids);
      expect(await published(secrets)).toEqual([expect.any(String), ...kids]);
      heal();
      await rotateSigningKeys(secrets, NOW + MONTH);
      expect(await signing(secrets)).toHaveLength(2);
      expect(await published(secrets)).toEqual(await signing(secrets));
    },
  );

  test.each(['PutSecretValue', 'UpdateSecretVersionStage'] as const)(
    'are in step when the answer of the %s that publishes is lost',
    async (command) => {
      const secrets = await emptySecrets();
      await rotateSigningKeys(secrets, NOW);
      disturb(secrets.published, command, { when: 'after', times: 1 });
      await rotateSigningKeys(secrets, NOW + MONTH);
      expect(await published(secrets)).toEqual(await signing(secrets));
    },
  );

  test('no longer have a key that leaked when its replacement is answered', async () => {
    const secrets = await emptySecrets();
    await rotateSigningKeys(secrets, NOW);
    const { kids } = await rotateSigningKeys(secrets, NOW + 1, { replace: true });
    expect(await published(secrets)).toEqual(kids);
  });

  test('lose a key that leaked at the next run, when the replacement died before it withdrew it', async () => {
    const secrets = await emptySecrets();
    const { kids: leaked } = await rotateSigningKeys(secrets, NOW);
    secrets.published.client.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          const result = await next(args);
          const { SecretId } = args.input as { SecretId?: string };
          // All that follows the second write fails.
          if (SecretId === secrets.signing.id && commandName === 'UpdateSecretVersionStageCommand')
            disturb(secrets.published, 'PutSecretValue', { when: 'before' });
          return result;
        },
      { step: 'initialize', name: 'die' },
    );
    await expect(rotateSigningKeys(secrets, NOW + 2 * HOUR, { replace: true })).rejects.toThrow();
    expect(await published(secrets)).toEqual(expect.arrayContaining(leaked));
    secrets.published.client.middlewareStack.remove('die');
    secrets.published.client.middlewareStack.remove(`disturb-${secrets.published.id}`);
    expect(await rotateSigningKeys(secrets, NOW + 2 * HOUR)).toMatchObject({ outcome: 'kept' });
    expect(await published(secrets)).toEqual(await signing(secrets));
  });

  test('are made again from the signing keys when somebody broke or emptied them', async () => {
    const secrets = await emptySecrets();
    const { kids } = await rotateSigningKeys(secrets, NOW);
    const { client, id: SecretId } = secrets.published;
    await client.send(new PutSecretValueCommand({ SecretId, SecretString: 'hunter2' }));
    await expect(published(secrets)).rejects.toThrow('does not hold published keys');
    expect(await rotateSigningKeys(secrets, NOW + 1)).toEqual({ outcome: 'kept', kids });
    expect(await published(secrets)).toEqual(kids);
  });

  test('never lack a key that signs, whichever rotations run at once and wherever they die', async () => {
    const commands = fc.constantFrom('PutSecretValue' as const, 'UpdateSecretVersionStage' as const);
    const fault = fc.record({
      secret: fc.constantFrom('signing' as const, 'published' as const),
      command: commands,
      when: fc.constantFrom('before' as const, 'after' as const),
      times: fc.integer({ min: 1, max: 4 }),
    });
    // Clocks of functions that run at once differ by less than a minute.
    const run = fc.record({ replace: fc.boolean(), ahead: fc.integer({ min: 0, max: 60 }) });
    const property = fc.asyncProperty(
      fc.array(fault, { maxLength: 2 }),
      fc.array(run, { minLength: 2, maxLength: 5 }),
      fc.integer({ min: 0, max: MONTH }),
      async (faults, runs, later) => {
        const secrets = await emptySecrets();
        await rotateSigningKeys(secrets, NOW);
        const healings = faults.map(({ secret, command, ...how }) => disturb(secrets[secret], command, how));
        await Promise.allSettled(
          runs.map(({ replace, ahead }) =>
            rotateSigningKeys(secrets, NOW + MONTH + later + ahead, { replace }),
          ),
        );
        expect(await published(secrets)).toEqual(expect.arrayContaining(await signing(secrets)));
        for (const heal of healings) heal();
        await rotateSigningKeys(secrets, NOW + 2 * MONTH + 2 * HOUR);
        expect(await published(secrets)).toEqual(await signing(secrets));
      },
    );
    await fc.assert(property, { numRuns: 60 });
  });
});
