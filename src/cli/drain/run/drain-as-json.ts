import { stateOf } from '../../../drain/run/drain.ts';
import { whyWaits } from '../../../drain/run/why-waits.ts';
import { utc } from '../../words/requests.ts';
import { needsOfDrain } from './drain-needs.ts';
import { etaOf, rateOf } from './pace.ts';
import type { KnownDrain } from './read-drain.ts';
import { countLines } from './words.ts';

/** What `dxm drain status DRAIN --json` prints. */
export type DrainDocument = ReturnType<typeof drainAsJson>;

/** For --json: times in UTC, null where there is none. Without what only a look at each line says (dxm drain lines). */
export function drainAsJson({ drain, plan, control, beside }: KnownDrain, now: number) {
  const { drainId, rollbackOf = null, rev, digest, wave, announcement, approval, started, stops, history } = drain;
  return {
    ...{ drainId, state: stateOf(drain), rollbackOf, rev, digest, source: plan.source },
    ...{ wave: wave.number, waves: plan.waves.length, lines: Object.fromEntries(countLines(drain)) },
    linesPerMinute: rateOf(drain, now)?.perMinute ?? null,
    estimatedDoneAt: utc(etaOf(drain, plan, now)),
    waitsFor: whyWaits(drain, plan, control, now, beside).map(({ about = null, sinceMs, untilMs, ...wait }) => ({
      ...{ ...wait, about, since: utc(sinceMs), until: utc(untilMs) },
    })),
    attention: needsOfDrain(drain, plan).map(({ what, todo, sinceMs }) => ({ what, todo, since: utc(sinceMs) })),
    stops: stops.map(({ atMs, about = null, ...stop }) => ({ ...stop, about, at: utc(atMs) })),
    approvedAt: utc(approval?.rev === rev && approval.digest === digest ? approval.atMs : undefined),
    announcedAt: utc(announcement?.doneAtMs),
    startedAt: utc(started?.atMs),
    window: { from: plan.window.from, to: utc(drain.endsAtMs) },
    history: history.map(({ atMs, ...entry }) => ({ ...entry, at: utc(atMs) })),
  };
}
