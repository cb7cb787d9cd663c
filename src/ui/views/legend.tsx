import type { DrainDocument } from '../../cli/drain/run/drain-as-json.ts';
import { lineText } from '../../cli/drain/run/words.ts';
import { count } from '../../cli/output/words.ts';
import type { LineState } from '../../drain/run/line.ts';
import { lookOf } from '../model/cells.ts';
import { hrefOf } from '../model/route.ts';

interface LegendProps {
  drain: DrainDocument;
  /** That is listed. */
  state: string | undefined;
}

/** How many lines are in each state, and what the letters and colours of the cells say; each leads to a list of these lines. */
export function Legend({ drain: { drainId, lines }, state }: LegendProps) {
  const all = Object.values(lines).reduce((sum, number) => sum + number, 0);
  return (
    <ul class="legend">
      <li>{count(all, 'line')} in all:</li>
      {Object.entries(lines).map(([one, number]) => {
        const { letter, tone } = lookOf(one as LineState);
        const isChosen = one === state;
        return (
          <li key={one}>
            <a href={hrefOf({ view: 'run', id: drainId, ...(isChosen ? {} : { more: one }) })} aria-expanded={isChosen}>
              <span class={`cell ${tone}`} aria-hidden="true">
                {letter}
              </span>
              <span>
                {number} {lineText(one as LineState)}
              </span>
            </a>
          </li>
        );
      })}
    </ul>
  );
}
