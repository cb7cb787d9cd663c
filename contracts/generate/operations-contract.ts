import { connectionRecord } from '../../src/contract/connection-record.ts';
import { cordonedSchema } from '../../src/contract/operations/cordoned-schema.ts';
import { drainData, drainSchemaOf } from '../../src/contract/operations/drain-schema.ts';
import {
  announcedSchema,
  cancelledSchema,
  maintenanceDoneSchema,
  maintenanceWindow,
} from '../../src/contract/operations/maintenance-schema.ts';
import {
  CORDONED,
  DRAIN_EVENTS,
  MAINTENANCE_ANNOUNCED,
  MAINTENANCE_CANCELLED,
  MAINTENANCE_DONE,
  RELEASED,
  VERIFIED,
} from '../../src/contract/operations/names.ts';
import { operatorMetadata } from '../../src/contract/operations/operator-metadata.ts';
import { releasedSchema } from '../../src/contract/operations/released-schema.ts';
import { place, verifiedMetadata, verifiedSchema } from '../../src/contract/operations/verified-schema.ts';
import { eventChannel, eventMessages, sendOperation } from './asyncapi.ts';
import { type Contract, typeOf } from './contract.ts';
import { goldenCordons } from './golden-cordons.ts';
import { goldenDrains } from './golden-drains.ts';
import { goldenMaintenance } from './golden-maintenance.ts';
import { goldenReleases } from './golden-releases.ts';
import { goldenVerified } from './golden-verified.ts';

const MAINTENANCE = [MAINTENANCE_ANNOUNCED, MAINTENANCE_CANCELLED, MAINTENANCE_DONE];
const TYPES = [VERIFIED, CORDONED, RELEASED, ...MAINTENANCE, ...DRAIN_EVENTS];

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
    [typeOf(MAINTENANCE_ANNOUNCED)]: announcedSchema,
    [typeOf(MAINTENANCE_CANCELLED)]: cancelledSchema,
    [typeOf(MAINTENANCE_DONE)]: maintenanceDoneSchema,
    ...Object.fromEntries(DRAIN_EVENTS.map((name) => [typeOf(name), drainSchemaOf(name)])),
  },
  shared: {
    VerifiedMetadata: verifiedMetadata,
    OperatorMetadata: operatorMetadata,
    Place: place,
    ConnectionRecord: connectionRecord,
    MaintenanceWindow: maintenanceWindow,
    DrainData: drainData,
  },
  mayGainEvents: true,
  examples: async () => ({
    requests: {},
    events: new Map([
      ...(await goldenVerified()),
      ...(await goldenCordons()),
      ...(await goldenReleases()),
      ...goldenMaintenance(),
      ...goldenDrains(),
    ]),
  }),
  asyncApi: ({ events }) => ({
    title: 'dx-migrator, operations',
    description:
      'What becomes of a hosted connection after it was moved, as far as Direct Connect shows it, what operators do, and the ' +
      'maintenance of many lines: a drain.',
    channels: { operations: eventChannel('Events about operations', BUS, TYPES) },
    operations: {
      tellVerdict: sendOperation('Tell what became of a moved connection', 'operations', [VERIFIED]),
      tellRelease: sendOperation('Tell that a connection holds up its owner no more', 'operations', [RELEASED]),
      tellCordon: sendOperation('Tell that a parent is cordoned, or no longer', 'operations', [CORDONED]),
      tellMaintenance: sendOperation('Tell of the maintenance of a connection', 'operations', MAINTENANCE),
      tellDrain: sendOperation('Tell how far a drain is', 'operations', DRAIN_EVENTS),
    },
    messages: eventMessages(TYPES, events),
  }),
};
