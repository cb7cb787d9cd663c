import { lineText } from '../../cli/drain/run/words.ts';
import type { StatusDocument } from '../../cli/look/summary.ts';
import type { LineState } from '../../drain/run/line.ts';
import { hrefOf, type View } from '../model/route.ts';
import { Action } from '../parts/action.tsx';

interface DrainListProps {
  drains: NonNullable<StatusDocument['drains']>;
  /** Where each of them leads to. */
  view: View;
}

/** The drains that have not ended, or how one is made. */
export function DrainList({ drains, view }: DrainListProps) {
  if (drains.length === 0)
    return (
      <>
        <p>There is no drain that has not ended. To make one, in a terminal:</p>
        <p>
          <Action todo="dxm drain plan SOURCE --to TARGETS --window-from … --window-to … -o plan.json" />
        </p>
        <p>
          <Action todo={'dxm drain submit plan.json --why "…"'} />
        </p>
      </>
    );
  return (
    <ul class="plain">
      {drains.map(({ drainId, state, rollbackOf, wave, lines }) => (
        <li key={drainId}>
          <a href={hrefOf({ view, id: drainId })}>{drainId}</a> is {state}
          {wave > 0 && `, wave ${wave}`}
          {rollbackOf !== null && `, rolls back ${rollbackOf}`}: <span class="quiet">{linesText(lines)}</span>
        </li>
      ))}
    </ul>
  );
}

function linesText(lines: Partial<Record<string, number>>): string {
  return Object.entries(lines)
    .map(([state, number]) => `${number} ${lineText(state as LineState)}`)
    .join(', ');
}
