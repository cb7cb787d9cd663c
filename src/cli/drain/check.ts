import { type Checked, checkPlan } from '../../drain/plan/check-plan.ts';
import { CliError } from '../cli-error.ts';
import type { Context } from '../context/context.ts';
import { staleMs } from '../context/stage-settings.ts';
import { readWholeInventory } from '../inventory/read-inventory.ts';
import type { Output } from '../output/output.ts';
import { count } from '../output/words.ts';
import { planCommand } from './plan-command.ts';
import { readPlanNamed } from './read-plan.ts';
import { showChanges } from './show-changes.ts';
import { local } from './show-plan.ts';
import { showReason } from './show-reasons.ts';

/** Whether a plan still holds: refused with what has changed. */
export async function run(context: Context, path: string): Promise<undefined> {
  const { out } = context;
  const plan = await readPlanNamed(context, path);
  const { inventory } = await readWholeInventory(context);
  const checked = checkPlan(plan, inventory);
  if (out.isJson) out.json(checked);
  else show(out, checked);
  if (!checked.holds) {
    throw new CliError(
      `the plan does not hold any more: ${count(checked.broken.length, 'thing is', 'things are')} in its way`,
      {
        where: path,
        todo: `make a new one: ${planCommand(plan, path, { gone: goneOf(checked), now: context.clock(), staleSeconds: staleMs(context.stage, undefined) / 1_000 })}`,
      },
    );
  }
  if (!out.isJson)
    out.line(
      `The plan holds: all ${count(plan.lines.length, 'line')} can be moved. It is valid until ${local(plan.validUntil)}.`,
    );
  return undefined;
}

/** What a new plan would be refused for naming. */
function goneOf({ broken }: Checked): Set<string> {
  const codes = ['GONE', 'NOT_ON_SOURCE', 'TARGET'];
  return new Set(broken.flatMap(({ id, code }) => (id !== undefined && codes.includes(code) ? [id] : [])));
}

function show(out: Output, { broken, changes }: Checked): void {
  for (const { id = 'the plan', code, why, help } of broken) {
    showReason(out, `${out.colour.red(id)} ${out.colour.yellow(code)}`, [why], help);
  }
  if (changes.length === 0) return;
  out.line(
    `${broken.length > 0 ? '\n' : ''}Since it was made, ${count(changes.length, 'thing has', 'things have')} changed.`,
  );
  showChanges(out, changes);
  out.line();
}
