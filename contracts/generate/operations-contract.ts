import { connectionRecord } from '../../src/contract/connection-record.ts';
import { cordonedSchema } from '../../src/contract/operations/cordoned-schema.ts';
import { CORDONED, RELEASED, VERIFIED } from '../../src/contract/operations/names.ts';
import { operatorMetadata } from '../../src/contract/operations/operator-metadata.ts';
import { releasedSchema } from '../../src/contract/operations/released-schema.ts';
import { place, verifiedMetadata, verifiedSchema } from '../../src/contract/operations/verified-schema.ts';
import { eventChannel, eventMessages, sendOperation } from './asyncapi.ts';
import { type Contract, typeOf } from './contract.ts';
import { goldenCordons } from './golden-cordons.ts';
import { goldenReleases } from './golden-releases.ts';
import { goldenVerified } from './golden-verified.ts';

const TYPES = [VERIFIED, CORDONED, RELEASED];

const BUS = `The service's EventBridge bus, as for outcomes; the source is another one. Consumers name the detail types that
they want: further ones may come. Delivery is at least once and in any order: drop repeats by detail.metadata.eventId.
`;

/** The events about operations, version 1. */
export const OPERATIONS: Contract = {
  folder: 'operations/v1',
  name: 'events about operations, version 1',
  published: {
    [typeOf(VERIFIED)]: verifiedSchema,
    [typeOf(CORDONED)]: cordonedSchema,
    [typeOf(RELEASED)]: releasedSchema,
  },
  shared: {
    VerifiedMetadata: verifiedMetadata,
    OperatorMetadata: operatorMetadata,
    Place: place,
    ConnectionRecord: connectionRecord,
  },
  mayGainEvents: true,
  examples: async () => ({
    requests: {},
    events: new Map([...(await goldenVerified()), ...(await goldenCordons()), ...(await goldenReleases())]),
  }),
  asyncApi: ({ events }) => ({
    title: 'dx-migrator, operations',
    description:
      'What becomes of a hosted connection after it was moved, as far as Direct Connect shows it, and what operators do.',
    channels: { operations: eventChannel('Events about operations', BUS, TYPES) },
    operations: {
      tellVerdict: sendOperation('Tell what became of a moved connection', 'operations', [VERIFIED]),
      tellRelease: sendOperation('Tell that a connection holds up its owner no more', 'operations', [RELEASED]),
      tellCordon: sendOperation('Tell that a parent is cordoned, or no longer', 'operations', [CORDONED]),
    },
    messages: eventMessages(TYPES, events),
  }),
};
