import { lineFacts, portFacts } from '../../src/drain/plan/facts-schema.ts';
import { planSchema } from '../../src/drain/plan/plan.ts';
import type { Contract } from './contract.ts';
import { GOLDEN_GROUPS, goldenPlan } from './golden-plan.ts';
import { groupsMetadata } from './groups-file.ts';

/** The files of a drain, version 1: the plan, and the groups that it is made by. */
export const DRAIN: Contract = {
  folder: 'drain/v1',
  name: 'files of a drain, version 1',
  published: { DrainPlan: planSchema },
  shared: { LineFacts: lineFacts, PortFacts: portFacts },
  // Nothing subscribes to files: one more form of them surprises no one.
  mayGainEvents: true,
  examples: async () => ({ requests: {}, events: new Map() }),
  files: () =>
    new Map([
      ['schemas/groups.csv-metadata.json', `${JSON.stringify(groupsMetadata(), null, 2)}\n`],
      ['examples/groups.csv', GOLDEN_GROUPS],
      ['examples/plan.json', `${JSON.stringify(goldenPlan(), null, 2)}\n`],
    ]),
};
