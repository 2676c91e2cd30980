import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Actions, transact } from '../../../shared/storage/transact.ts';
import { isUnavailable } from '../../../shared/storage/unavailable.ts';
import { mockDatabase } from '../../support/database.ts';
import { useMockClient } from '../../support/mock-client.ts';

const engine = useMockClient(DynamoDBDocumentClient);
const db = mockDatabase(engine);
const actions: Actions = [
  { Put: { TableName: 't', Item: { id: '1' } } },
  { Put: { TableName: 't', Item: { id: '2' } } },
];

const cancelled = (...codes: string[]) =>
  new TransactionCanceledException({
    message: 'cancelled',
    $metadata: {},
    CancellationReasons: codes.map((Code) => ({
      Code,
      ...(Code === 'ConditionalCheckFailed' && { Item: { id: { S: '1' }, version: { N: '7' } } }),
    })),
  });

const requests = () => engine.commandCalls(TransactWriteCommand).length;
const failure = () => transact(db, actions).catch((error: unknown) => error);

beforeEach(() => {
  engine.reset();
});

describe('a transaction', () => {
  it('that is carried out says nothing', async () => {
    engine.on(TransactWriteCommand).resolves({});
    expect(await transact(db, actions)).toBeUndefined();
    expect(requests()).toBe(1);
  });

  it.each(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'])(
    'that meets %s is tried again',
    async (code) => {
      engine
        .on(TransactWriteCommand)
        .rejectsOnce(cancelled('None', code))
        .rejectsOnce(cancelled(code, 'None'))
        .resolves({});
      expect(await transact(db, actions)).toBeUndefined();
      expect(requests()).toBe(3);
    },
  );

  it('whose condition does not hold says which, and the item it met, at once', async () => {
    engine.on(TransactWriteCommand).rejects(cancelled('None', 'ConditionalCheckFailed'));
    expect(await transact(db, actions)).toEqual([
      { code: 'None', item: undefined },
      { code: 'ConditionalCheckFailed', item: { id: '1', version: 7 } },
    ]);
    expect(requests()).toBe(1);
  });

  it('with a conflict and a condition that does not hold is about the condition', async () => {
    engine.on(TransactWriteCommand).rejects(cancelled('TransactionConflict', 'ConditionalCheckFailed'));
    expect((await transact(db, actions))?.map(({ code }) => code)).toEqual([
      'TransactionConflict',
      'ConditionalCheckFailed',
    ]);
    expect(requests()).toBe(1);
  });

  it('that conflicts all the time is an outage in the end', async () => {
    engine.on(TransactWriteCommand).rejects(cancelled('TransactionConflict', 'None'));
    const error = await failure();
    expect(isUnavailable(error)).toBe(true);
    expect(requests()).toBe(5);
  });

  it.each(['ValidationError', 'ItemCollectionSizeLimitExceeded', 'DuplicateItem', 'AccessDenied'])(
    'that is wrong (%s) is no outage, and not tried again',
    async (code) => {
      engine.on(TransactWriteCommand).rejects(cancelled(code, 'None'));
      const error = await failure();
      expect(error).toBeInstanceOf(TransactionCanceledException);
      expect(isUnavailable(error)).toBe(false);
      expect(requests()).toBe(1);
    },
  );

  it('that fails otherwise fails as it is', async () => {
    const wrong = new Error('wrong');
    engine.on(TransactWriteCommand).rejects(wrong);
    expect(await failure()).toBe(wrong);
    expect(requests()).toBe(1);
  });
});
