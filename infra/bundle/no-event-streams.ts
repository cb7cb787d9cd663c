// Bundled in place of @smithy/core/event-streams: no operation that the functions use has an event stream. Lambda's client asks for
// it when it is constructed.

export const eventStreamSerdeProvider = () => undefined;

export const resolveEventStreamSerdeConfig = <Config>(config: Config): Config => config;

export class EventStreamSerde {
  constructor() {
    throw new Error('event streams are left out of the bundles: see infra/bundle/sdk-parts.ts');
  }
}
