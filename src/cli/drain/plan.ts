import { makePlan, type Planned } from '../../drain/plan/make-plan.ts';
import type { LeftLine } from '../../drain/plan/plan.ts';
import { CliError } from '../cli-error.ts';
import type { Context } from '../context/context.ts';
import { EXIT } from '../exit-status.ts';
import { readWholeInventory } from '../inventory/read-inventory.ts';
import { localTime } from '../output/time.ts';
import { refuseUnwritable, writeNamed } from './files.ts';
import { leftoversOf } from './leftovers.ts';
import { type PlanOptions, toPlanRequest } from './plan-options.ts';
import { readGroups, readTenants } from './read-inputs.ts';
import { showPlan, showTargets } from './show-plan.ts';
import { showLeft } from './show-reasons.ts';

/** Reads everything, and plans how to empty a parent. Changes nothing. */
export async function run(context: Context, source: string, options: PlanOptions): Promise<number> {
  const { out } = context;
  const request = toPlanRequest(context, source, options);
  if (options.output) await refuseUnwritable(options.output, options.force === true);
  const groups = options.groups === undefined ? undefined : await readGroups(out, options.groups);
  // Before the long work, as far as it can be known.
  groups?.();
  const tenants = options.tenants === undefined ? undefined : await readTenants(options.tenants);
  const leftovers = options.leftoversOf === undefined ? undefined : await leftoversOf(context, options.leftoversOf);
  const { inventory } = await readWholeInventory(context);
  const known = new Set(inventory.lines.map(({ connectionId }) => connectionId));
  const planned = makePlan(
    { ...inventory, ...(tenants && { tenants }) },
    { ...request, groups: groups?.(known) ?? [], ...(leftovers && { leftoversOf: leftovers }) },
  );
  if (!planned.ok) return showProblems(context, planned);
  const { plan, text } = planned;
  if (options.output) await writeNamed(options.output, text, options.force === true);
  if (out.isJson) out.json(plan);
  else showPlan(out, plan, context.clock());
  if (!options.windowFrom) {
    out.note(`No window was named, so it is one from ${localTime(request.window.fromMs)} on:`);
    out.note('say --window-from and --window-to.');
  }
  if (options.output) sayNext(out, options.output);
  else out.note('Nothing was written: say -o plan.json to keep it.');
  return plan.left.some(isInTheWay) ? EXIT.attention : EXIT.ok;
}

/** What writing a plan does not do. */
function sayNext(out: Context['out'], path: string): void {
  out.note(`Written to ${path}. Nothing moves by it.`);
  out.note(`Next: dxm drain submit ${path} --why "…"; dxm drain --help has what follows.`);
}

/** Why a line stays that no one has decided to leave. */
function isInTheWay({ reasons }: LeftLine): boolean {
  return reasons.every(({ code }) => code !== 'EXEMPT' && code !== 'NOT_A_LEFTOVER');
}

function showProblems({ out }: Context, { problems, draft }: Extract<Planned, { ok: false }>): number {
  if (out.isJson) out.json({ problems, ...(draft && { draft }) });
  else if (draft) {
    showTargets(out, draft);
    showLeft(out, draft);
  }
  const [first] = problems;
  if (!first) throw new Error('there is no plan, and no reason');
  if (!out.isJson) for (const { why, help } of problems.slice(1)) out.note(`also: ${why}\n  would help: ${help}`);
  const isNothingToMove = draft !== undefined && draft.lines.length === 0 && draft.left.length > 0;
  throw new CliError(`there is no plan: ${first.why}`, {
    todo: first.help,
    status: isNothingToMove ? EXIT.attention : EXIT.refused,
  });
}
