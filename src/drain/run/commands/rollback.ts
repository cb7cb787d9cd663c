import type { Plan } from '../../plan/plan.ts';
import type { DrainAnswer, DrainCommand, DrainDeclined } from '../command.ts';
import { type Decision, type Drain, isOver, stateOf } from '../drain.ts';
import type { Drains } from '../ports.ts';
import { withDrainEvent, withHistory } from '../told.ts';
import { answerOf, declined, isDeclined, noSuchDrain, onTheirWay } from './answer.ts';
import { type CommandPorts, decisionOf, planOf, TRIES } from './change-drain.ts';
import { linesToTakeBack } from './rollback-lines.ts';
import { nameAsRunning } from './running.ts';

export type Rollback = Extract<DrainCommand, { action: 'rollback' }>;

/** For so long after the window its lines may be taken back under the plan's approval. */
const DAY_MS = 24 * 3_600_000;

/**
 * Makes the rollback of a drain, which runs at once, since the way back waits for nothing. CONTROL names it first; a process that dies before
 * the drain is there leaves a name that gives way to the next.
 */
export async function rollback(command: Rollback, ports: CommandPorts): Promise<DrainAnswer | DrainDeclined> {
  for (let tries = 0; tries < TRIES; tries++) {
    const stored = await ports.ledger.readDrain(command.drainId);
    if (!stored) return noSuchDrain();
    const { drain } = stored;
    const why = whyNotRollback(drain, ports.clock());
    if (why) return why;
    const plan = await planOf(drain, ports);
    if (isDeclined(plan)) return plan;
    const earlier = await rollbacksOf(drain.drainId, ports.ledger);
    const running = earlier.find((one) => !isOver(one));
    if (running) return again(drain, plan, running, earlier, command, ports);
    const lines = await linesToTakeBack(drain, plan, earlier, command, ports);
    if (isDeclined(lines)) return lines;
    const drainId = `${drain.drainId}-r${earlier.length + 1}`;
    const declinedBy = await nameAsRunning({ drainId, rollbackOf: drain.drainId }, ports);
    if (declinedBy) return declinedBy;
    const now = ports.clock();
    const next = rollbackDrain(drainId, drain, plan, lines, decisionOf(command, now), ports.serviceVersion);
    if (await ports.ledger.createDrain(next, now)) return answer(drain, next, true, ports);
  }
  throw new Error(`DRAIN#${command.drainId} had ${TRIES} rollbacks made by others meanwhile`);
}

function whyNotRollback(drain: Drain, now: number): DrainDeclined | undefined {
  const { drainId, rollbackOf, phase, endsAtMs } = drain;
  if (rollbackOf !== undefined) return declined(`it is a rollback itself, of ${rollbackOf}`);
  if (phase === 'PLANNED') return declined('it has not started: it has moved nothing');
  if (stateOf(drain) === 'RUNNING') return declined(`it is RUNNING: stop it first (dxm drain stop ${drainId})`);
  if (now < endsAtMs + DAY_MS) return undefined;
  return declined('its window was over a day ago, and with it its approval: have the lines moved by ordinary requests');
}

/** Those that there are, in order; they are numbered without a gap. */
async function rollbacksOf(drainId: string, ledger: Pick<Drains, 'readDrain'>): Promise<Drain[]> {
  const found: Drain[] = [];
  for (;;) {
    const stored = await ledger.readDrain(`${drainId}-r${found.length + 1}`);
    if (!stored) return found;
    found.push(stored.drain);
  }
}

/** One at a time: the same again is the one that runs, which CONTROL has to name. */
async function again(
  drain: Drain,
  plan: Plan,
  running: Drain,
  rollbacks: readonly Drain[],
  command: Rollback,
  ports: CommandPorts,
): Promise<DrainAnswer | DrainDeclined> {
  const others = rollbacks.filter((one) => one !== running);
  const has = (connectionId: string) => Object.hasOwn(running.lines, connectionId);
  const lines = Array.isArray(command.lines)
    ? command.lines
    : await linesToTakeBack(drain, plan, others, command, ports);
  // Some of them are back by now: then there are fewer to find, or none.
  const isSame = isDeclined(lines) || lines.every(has);
  if (isSame) return answer(drain, running, false, ports);
  return declined(
    `${running.drainId} is ${stateOf(running)}: one rollback runs at a time. Wait until it is over, or end it (dxm drain abort ${running.drainId})`,
  );
}

async function answer(drain: Drain, made: Drain, changed: boolean, ports: CommandPorts) {
  // Another drain may have taken its place meanwhile.
  const why = isOver(made) || made.phase === 'ENDING' ? undefined : await nameAsRunning(made, ports);
  if (why) return declined(`${made.drainId} was made, but nothing of it is released: ${why.why}`);
  return { ...answerOf(drain, changed), onTheirWay: onTheirWay(drain), rollback: made.drainId };
}

function rollbackDrain(
  drainId: string,
  { drainId: rollbackOf, rev, digest, endsAtMs }: Drain,
  plan: Plan,
  lines: readonly string[],
  decision: Decision,
  serviceVersion: string,
): Drain {
  const drain: Drain = {
    ...{ drainId, phase: 'RUNNING', rollbackOf, rev, digest, waivers: {}, endsAtMs: endsAtMs + DAY_MS },
    ...{ submitted: decision, started: decision, operator: decision },
    ...{ stops: [], wave: { number: 1 }, promoted: 0, forgiven: { failed: 0, drifted: 0 } },
    lines: Object.fromEntries(lines.map((id) => [id, { state: 'planned', expired: 0 }])),
    ...{ tick: { number: 0, atMs: decision.atMs }, unpublished: [], told: [], history: [] },
  };
  const about = { atMs: decision.atMs, source: plan.source, serviceVersion };
  return withDrainEvent(withHistory(drain, 'started', decision), 'Drain Started', about);
}
