import { connectionRecord } from '../../src/contract/connection-record.ts';
import { VERIFIED } from '../../src/contract/operations/names.ts';
import { place, verifiedMetadata, verifiedSchema } from '../../src/contract/operations/verified-schema.ts';
import { eventChannel, eventMessages, sendOperation } from './asyncapi.ts';
import { type Contract, typeOf } from './contract.ts';
import { goldenVerified } from './golden-verified.ts';

const TYPES = [VERIFIED];

const BUS = `The service's EventBridge bus, as for outcomes; the source is another one. Consumers name the detail types that
they want: further ones may come. Delivery is at least once and in any order: drop repeats by detail.metadata.eventId.
`;

/** The events about operations, version 1. */
export const OPERATIONS: Contract = {
  folder: 'operations/v1',
  name: 'events about operations, version 1',
  published: { [typeOf(VERIFIED)]: verifiedSchema },
  shared: { VerifiedMetadata: verifiedMetadata, Place: place, ConnectionRecord: connectionRecord },
  mayGainEvents: true,
  examples: async () => ({ requests: {}, events: await goldenVerified() }),
  asyncApi: ({ events }) => ({
    title: 'dx-migrator, operations',
    description: 'What becomes of a hosted connection after it was moved, as far as Direct Connect shows it.',
    channels: { operations: eventChannel('Events about operations', BUS, TYPES) },
    operations: { tellVerdict: sendOperation('Tell what became of a moved connection', 'operations', TYPES) },
    messages: eventMessages(TYPES, events),
  }),
};
