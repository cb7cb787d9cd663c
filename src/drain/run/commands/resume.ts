import type { DrainAnswer, DrainCommand, DrainDeclined } from '../command.ts';
import { type Decision, type Drain, isOver, stateOf } from '../drain.ts';
import { type LineProgress, type LineState, needsAPerson } from '../line.ts';
import type { Stop } from '../stop.ts';
import { timeOfEvent, withDrainEvent, withHistory } from '../told.ts';
import { answerOf, declined, isDeclined, type Objection, onTheirWay } from './answer.ts';
import { type CommandPorts, changeDrain, decisionOf, planOf } from './change-drain.ts';
import { busObjection, inWords } from './objections.ts';

type Resume = Extract<DrainCommand, { action: 'resume' }>;

/** What its events are made of. */
interface About {
  source: string;
  serviceVersion: string;
}

/** Lifts the stops that it names, if there are no others: whoever resumes has seen them all. */
export async function resume(command: Resume, ports: CommandPorts): Promise<DrainAnswer | DrainDeclined> {
  const done = await changeDrain(command.drainId, ports, async (drain, atMs) => {
    const named = drain.stops.filter(({ id }) => command.stops.includes(id));
    if (isOver(drain) || drain.phase === 'ENDING') return declined(`it is ${stateOf(drain)}: nothing more is released`);
    if (named.length === 0) return undefined;
    const why = whyNotResume(drain, named);
    if (why) return why;
    const plan = await planOf(drain, ports);
    if (isDeclined(plan)) return plan;
    const about = { source: plan.source, serviceVersion: ports.serviceVersion };
    return resumed(drain, named, decisionOf(command, atMs), about);
  });
  if (isDeclined(done)) return done;
  return { ...answerOf(done.drain, done.changed), onTheirWay: onTheirWay(done.drain) };
}

function whyNotResume(drain: Drain, named: readonly Stop[]): DrainDeclined | undefined {
  const others = drain.stops.filter((stop) => !named.includes(stop));
  if (others.length > 0)
    return declined(
      `it has other stops too: look at these, and name them (dxm drain status ${drain.drainId})`,
      others.map(inWords),
    );
  const still = named.flatMap((stop) => stillHolds(drain, stop) ?? []);
  if (still.length > 0) return declined('lines still need a person', still);
  return busObjection(drain);
}

/** A line's stop is lifted by what is done about the line: to go on beside it would be to forget it. */
function stillHolds({ drainId, lines }: Drain, { kind, about = '' }: Stop): Objection | undefined {
  const line = kind === 'line' && Object.hasOwn(lines, about) ? lines[about] : undefined;
  if (!line || !needsAPerson(line)) return undefined;
  const { state, cause } = line;
  const why = `it is ${state}${cause === undefined ? '' : `: ${cause}`}`;
  const help = HELP[state]?.(drainId, about);
  return { about, why, ...(help === undefined ? {} : { help }) };
}

const HELP: Partial<Record<LineState, (drainId: string, line: string) => string>> = {
  held: (drainId, line) => `dxm show ${line}, then dxm resolve; or dxm drain set-aside ${drainId} ${line}`,
  unhealthy: (drainId, line) =>
    `dxm drain rollback ${drainId} --line ${line}; or, if it stays there, dxm drain set-aside ${drainId} ${line}`,
  unknown: (drainId, line) =>
    `wait until it can be looked at; or dxm drain rollback ${drainId} --line ${line}, or dxm drain set-aside ${drainId} ${line}`,
  waits: (drainId, line) => `dxm drain retry ${drainId} ${line}; or dxm drain set-aside ${drainId} ${line}`,
};

function resumed(drain: Drain, lifted: readonly Stop[], decision: Decision, about: About): Drain {
  const known = withUntold(drain, lifted, about);
  const { checkedAtMs: _readAgain, ...wave } = known.wave;
  const next: Drain = {
    ...known,
    stops: known.stops.filter((stop) => !lifted.includes(stop)),
    // A stop that comes back by itself has the same id, and is told anew.
    told: known.told.filter((id) => !lifted.some((stop) => stop.id === id)),
    forgiven: forgivenBy(lifted, known),
    wave,
  };
  const what = `resumed: ${lifted.map(({ id }) => id).join(', ')}`;
  const atMs = timeOfEvent(next, decision.atMs);
  return withDrainEvent(withHistory(next, what, { ...decision, atMs }), 'Drain Resumed', {
    ...about,
    atMs,
    stops: lifted,
  });
}

/** That it was stopped is told before it is told that it goes on. */
function withUntold(drain: Drain, lifted: readonly Stop[], about: About): Drain {
  const untold = lifted.filter(({ id }) => !drain.told.includes(id));
  if (untold.length === 0) return drain;
  let next = drain;
  for (const { id, atMs, by, why } of untold)
    next = withHistory(next, `stopped: ${id}`, { atMs: timeOfEvent(next, atMs), by, why });
  const { atMs = 0 } = next.history.at(-1) ?? {};
  return withDrainEvent(next, 'Drain Stopped', { ...about, atMs, stops: untold });
}

/** What the person has seen is counted no more. */
function forgivenBy(lifted: readonly Stop[], { forgiven, lines }: Drain): Drain['forgiven'] {
  const count = (state: LineState) => Object.values(lines).filter((line: LineProgress) => line.state === state).length;
  const isLifted = (kind: Stop['kind']) => lifted.some((stop) => stop.kind === kind);
  return {
    failed: isLifted('failed') ? count('failed') : forgiven.failed,
    drifted: isLifted('drifted') ? count('drifted') : forgiven.drifted,
  };
}
