/**
 * Replaces `@smithy/core/event-streams` in bundles. S3's client resolves this configuration when it is created; no
 * operation that the service calls has an event stream.
 */
export const resolveEventStreamSerdeConfig = <Config>(config: Config): Config => config;

export function eventStreamSerdeProvider(): never {
  throw new Error('bundles have no event streams');
}

export class EventStreamSerde {
  constructor() {
    eventStreamSerdeProvider();
  }
}
