// Bundled in place of @smithy/core/event-streams, for which Lambda's client asks when it is constructed, and of what formats the
// headers of their events for signatures: no operation that the functions use has an event stream.

export const eventStreamSerdeProvider = () => undefined;

export const resolveEventStreamSerdeConfig = <Config>(config: Config): Config => config;

export class EventStreamSerde {
  constructor() {
    throw new Error('event streams are left out of the bundles: see infra/bundle/sdk-parts.ts');
  }
}

/** One is constructed for each signature of a request. */
export class HeaderFormatter {}
