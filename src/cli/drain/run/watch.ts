import { isOver } from '../../../drain/run/drain.ts';
import type { Context } from '../../context/context.ts';
import { EXIT } from '../../exit-status.ts';
import { type Live, live } from '../../output/live.ts';
import type { Output } from '../../output/output.ts';
import { printable } from '../../output/printable.ts';
import { localTime } from '../../output/time.ts';
import { wrapped } from '../../output/wrapped.ts';
import { utc } from '../../words/requests.ts';
import { changesOf } from './changes.ts';
import { drainAsJson } from './drain-as-json.ts';
import { needsOfDrain } from './drain-needs.ts';
import { drawDrain } from './draw-drain.ts';
import { followUntilInterrupted } from './follow.ts';
import { drainReader, type KnownDrain } from './read-drain.ts';

/** Shows a drain as it runs, until it is over. It runs without that. */
export async function run(context: Context, drainId: string): Promise<number> {
  const { out, clock } = context;
  const screen = out.isJson ? undefined : live();
  const show = screen ? onScreen(screen, context) : out.isJson ? asDocuments(context) : asLines(context);
  const last = await followUntilInterrupted(
    { read: drainReader(context, drainId), isOver: ({ drain }) => isOver(drain), show, end: () => screen?.end() },
    `You watch no more; the drain goes on: dxm drain watch ${drainId}`,
  );
  if (!last) return EXIT.interrupted;
  if (screen) drawDrain(last, clock(), out);
  return needsOfDrain(last.drain, last.plan).length > 0 ? EXIT.attention : EXIT.ok;
}

type Show = (known: KnownDrain, problem?: string) => void;

function onScreen(screen: Live, { out, clock }: Pick<Context, 'out' | 'clock'>): Show {
  let readAtMs = clock();
  return (known, problem) => {
    const now = clock();
    if (problem === undefined) readAtMs = now;
    screen.draw(frameOf(known, now, { ...out, width: screen.width }, problem && { problem, readAtMs }));
  };
}

/** All that is shown at a time. */
export function frameOf(
  known: KnownDrain,
  now: number,
  out: Output,
  unread?: { problem: string; readAtMs: number } | '',
): string[] {
  const lines: string[] = [];
  drawDrain(known, now, { ...out, line: (text = '') => void lines.push(...text.split('\n')) });
  if (unread) {
    const text = `Not read since ${localTime(unread.readAtMs)}, and tried again: ${printable(unread.problem)}`;
    lines.push(...wrapped(text, out.width).map((line) => out.colour.red(line)));
  }
  const { drainId } = known.drain;
  if (!isOver(known.drain))
    lines.push(
      ...wrapped(`To stop it: dxm drain stop ${drainId}. Ctrl-C ends the watching only.`, out.width).map((line) =>
        out.colour.dim(line),
      ),
    );
  return lines;
}

/** For a log: a line for each change. */
export function asLines({ out, clock }: Pick<Context, 'out' | 'clock'>): Show {
  let before: KnownDrain | undefined;
  let failed: string | undefined;
  return (known, problem) => {
    const time = localTime(clock());
    if (problem !== undefined && problem !== failed)
      out.note(`${time}  not read, and tried again: ${printable(problem)}`);
    failed = problem;
    if (problem !== undefined) return;
    for (const change of changesOf(before, known)) out.line(`${time}  ${change}`);
    before = known;
  };
}

/** For programs: a document for each change. A rate that grows older is none. */
export function asDocuments({ out, clock }: Pick<Context, 'out' | 'clock'>): Show {
  let before = '';
  return (known, problem) => {
    if (problem !== undefined) return;
    const now = clock();
    const document = drainAsJson(known, now) as Record<string, unknown>;
    const { linesPerMinute: _rate, estimatedDoneAt: _eta, ...stays } = document;
    const text = JSON.stringify(stays);
    if (text !== before) out.jsonLine({ at: utc(now), ...document });
    before = text;
  };
}
