import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { listen } from '../../../local/listen.ts';
import { startLocalSecrets } from '../../../local/secrets-manager.ts';
import type { KeyRotation } from '../../../shared/signing-key/rotate.ts';
import { captureLog } from '../../support/captured-log.ts';
import { DAY, freezeClock, pass } from '../../support/frozen-clock.ts';

freezeClock();
const log = captureLog();

let handler: (payload: unknown) => Promise<KeyRotation | undefined>;

/** Sessions of other tests are signed with the keys that all share: this one has its own to rotate. */
beforeAll(async () => {
  const { endpoint, stop } = await startLocalSecrets();
  vi.stubEnv('AWS_ENDPOINT_URL_SECRETS_MANAGER', endpoint);
  ({ handler } = await import('../../../functions/workers/rotate-signing-keys.ts'));
  return stop;
});

/** An event of CloudFormation, and the answer to it. */
async function deploy(RequestType: string, status = 200) {
  const answers: unknown[] = [];
  const server = createServer(async (request, response) => {
    const { method, headers } = request;
    answers.push({ method, type: headers['content-type'], body: await json(request) });
    response.writeHead(status).end();
  });
  const port = await listen(server, 0, '127.0.0.1');
  onTestFinished(() => void server.close());
  const ids = { StackId: 'stack', RequestId: 'request', LogicalResourceId: 'FirstKeys' };
  const event = {
    RequestType,
    ...ids,
    ResponseURL: `http://127.0.0.1:${port}/`,
    ResourceType: 'Custom::SigningKeys',
  };
  return { returned: handler(event), answers, ids };
}

const bodyOf = (more: object, ids: object) => [
  { method: 'PUT', type: '', body: { ...ids, PhysicalResourceId: 'FirstKeys', ...more } },
];

describe('the rotation of the signing keys', () => {
  test('makes none for a stack that goes', async () => {
    const { returned, answers, ids } = await deploy('Delete');
    expect(await returned).toBeUndefined();
    expect(answers).toEqual(bodyOf({ Status: 'SUCCESS' }, ids));
  });

  test('makes the first for a deployment, which is told, and no other for the next one', async () => {
    const { returned, answers, ids } = await deploy('Create');
    await returned;
    expect(answers).toEqual(bodyOf({ Status: 'SUCCESS' }, ids));
    const { kids } = (await handler({})) ?? {};
    expect(kids).toHaveLength(1);
    await (await deploy('Update')).returned;
    expect(await handler({})).toEqual({ outcome: 'kept', kids });
  });

  test('is done every month by whoever asks every day, however often', async () => {
    const { kids = [] } = (await handler({})) ?? {};
    for (let day = 1; day < 30; day += 1) {
      pass(DAY);
      expect(await handler({})).toMatchObject({ outcome: 'kept' });
    }
    pass(DAY);
    const twice = await Promise.all([handler({}), handler({})]);
    expect(twice.map((rotation) => rotation?.outcome).sort()).toEqual(['kept', 'rotated']);
    expect(twice[0]?.kids).toEqual([expect.any(String), ...kids]);
  });

  test('leaves one new key when an operator says that the others leaked', async () => {
    const { kids = [] } = (await handler({})) ?? {};
    const replaced = await handler({ replace: true });
    expect(replaced).toMatchObject({ outcome: 'replaced', kids: [expect.any(String)] });
    expect(kids).not.toContain(replaced?.kids[0]);
  });

  test.each([[{ repalce: true }], [{ replace: 'true' }], [{ replace: true, now: true }], ['replace']])(
    'does nothing when it is asked %j',
    async (payload) => {
      const before = await handler({});
      await expect(handler(payload)).rejects.toThrow('and nothing else');
      expect(await handler({})).toEqual(before);
    },
  );

  test('takes an operator’s empty call for a day’s', async () => {
    expect(await handler(null)).toMatchObject({ outcome: 'kept' });
  });

  test('logs the names of keys and nothing else of them', async () => {
    await handler({ replace: true });
    expect(log.lines()).toEqual([
      {
        time: expect.any(String),
        worker: 'rotate-signing-keys',
        outcome: 'replaced',
        kids: [expect.any(String)],
      },
    ]);
  });

  test('fails, for Lambda to try it again, when the deployment does not take the answer', async () => {
    await expect((await deploy('Create', 403)).returned).rejects.toThrow('403');
  });
});
