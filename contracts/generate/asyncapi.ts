import { stringify } from 'yaml';
import { DETAIL_TYPES } from '../../src/contract/event-names.ts';
import { MAX_BODY_BYTES } from '../../src/contract/request.ts';
import { componentSchemas, type Outcome, typeOf } from './json-schemas.ts';

export interface Examples {
  requests: Readonly<Record<string, unknown>>;
  events: ReadonlyMap<string, Record<string, unknown>>;
}

const REQUESTS = `The requests queue of one order system, SQS FIFO. The body is UTF-8 JSON, at most ${MAX_BODY_BYTES} bytes.
MessageGroupId is the connectionId; MessageDeduplicationId is a random UUID for every send, since SQS must not drop what the service has to
answer. Who sends is named by the queue and by SQS (SenderId), never by the body.
`;

const BUS = `The service's EventBridge bus. Consumers subscribe with a rule on source and detail-type. Delivery is at least
once and in any order: drop repeats by detail.metadata.eventId.
`;

/** The document: the queue, the bus, and the messages, as the service sees them. AsyncAPI 3.0.0, as YAML. */
export function asyncApi({ requests, events }: Examples): string {
  const outcomes = Object.keys(DETAIL_TYPES) as Outcome[];
  const document = {
    asyncapi: '3.0.0',
    info: {
      title: 'dx-migrator',
      version: '1',
      description:
        'Moves AWS Direct Connect hosted connections between interconnects and LAGs. Order systems send migration ' +
        'requests; every outcome is published as an event.',
      license: { name: 'Apache-2.0' },
    },
    defaultContentType: 'application/json',
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
      outcomes: {
        address: 'dx-migrator-{stage}',
        title: 'Outcome events',
        description: BUS,
        parameters: { stage: { description: 'The stage that the service was deployed as.' } },
        messages: Object.fromEntries(outcomes.map((outcome) => [typeOf(outcome), ref(`messages/${typeOf(outcome)}`)])),
      },
    },
    operations: {
      takeRequest: {
        action: 'receive',
        title: 'Take a migration request',
        channel: { $ref: '#/channels/requests' },
        messages: [{ $ref: '#/channels/requests/messages/MigrationRequest' }],
      },
      tellOutcome: {
        action: 'send',
        title: 'Tell an outcome',
        channel: { $ref: '#/channels/outcomes' },
        messages: outcomes.map((outcome) => ({ $ref: `#/channels/outcomes/messages/${typeOf(outcome)}` })),
      },
    },
    components: {
      schemas: componentSchemas((type) => `#/components/schemas/${type}`),
      messages: {
        MigrationRequest: requestMessage(requests),
        ...Object.fromEntries(outcomes.map((outcome) => [typeOf(outcome), eventMessage(outcome, events)])),
      },
    },
  };
  return stringify(document, { lineWidth: 120, aliasDuplicateObjects: false });
}

function ref(path: string): { $ref: string } {
  return { $ref: `#/components/${path}` };
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

function eventMessage(outcome: Outcome, events: Examples['events']) {
  const own = [...events].filter(([, event]) => event['detail-type'] === DETAIL_TYPES[outcome]);
  return {
    title: DETAIL_TYPES[outcome],
    payload: ref(`schemas/${typeOf(outcome)}`),
    examples: own.map(([name, example]) => ({ name, payload: example })),
  };
}
