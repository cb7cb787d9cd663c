import { CONTROL, toControl } from '../../../aws/control-item.ts';
import { drainPk, planPk, toStoredDrain } from '../../../aws/drain-item.ts';
import { DRAIN_ID } from '../../../drain/plan/fields.ts';
import type { Plan } from '../../../drain/plan/plan.ts';
import type { Drain } from '../../../drain/run/drain.ts';
import { type Plans, plans } from '../../../drain/run/plans.ts';
import type { ControlItem } from '../../../migration/ports/control.ts';
import { CliError, UsageError } from '../../cli-error.ts';
import type { Context } from '../../context/context.ts';
import { type Reading, readItem, readItems } from '../../ledger/read-items.ts';
import { readUnfinished } from '../../ledger/unfinished.ts';
import { didYouMean } from '../../words/near.ts';

/** A drain with its plan, and what stands in the way of all calls, as they are at one moment or nearly. */
export interface KnownDrain {
  drain: Drain;
  plan: Plan;
  control: ControlItem;
  /** Its rollback that runs, or the drain that it rolls back: the limits count both. */
  beside?: Drain;
}

/** Reads a drain again and again: its plan once. @throws CliError if there is none, or its plan cannot be read */
export function drainReader(context: Context, drainId: string): () => Promise<KnownDrain> {
  checkDrainId(drainId);
  const read = storedPlans(context);
  return async () => {
    const items = await readItems(context, [drainPk(drainId), CONTROL]);
    const item = items.get(drainPk(drainId));
    if (!item) throw await noDrain(context, drainId);
    const { drain } = toStoredDrain(item);
    const control = toControl(items.get(CONTROL) ?? {});
    const [plan, beside] = await Promise.all([planOf(read, drain), besideOf(context, drain, control)]);
    return { drain, plan, control, ...(beside ? { beside } : {}) };
  };
}

async function besideOf(reading: Reading, drain: Drain, { running }: ControlItem): Promise<Drain | undefined> {
  const id = drain.rollbackOf ?? running?.rollback;
  const item = id === undefined ? undefined : await readItem(reading, drainPk(id));
  const other = item && toStoredDrain(item).drain;
  return other && (drain.rollbackOf !== undefined || other.rollbackOf === drain.drainId) ? other : undefined;
}

export function readDrain(context: Context, drainId: string): Promise<KnownDrain> {
  return drainReader(context, drainId)();
}

/** Those that have not ended, by their ids: a drain stays due until then. */
export async function readDrains(reading: Reading): Promise<Drain[]> {
  return (await readUnfinished(reading, ['DRAIN#'])).drains;
}

/** @throws UsageError if no drain can have this id */
export function checkDrainId(drainId: string): void {
  if (DRAIN_ID.pattern.test(drainId)) return;
  throw new UsageError('this is no id of a drain', {
    where: 'DRAIN',
    todo: 'dxm drain status lists those that there are',
  });
}

/** The plans that a stage has, each read once. */
export function storedPlans(reading: Reading): Plans {
  return plans({ readPlan: async (id, rev) => (await readItem(reading, planPk(id, rev)))?.plan?.B });
}

async function planOf(read: Plans, drain: Drain): Promise<Plan> {
  const plan = await read.read(drain);
  if (plan) return plan;
  throw new CliError(`the plan of ${drain.drainId}, revision ${drain.rev}, cannot be read`, {
    todo: 'take the dxm that belongs to this version of the service',
  });
}

async function noDrain(context: Context, drainId: string): Promise<CliError> {
  const ids = (await readDrains(context)).map((drain) => drain.drainId);
  const known = ids.length === 0 ? 'no drain is to be carried out' : `there are ${ids.join(', ')}`;
  return new CliError(`there is no drain ${drainId}`, {
    todo: didYouMean(drainId, ids) ?? `${known}; dxm drain submit makes one of a plan`,
  });
}
