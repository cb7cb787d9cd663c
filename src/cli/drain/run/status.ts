import type { Plan } from '../../../drain/plan/plan.ts';
import { type Drain, stateOf } from '../../../drain/run/drain.ts';
import type { Context } from '../../context/context.ts';
import { EXIT } from '../../exit-status.ts';
import { showNeeds } from '../../look/show-needs.ts';
import type { Need } from '../../words/needs.ts';
import { drainAsJson } from './drain-as-json.ts';
import { needsOfDrain } from './drain-needs.ts';
import { drawDrains } from './drains-list.ts';
import { drawDrain } from './draw-drain.ts';
import { readDrain, readDrains, storedPlans } from './read-drain.ts';

/** The drains that have not ended; or one, whatever has become of it. */
export async function run(context: Context, drainId: string | undefined): Promise<number> {
  return drainId === undefined ? listDrains(context) : showDrain(context, drainId);
}

async function showDrain(context: Context, drainId: string): Promise<number> {
  const { out, clock } = context;
  const known = await readDrain(context, drainId);
  const now = clock();
  if (out.isJson) out.json(drainAsJson(known, now));
  else drawDrain(known, now, out, known.drain.history.length);
  return needsOfDrain(known.drain, known.plan).length > 0 ? EXIT.attention : EXIT.ok;
}

/** A drain, its plan if that can be read, and what it needs. */
export interface ListedDrain {
  drain: Drain;
  plan: Plan | undefined;
  needs: readonly Need[];
}

async function listDrains(context: Context): Promise<number> {
  const { out, clock } = context;
  const read = storedPlans(context);
  const listed = await Promise.all(
    (await readDrains(context)).map(async (drain): Promise<ListedDrain> => {
      const plan = await read.read(drain);
      return { drain, plan, needs: plan ? needsOfDrain(drain, plan) : [] };
    }),
  );
  const needs = listed.flatMap((one) => one.needs);
  if (out.isJson) out.json({ drains: listed.map(listedAsJson) });
  else if (listed.length === 0)
    out.line('There is no drain that has not ended. To make one: dxm drain submit plan.json --why "…"');
  else {
    drawDrains(listed, out);
    if (needs.length > 0) {
      out.line(`\n${out.colour.bold('Needs a person')}`);
      showNeeds(needs, clock(), context);
    }
  }
  return needs.length > 0 ? EXIT.attention : EXIT.ok;
}

/** One of those that `dxm drain status --json` prints. */
export type ListedDrainDocument = ReturnType<typeof listedAsJson>;

function listedAsJson({ drain, plan, needs }: ListedDrain) {
  const { drainId, rollbackOf = null, rev, digest, wave, stops } = drain;
  return {
    ...{ drainId, state: stateOf(drain), rollbackOf, rev, digest, source: plan?.source ?? null },
    ...{ wave: wave.number, waves: plan?.waves.length ?? null, stops: stops.length },
    attention: needs.map(({ what, todo }) => ({ what, todo })),
  };
}
