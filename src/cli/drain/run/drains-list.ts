import type { Output } from '../../output/output.ts';
import { type Column, table } from '../../output/table.ts';
import type { ListedDrain } from './status.ts';
import { linesText, nextCommand, stateText } from './words.ts';

/** A row for each, and below it how its lines are and the next command. */
export function drawDrains(drains: readonly ListedDrain[], out: Output): void {
  const columns: Column<ListedDrain>[] = [
    { title: 'drain', cell: ({ drain }) => drain.drainId },
    { title: 'is', cell: ({ drain, plan }) => stateText(drain, plan?.waves.length) },
    { title: 'of', cell: ({ drain, plan }) => drain.rollbackOf ?? plan?.source ?? '?' },
    { title: 'lines', cell: ({ drain }) => linesText(drain), isFlexible: true },
  ];
  out.line(table(drains, columns, out));
  for (const { drain, plan, needs } of drains) {
    const command = needs.length === 0 ? nextCommand(drain, plan?.source) : undefined;
    if (command !== undefined) out.line(`Next: ${out.colour.cyan(command)}`);
  }
}
