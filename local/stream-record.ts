import type { AttributeValue, _Record as StreamRecord } from '@aws-sdk/client-dynamodb-streams';
import type { DynamoDBRecord, AttributeValue as LambdaValue } from 'aws-lambda';

/** Converts a record of the streams API to the JSON that Lambda gives to a consumer. */
export function toLambdaRecord(record: StreamRecord, streamArn: string): DynamoDBRecord {
  const { eventID, eventName, eventVersion, eventSource, awsRegion, dynamodb, userIdentity } = record;
  const { ApproximateCreationDateTime, Keys, NewImage, OldImage, ...rest } = dynamodb ?? {};
  return dropAbsent({
    eventID,
    eventName,
    eventVersion,
    eventSource,
    awsRegion,
    eventSourceARN: streamArn,
    dynamodb: dropAbsent({
      ...rest,
      // Epoch seconds.
      ApproximateCreationDateTime:
        ApproximateCreationDateTime && ApproximateCreationDateTime.getTime() / 1000,
      Keys: Keys && toLambdaValues(Keys),
      NewImage: NewImage && toLambdaValues(NewImage),
      OldImage: OldImage && toLambdaValues(OldImage),
    }),
    userIdentity: userIdentity && { principalId: userIdentity.PrincipalId, type: userIdentity.Type },
  });
}

type WithoutUndefined<T> = { [Name in keyof T]?: Exclude<T[Name], undefined> };

const dropAbsent = <T extends object>(value: T): WithoutUndefined<T> =>
  Object.fromEntries(
    Object.entries(value).filter(([, member]) => member !== undefined),
  ) as WithoutUndefined<T>;

const toLambdaValues = (values: Record<string, AttributeValue>): Record<string, LambdaValue> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, toLambdaValue(value)]));

/** Binary values are base64 in JSON. */
function toLambdaValue(value: AttributeValue): LambdaValue {
  if (value.B) return { B: base64(value.B) };
  if (value.BS) return { BS: value.BS.map(base64) };
  if (value.L) return { L: value.L.map(toLambdaValue) };
  if (value.M) return { M: toLambdaValues(value.M) };
  return value as LambdaValue;
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
