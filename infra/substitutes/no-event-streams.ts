/**
 * Takes the place of `@smithy/core/event-streams` in what is deployed. The SDK asks for it when an operation has an event
 * stream, and S3's client already when it is made: none of the operations that are called here has one.
 */
export const resolveEventStreamSerdeConfig = <Config>(config: Config): Config => config;

export function eventStreamSerdeProvider(): never {
  throw new Error('what is deployed has no event streams');
}

export class EventStreamSerde {
  constructor() {
    eventStreamSerdeProvider();
  }
}
