import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, it } from 'vitest';
import { replayFailures } from '../../infra/commands/replay-failures.ts';
import { useMockClient } from '../support/mock-client.ts';

const s3 = useMockClient(S3Client);
const lambda = useMockClient(LambdaClient);
const event = { Records: [{ eventID: '1' }, { eventID: '2' }] };
const HISTORY = 'arn:aws:lambda:eu-west-1:123456789012:function:RecordHistory';
const BUS = 'arn:aws:lambda:eu-west-1:123456789012:function:PublishEvents';
/** An invocation record of Lambda. */
const failed = (payload: unknown, functionArn = HISTORY) => ({ payload, requestContext: { functionArn } });
const lines: string[] = [];

beforeEach(() => {
  s3.reset();
  lambda.reset();
  lines.length = 0;
});

/** The bucket holds these objects, a page for each. */
function setAside(objects: Record<string, unknown>): void {
  const keys = Object.keys(objects);
  keys.forEach((Key, at) => {
    s3.on(ListObjectsV2Command, { ContinuationToken: at === 0 ? undefined : `page ${at}` }).resolves({
      Contents: [{ Key }],
      ...(at + 1 < keys.length && { NextContinuationToken: `page ${at + 1}` }),
    });
    const transformToString = async () => JSON.stringify(objects[Key]);
    s3.on(GetObjectCommand, { Key }).resolves({ Body: { transformToString } as never });
  });
}

function consumerAnswers(answer: unknown, FunctionError?: string): void {
  const transformToString = () => JSON.stringify(answer);
  lambda
    .on(InvokeCommand)
    .resolves({ Payload: { transformToString } as never, ...(FunctionError && { FunctionError }) });
}

const replay = (dryRun = false) =>
  replayFailures({
    s3: new S3Client(),
    lambda: new LambdaClient(),
    bucket: 'failures',
    dryRun,
    log: (line) => lines.push(line),
  });

const sent = () => lambda.commandCalls(InvokeCommand).map(({ args: [{ input }] }) => input);
const deleted = () => s3.commandCalls(DeleteObjectCommand).map(({ args: [{ input }] }) => input.Key);

describe('running failed records again', () => {
  it('gives each consumer the very records that it failed on, whether they come as text or not', async () => {
    setAside({ a: failed(JSON.stringify(event)), b: failed(event, BUS) });
    consumerAnswers({ batchItemFailures: [] });
    expect(await replay()).toEqual({ processed: 2, left: 0 });
    const Payload = JSON.stringify(event);
    expect(sent()).toEqual([
      { FunctionName: HISTORY, Payload },
      { FunctionName: BUS, Payload },
    ]);
    expect(deleted()).toEqual(['a', 'b']);
  });

  it.each([
    ['reports records that it could not write', { batchItemFailures: [{ itemIdentifier: '1' }] }, undefined],
    ['throws', { errorMessage: 'no database' }, 'Unhandled'],
    ['says nothing that can be understood', null, undefined],
  ])('deletes nothing when the consumer %s', async (_, answer, functionError) => {
    setAside({ a: failed(event) });
    consumerAnswers(answer, functionError);
    expect(await replay()).toEqual({ processed: 0, left: 1 });
    expect(deleted()).toEqual([]);
  });

  it('goes on after an object that cannot be read, and leaves it', async () => {
    setAside({ a: failed('not JSON'), b: {}, c: failed(event), d: { payload: event } });
    consumerAnswers({ batchItemFailures: [] });
    expect(await replay()).toEqual({ processed: 1, left: 3 });
    expect(deleted()).toEqual(['c']);
    expect(lines).toEqual([
      expect.stringMatching(/^a: /),
      'b: holds no stream records',
      'c: processed',
      'd: names no function that failed',
    ]);
  });

  it('on a dry run tells what there is and changes nothing', async () => {
    setAside({ a: failed(event), b: {} });
    expect(await replay(true)).toEqual({ processed: 0, left: 2 });
    expect(lines).toEqual(['a: 2 records', 'b: holds no stream records']);
    expect(sent()).toEqual([]);
    expect(deleted()).toEqual([]);
  });

  it('finds nothing to do in an empty bucket', async () => {
    s3.on(ListObjectsV2Command).resolves({});
    expect(await replay()).toEqual({ processed: 0, left: 0 });
  });
});
