import type { CommandRights } from './rights-of-commands.ts';

const INVOKE = 'lambda:InvokeFunction';
const ITEMS = 'dynamodb:BatchGetItem';
/** What is shown before a person decides, and then the decision. */
const DECIDES = [ITEMS, INVOKE];

/** There is the drain fra-old-1 of the plan PLAN, which has ended. */
export const READING_DRAINS: readonly CommandRights[] = [
  { args: 'drain status', role: 'readers', calls: ['dynamodb:Scan'] },
  { args: 'drain status fra-old-1', role: 'readers', calls: [ITEMS] },
  { args: 'drain lines fra-old-1', role: 'readers', calls: [ITEMS] },
  { args: 'drain watch fra-old-1', role: 'readers', calls: [ITEMS] },
  { args: 'drain rehearse fra-old-1 --watch', role: 'readers', calls: [ITEMS], status: 1 },
  { args: 'drain show fra-old-1', role: 'planners', calls: [ITEMS] },
];

const YES = '--yes --why x';
const DIGEST = '--digest DIGEST';
const STOP = '--stop a';

/** Of that drain, which declines all of them. Where a stage has no functions for drains, there is no one to decline. */
export const DECIDING_ON_DRAINS: readonly CommandRights[] = [
  { args: `drain submit PLAN ${YES}`, role: 'operators', calls: [INVOKE], status: 1 },
  { args: `drain approve fra-old-1 ${DIGEST} ${YES}`, role: 'approvers', calls: DECIDES, status: 1 },
  { args: `drain announce fra-old-1 ${YES}`, role: 'operators', calls: DECIDES, status: 1 },
  { args: `drain rehearse fra-old-1 ${YES}`, role: 'operators', calls: DECIDES, status: 1 },
  { args: `drain start fra-old-1 ${YES}`, role: 'operators', calls: DECIDES, status: 1 },
  { args: 'drain stop fra-old-1', role: 'operators', calls: [INVOKE], status: 1 },
  { args: `drain resume fra-old-1 ${STOP} ${YES}`, role: 'operators', calls: DECIDES, status: 1 },
  { args: `drain promote fra-old-1 ${YES}`, role: 'operators', calls: DECIDES, status: 1 },
  { args: `drain set-aside fra-old-1 dxcon-fg100001 ${YES}`, role: 'operators', calls: DECIDES, status: 1 },
  { args: `drain retry fra-old-1 dxcon-fg100001 ${YES}`, role: 'operators', calls: DECIDES, status: 1 },
  { args: `drain rollback fra-old-1 --all ${YES}`, role: 'operators', calls: DECIDES, status: 1 },
  { args: `drain complete fra-old-1 ${YES}`, role: 'operators', calls: [INVOKE], status: 1 },
  { args: `drain abort fra-old-1 ${YES}`, role: 'operators', calls: [INVOKE], status: 1 },
  { args: `drain take fra-old-1 ${YES}`, role: 'operators', calls: [INVOKE], status: 1 },
];
