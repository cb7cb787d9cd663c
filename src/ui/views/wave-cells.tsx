import { useState } from 'preact/hooks';
import type { DrainLine } from '../../cli/drain/run/lines.ts';
import { lineText } from '../../cli/drain/run/words.ts';
import { count } from '../../cli/output/words.ts';
import { lookOf, type Wave, wavesOf } from '../model/cells.ts';
import { hrefOf } from '../model/route.ts';

/**
 * A cell for each line, by waves. With the keyboard, one comes to the cells as a whole, and goes from one to the next with the arrows: a
 * thousand of them are no thousand stops.
 */
export function WaveCells({ lines }: { lines: readonly DrainLine[] }) {
  const [at, setAt] = useState(lines[0]?.connectionId);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the links in it are what is used; here they are only gone through
    <div class="waves" onKeyDown={goOn} onFocusIn={({ target }) => setAt(lineOf(target) ?? at)}>
      {wavesOf(lines).map((wave) => (
        <WaveOf key={wave.number} wave={wave} at={at} />
      ))}
    </div>
  );
}

function WaveOf({ wave: { number, lines, counts }, at }: { wave: Wave; at: string | undefined }) {
  const said = counts.map(([state, many]) => `${many} ${lineText(state)}`).join(', ');
  return (
    <section aria-labelledby={`wave-${number}`}>
      <h3 id={`wave-${number}`}>
        Wave {number}, {count(lines.length, 'line')}: <span class="quiet">{said}</span>
      </h3>
      <ul class="cells">
        {lines.map((line) => (
          <Cell key={line.connectionId} line={line} isStop={line.connectionId === at} />
        ))}
      </ul>
    </section>
  );
}

function Cell({ line: { connectionId, name, state, cause }, isStop }: { line: DrainLine; isStop: boolean }) {
  const { letter, tone } = lookOf(state);
  const label = `${connectionId}${name === null ? '' : ` ${name}`}, ${lineText(state)}${cause === null ? '' : `: ${cause}`}`;
  return (
    <li>
      <a
        class={`cell ${tone}`}
        href={hrefOf({ view: 'line', id: connectionId })}
        data-line={connectionId}
        tabIndex={isStop ? 0 : -1}
        aria-label={label}
        title={label}
      >
        {letter}
      </a>
    </li>
  );
}

const STEPS: Partial<Record<string, (at: number, last: number) => number>> = {
  ArrowRight: (at) => at + 1,
  ArrowLeft: (at) => at - 1,
  Home: () => 0,
  End: (_at, last) => last,
};

function goOn(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const step = STEPS[event.key];
  if (!step) return;
  const cells = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-line]')];
  const next = cells[step(cells.indexOf(event.target as HTMLElement), cells.length - 1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function lineOf(target: EventTarget | null): string | undefined {
  return target instanceof HTMLElement ? target.dataset.line : undefined;
}
