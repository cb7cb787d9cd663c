import { stateOf } from '../../../drain/run/drain.ts';
import { type DrainWait, whyWaits } from '../../../drain/run/why-waits.ts';
import { showNeeds } from '../../look/show-needs.ts';
import { type Field, fields } from '../../output/fields.ts';
import type { Output } from '../../output/output.ts';
import { printable } from '../../output/printable.ts';
import { duration, inLocalTime, localTime } from '../../output/time.ts';
import { needsOfDrain } from './drain-needs.ts';
import { etaOf, rateOf } from './pace.ts';
import type { KnownDrain } from './read-drain.ts';
import { linesText, nextCommand, stateText } from './words.ts';

/** Entries of the history that a person who watches sees. */
export const FEW = 5;

/** Reasons of a wait that are shown: the first says most. */
const WAITS = 2;

/** A drain as it is now: how far it has come, how fast, what it waits for, who is needed, and what happened last. */
export function drawDrain(known: KnownDrain, now: number, out: Output, entries = FEW): void {
  const { drain, plan } = known;
  const { drainId, rollbackOf, history } = drain;
  const about = rollbackOf === undefined ? `empties ${plan.source}` : `rolls back ${rollbackOf}`;
  out.line(`${out.colour.bold(`${drainId} is ${stateText(drain, plan.waves.length)}`)}, ${about}`);
  out.line(fields(rowsOf(known, now), out));
  const needs = needsOfDrain(drain, plan);
  if (needs.length > 0) {
    out.line(out.colour.bold('Needs a person'));
    showNeeds(needs, now, { out });
  }
  const last = history.slice(-entries).map(({ atMs, what, by, why }): Field => {
    return [localTime(atMs), printable(`${what}, by ${by}: ${why}`)];
  });
  if (last.length > 0) out.line(`${out.colour.bold('Last')}\n${fields(last, out)}`);
  const command = needs.length === 0 ? nextCommand(drain, plan.source) : undefined;
  if (command !== undefined) out.line(`Next: ${out.colour.cyan(command)}`);
}

function rowsOf({ drain, plan, control, beside }: KnownDrain, now: number): Field[] {
  const { operator, started, announcement, approval, digest, rev, ending } = drain;
  const isBefore = drain.phase === 'PLANNED';
  return [
    ['lines', linesText(drain)],
    ['rate', rateText(drain, now)],
    ['done', etaText({ drain, plan, control }, now)],
    ...whyWaits(drain, plan, control, now, beside)
      .slice(0, WAITS)
      .map((wait): Field => ['waits', waitText(wait, now)]),
    ['ends', ending && `as ${ending.as}, by ${printable(ending.by)}: ${printable(ending.why)}`],
    ['run by', (operator ?? started) && printable((operator ?? started)?.by ?? '')],
    ['approved', isBefore ? approvalText(approval, { rev, digest }) : undefined],
    ['announced', isBefore ? announcementText(announcement, plan.lines.length) : undefined],
    ['waived', waivedText(drain)],
    ['window', `${localTime(Date.parse(plan.window.from))} to ${localTime(drain.endsAtMs)}`],
  ];
}

function rateText(drain: KnownDrain['drain'], now: number): string | undefined {
  const rate = stateOf(drain) === 'RUNNING' ? rateOf(drain, now) : undefined;
  return rate && `${rate.perMinute.toFixed(1)} lines a minute found well, over the last ${duration(rate.overMs)}`;
}

/** That it is an estimate is said, and that it would be too late. */
function etaText({ drain, plan }: KnownDrain, now: number): string | undefined {
  const atMs = etaOf(drain, plan, now);
  if (atMs === undefined) return undefined;
  const late = atMs > drain.endsAtMs ? '; that is after its window' : '';
  return `about ${localTime(atMs)}, in ${duration(atMs - now)}: an estimate, if all goes well${late}`;
}

function waitText({ why, sinceMs, untilMs, help }: DrainWait, now: number): string {
  return [
    inLocalTime(printable(why)),
    sinceMs === undefined ? '' : `, for ${duration(now - sinceMs)}`,
    untilMs === undefined ? '' : `, until ${localTime(untilMs)}`,
    `; would help: ${printable(help)}`,
  ].join('');
}

type Drain = KnownDrain['drain'];

function approvalText(approval: Drain['approval'], { rev, digest }: Pick<Drain, 'rev' | 'digest'>): string {
  if (!approval) return 'not yet';
  const by = `by ${printable(approval.by)}, ${localTime(approval.atMs)}`;
  return approval.rev === rev && approval.digest === digest ? by : `${by}, revision ${approval.rev}: not this one`;
}

function announcementText(announcement: Drain['announcement'], lines: number): string {
  if (!announcement) return 'not yet';
  const { doneAtMs, published } = announcement;
  return doneAtMs === undefined ? `on its way: ${published} of ${lines} lines` : localTime(doneAtMs);
}

function waivedText({ waivers }: Drain): string | undefined {
  const said = (['notice', 'approval'] as const).flatMap((what) => {
    const waiver = waivers[what];
    return waiver ? [`${what}, by ${printable(waiver.by)}: ${printable(waiver.why)}`] : [];
  });
  return said.length === 0 ? undefined : said.join('; ');
}
