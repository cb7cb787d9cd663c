import { CliError } from '../../cli-error.ts';
import type { Deciding } from '../../commands/deciding.ts';
import { confirm } from '../../context/confirm.ts';
import type { Context } from '../../context/context.ts';
import { count } from '../../output/words.ts';
import { headLines } from '../plan-head.ts';
import { askDrain, showDone } from './ask-drain.ts';
import { isGateShut } from './gate.ts';
import { type KnownDrain, readDrain } from './read-drain.ts';
import { linesText, nextCommand } from './words.ts';

/** Opens the gate behind the wave that runs or is done. @param named the wave that is meant, where someone says so */
export async function run(
  context: Context,
  drainId: string,
  named: string | undefined,
  decided: Deciding,
): Promise<undefined> {
  const { by, why } = decided;
  const known = await readDrain(context, drainId);
  checkGate(known, named);
  const { drain, plan } = known;
  const { rev, wave } = drain;
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

/** @throws CliError where there is no gate, or it is behind another wave by now */
function checkGate({ drain, plan }: KnownDrain, named: string | undefined): void {
  const { drainId, wave, promoted, phase, rollbackOf } = drain;
  if (phase === 'PLANNED') {
    const todo = nextCommand(drain, plan.source);
    throw new CliError(`${drainId} has not started`, todo === undefined ? {} : { todo });
  }
  const todo = `dxm drain status ${drainId} says what it waits for`;
  if (named !== undefined && named !== String(wave.number))
    throw new CliError(`wave ${named} is not the one that ${drainId} is at: that is ${wave.number}`, {
      where: 'WAVE',
      todo,
    });
  if (isGateShut(drain, plan) || (promoted >= wave.number && wave.number > 0)) return;
  const which = rollbackOf === undefined ? `wave ${wave.number} of ${plan.waves.length} of ${drainId}` : drainId;
  throw new CliError(`no gate is behind ${which}: no one has to open it`, { todo });
}
