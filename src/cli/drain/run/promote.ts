import { CliError } from '../../cli-error.ts';
import type { Deciding } from '../../commands/deciding.ts';
import { confirm } from '../../context/confirm.ts';
import type { Context } from '../../context/context.ts';
import { count } from '../../output/words.ts';
import { headLines } from '../plan-head.ts';
import { askDrain, showDone } from './ask-drain.ts';
import { isGateShut } from './gate.ts';
import { readDrain } from './read-drain.ts';
import { linesText } from './words.ts';

/** Opens the gate behind the wave that runs or is done. */
export async function run(context: Context, drainId: string, decided: Deciding): Promise<undefined> {
  const { by, why } = decided;
  const { drain, plan } = await readDrain(context, drainId);
  const { rev, wave, promoted } = drain;
  if (!isGateShut(drain, plan) && promoted < wave.number) {
    throw new CliError(
      `no gate is behind wave ${wave.number} of ${plan.waves.length} of ${drainId}: no one has to open it`,
      {
        todo: `dxm drain status ${drainId} says what it waits for`,
      },
    );
  }
  const next = count(plan.waves[wave.number]?.lines.length ?? 0, 'line');
  const begins = wave.doneAtMs === undefined ? `once wave ${wave.number} is done` : 'at once';
  const does = [`lines  ${linesText(drain)}`, `Wave ${wave.number + 1}, ${next}, begins ${begins}.`];
  await confirm(context, [...headLines(plan, context.clock()), ...does], decided);
  const answer = await askDrain(context, { action: 'promote', drainId, rev, wave: wave.number, by, why });
  showDone(
    context,
    answer,
    [`Promoted: the gate behind wave ${wave.number} of ${drainId} is open. To watch it: dxm drain watch ${drainId}`],
    `The gate behind wave ${wave.number} of ${drainId} was open already.`,
  );
  return undefined;
}
