import { CONTROL, toControl } from '../../aws/control-item.ts';
import type { ControlItem } from '../../migration/ports/control.ts';
import { CliError } from '../cli-error.ts';
import { explain } from '../context/aws-errors.ts';
import type { Context } from '../context/context.ts';
import { readItem } from '../ledger/read-items.ts';
import { withStops } from '../ledger/stops.ts';
import { readUnfinished, type Unfinished } from '../ledger/unfinished.ts';
import { type Depth, depthsOf, listQueues, type Queue } from '../queues/queues.ts';

/** All that `status` is made of, at one moment or nearly; of a part that could not be read, nothing but why. */
export interface World {
  /** When it was begun to be read, in milliseconds since the epoch. */
  nowMs: number;
  control?: ControlItem;
  unfinished?: Unfinished;
  depths?: ReadonlyMap<Queue, Depth>;
  unread: Unread[];
}

export interface Unread {
  what: string;
  why: string;
}

/** @throws what went wrong, where nothing at all could be read */
export async function readWorld(context: Context): Promise<World> {
  const nowMs = context.clock();
  const [control, unfinished, depths] = await Promise.allSettled([
    readItem(context, CONTROL).then((item) => toControl(item ?? {})),
    readUnfinished(context),
    listQueues(context).then((queues) => depthsOf(context, queues)),
  ]);
  if ([control, unfinished, depths].every(({ status }) => status === 'rejected'))
    throw (control as PromiseRejectedResult).reason;
  const world: World = { nowMs, unread: [] };
  if (control.status === 'fulfilled') world.control = control.value;
  else world.unread.push(await unread('what stands in the way of calls', control.reason));
  if (unfinished.status === 'fulfilled') {
    world.unfinished = await stopped(context, unfinished.value, world);
    world.unread.push(...unfinished.value.unreadable.map(unreadable));
  } else world.unread.push(await unread('requests, moved lines and groups', unfinished.reason));
  if (depths.status === 'fulfilled') world.depths = depths.value;
  else world.unread.push(await unread('queues', depths.reason));
  return world;
}

/** What of it is stopped, as far as that could be read. */
async function stopped(
  context: Context,
  unfinished: Unfinished,
  { control, unread: problems }: World,
): Promise<Unfinished> {
  if (!control) return unfinished;
  try {
    return { ...unfinished, requests: await withStops(context, unfinished.requests, control) };
  } catch (error) {
    problems.push(await unread('which requests may pass what stops the others', error));
    return unfinished;
  }
}

async function unread(what: string, reason: unknown): Promise<Unread> {
  const { message } = reason instanceof CliError ? reason : await explain(reason);
  return { what, why: message };
}

export function unreadable(pk: string): Unread {
  return { what: pk, why: 'it is not as this dxm knows such items: is dxm older than the service?' };
}
