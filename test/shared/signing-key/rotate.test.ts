import { GetSecretValueCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { describe, expect, test } from 'vitest';
import { rotateSigningKeys } from '../../../shared/signing-key/rotate.ts';
import {
  getSigningKeys,
  getVersion,
  type SigningKeySecret,
} from '../../../shared/signing-key/signing-key-store.ts';
import { signingKeyAt } from '../../../shared/signing-key/signing-keys.ts';
import { isUnavailable } from '../../../shared/storage/unavailable.ts';
import { disturb, emptySecrets } from '../../support/signing-key-secret.ts';

const NOW = 1_900_000_000;
const MONTH = 30 * 86_400;

const kidsIn = async (secret: SigningKeySecret) => (await getSigningKeys(secret)).map(({ kid }) => kid);
const overwrite = ({ client, id }: SigningKeySecret, SecretString: string) =>
  client.send(new PutSecretValueCommand({ SecretId: id, SecretString }));

describe('the rotation of the secret', () => {
  test('makes the first key, and another every month', async () => {
    const secrets = await emptySecrets();
    const { signing: secret } = secrets;
    await expect(getSigningKeys(secret)).rejects.toThrow('is empty');
    const first = await rotateSigningKeys(secrets, NOW);
    expect(first).toEqual({ outcome: 'rotated', kids: await kidsIn(secret) });
    expect(await rotateSigningKeys(secrets, NOW + MONTH - 1)).toEqual({ outcome: 'kept', kids: first.kids });
    const second = await rotateSigningKeys(secrets, NOW + MONTH);
    expect(second).toEqual({ outcome: 'rotated', kids: [expect.any(String), ...first.kids] });
    expect(await kidsIn(secret)).toEqual(second.kids);
  });

  test.each([
    ['the first', NOW],
    ['the second', NOW + MONTH],
  ])('by many at once makes %s key once', async (_, time) => {
    const secrets = await emptySecrets();
    const { signing: secret } = secrets;
    if (time > NOW) await rotateSigningKeys(secrets, NOW);
    const before = time > NOW ? 1 : 0;
    const rotations = await Promise.all([1, 2, 3, 4, 5].map(() => rotateSigningKeys(secrets, time)));
    expect(rotations.filter(({ outcome }) => outcome === 'rotated')).toHaveLength(1);
    const kids = await kidsIn(secret);
    expect(kids).toHaveLength(before + 1);
    for (const rotation of rotations) expect(rotation.kids).toEqual(kids);
  });

  test.each(['PutSecretValue', 'UpdateSecretVersionStage'] as const)(
    'that dies before its %s has changed nothing, and is done by the next one',
    async (command) => {
      const secrets = await emptySecrets();
      const { signing: secret } = secrets;
      const { kids } = await rotateSigningKeys(secrets, NOW);
      const heal = disturb(secret, command, { when: 'before' });
      const error = await rotateSigningKeys(secrets, NOW + MONTH).catch((thrown: unknown) => thrown);
      expect(isUnavailable(error)).toBe(true);
      expect(await kidsIn(secret)).toEqual(kids);
      heal();
      expect(await rotateSigningKeys(secrets, NOW + MONTH)).toMatchObject({ outcome: 'rotated' });
      expect((await kidsIn(secret)).slice(1)).toEqual(kids);
    },
  );

  test.each(['PutSecretValue', 'UpdateSecretVersionStage'] as const)(
    'makes one key when the answer of its %s is lost',
    async (command) => {
      const secrets = await emptySecrets();
      const { signing: secret } = secrets;
      const { kids } = await rotateSigningKeys(secrets, NOW);
      disturb(secret, command, { when: 'after', times: 1 });
      const rotation = await rotateSigningKeys(secrets, NOW + MONTH);
      expect(rotation).toMatchObject({ outcome: 'rotated', kids: [expect.any(String), ...kids] });
      expect(await kidsIn(secret)).toEqual(rotation.kids);
    },
  );

  test('makes one first key when the answer is lost', async () => {
    const secrets = await emptySecrets();
    const { signing: secret } = secrets;
    disturb(secret, 'PutSecretValue', { when: 'after', times: 1 });
    const { kids } = await rotateSigningKeys(secrets, NOW);
    expect(await kidsIn(secret)).toEqual(kids);
    expect(kids).toHaveLength(1);
  });
});

describe('the replacement of keys that leaked', () => {
  test('leaves one new key, which signs at once, however young the others are', async () => {
    const secrets = await emptySecrets();
    const { signing: secret } = secrets;
    const { kids: leaked } = await rotateSigningKeys(secrets, NOW);
    const { outcome, kids } = await rotateSigningKeys(secrets, NOW + 1, { replace: true });
    expect({ outcome, kids }).toEqual({ outcome: 'replaced', kids: [expect.any(String)] });
    expect(kids).not.toEqual(leaked);
    expect(signingKeyAt(await getSigningKeys(secret), NOW + 1).kid).toBe(kids[0]);
  });

  test('is never undone by a rotation that read the keys before', async () => {
    const secrets = await emptySecrets();
    const { signing: secret } = secrets;
    const { kids: leaked } = await rotateSigningKeys(secrets, NOW);
    await Promise.all([
      rotateSigningKeys(secrets, NOW + MONTH),
      rotateSigningKeys(secrets, NOW + MONTH, { replace: true }),
      rotateSigningKeys(secrets, NOW + MONTH),
    ]);
    expect(await kidsIn(secret)).not.toContain(leaked[0]);
  });

  test('twice at once leaves one key', async () => {
    const secrets = await emptySecrets();
    const { signing: secret } = secrets;
    await rotateSigningKeys(secrets, NOW);
    await Promise.all([1, 2].map(() => rotateSigningKeys(secrets, NOW, { replace: true })));
    expect(await kidsIn(secret)).toHaveLength(1);
  });

  test('repairs a secret that somebody broke, which a rotation leaves alone', async () => {
    const secrets = await emptySecrets();
    const { signing: secret } = secrets;
    await rotateSigningKeys(secrets, NOW);
    await overwrite(secret, 'hunter2');
    await expect(rotateSigningKeys(secrets, NOW)).rejects.toThrow('does not hold');
    expect((await getVersion(secret)).value?.reveal()).toBe('hunter2');
    expect(await rotateSigningKeys(secrets, NOW, { replace: true })).toMatchObject({ outcome: 'replaced' });
    expect(await kidsIn(secret)).toHaveLength(1);
  });
});

test('a secret that does not exist is an error of the deployment, and none to be tried again', async () => {
  const { signing, published } = await emptySecrets();
  const { client } = signing;
  const error = await rotateSigningKeys({ signing: { client, id: 'none' }, published }, NOW).catch(
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ name: 'ResourceNotFoundException' });
  expect(isUnavailable(error)).toBe(false);
  await expect(client.send(new GetSecretValueCommand({ SecretId: 'none' }))).rejects.toThrow();
});
