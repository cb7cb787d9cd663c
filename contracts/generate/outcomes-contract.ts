import { connectionRecord } from '../../src/contract/connection-record.ts';
import { DETAIL_TYPES } from '../../src/contract/event-names.ts';
import { EVENT_SCHEMAS, eventMetadata, normalizedRequest } from '../../src/contract/event-schema.ts';
import { reason } from '../../src/contract/reason.ts';
import { MAX_BODY_BYTES } from '../../src/contract/request.ts';
import { requestSchema } from '../../src/contract/request-schema.ts';
import { type DocumentParts, eventChannel, eventMessages, ref, sendOperation } from './asyncapi.ts';
import { type Contract, type Examples, typeOf } from './contract.ts';
import { goldenEvents } from './golden-events.ts';
import { GOLDEN_REQUESTS } from './golden-requests.ts';

const TYPES = Object.values(DETAIL_TYPES);

/** Requests and their outcomes, version 1. */
export const OUTCOMES: Contract = {
  folder: 'v1',
  name: 'contract, version 1',
  published: {
    MigrationRequest: requestSchema,
    ...Object.fromEntries(
      Object.entries(EVENT_SCHEMAS).map(([outcome, schema]) => [
        typeOf(DETAIL_TYPES[outcome as keyof typeof DETAIL_TYPES]),
        schema,
      ]),
    ),
  },
  shared: {
    EventMetadata: eventMetadata,
    NormalizedRequest: normalizedRequest,
    ConnectionRecord: connectionRecord,
    Reason: reason,
  },
  mayGainEvents: false,
  examples: async () => ({ requests: GOLDEN_REQUESTS, events: await goldenEvents() }),
  asyncApi,
};

const REQUESTS = `The requests queue of one order system, SQS FIFO. The body is UTF-8 JSON, at most ${MAX_BODY_BYTES} bytes.
MessageGroupId is the connectionId; MessageDeduplicationId is a random UUID for every send, since SQS must not drop what the service has to
answer. Who sends is named by the queue and by SQS (SenderId), never by the body.
`;

const BUS = `The service's EventBridge bus. Consumers subscribe with a rule on source and detail-type. Delivery is at least
once and in any order: drop repeats by detail.metadata.eventId.
`;

function asyncApi({ requests, events }: Examples): DocumentParts {
  return {
    title: 'dx-migrator',
    description:
      'Moves AWS Direct Connect hosted connections between interconnects and LAGs. Order systems send migration ' +
      'requests; every outcome is published as an event.',
    channels: {
      requests: {
        address: 'dx-migrator-{stage}-requests_{tenant}.fifo',
        title: 'Migration requests',
        description: REQUESTS,
        parameters: {
          stage: { description: 'The stage that the service was deployed as.' },
          tenant: { description: "The order system's name, as the service's operators gave it." },
        },
        messages: { MigrationRequest: ref('messages/MigrationRequest') },
      },
      outcomes: eventChannel('Outcome events', BUS, TYPES),
    },
    operations: {
      takeRequest: {
        action: 'receive',
        title: 'Take a migration request',
        channel: { $ref: '#/channels/requests' },
        messages: [{ $ref: '#/channels/requests/messages/MigrationRequest' }],
      },
      tellOutcome: sendOperation('Tell an outcome', 'outcomes', TYPES),
    },
    messages: { MigrationRequest: requestMessage(requests), ...eventMessages(TYPES, events) },
  };
}

function requestMessage(requests: Examples['requests']) {
  return {
    title: 'Migration request',
    summary: 'Move a hosted connection to another interconnect or LAG.',
    headers: {
      type: 'object',
      description: 'SQS message attributes, of type String.',
      properties: { traceparent: { type: 'string', description: 'W3C trace context; carried through to the events.' } },
    },
    payload: ref('schemas/MigrationRequest'),
    examples: Object.entries(requests).map(([name, payload]) => ({ name, payload })),
  };
}
