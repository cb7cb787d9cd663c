import type { DrainAnswer, DrainCommand, DrainDeclined } from '../command.ts';
import { type Drain, stateOf } from '../drain.ts';
import { withHistory } from '../told.ts';
import { answerOf, declined, isDeclined } from './answer.ts';
import { type CommandPorts, changeDrain, decisionOf, type Outcome, planOf } from './change-drain.ts';
import { cordonSource, uncordonSource } from './cordon.ts';
import { otherDigest, stopObjection } from './objections.ts';

type Announce = Extract<DrainCommand, { action: 'announce' }>;

/**
 * Has customers told; the driver does it. The source is cordoned first, by another item, and again by whoever repeats this: no new
 * line comes onto what customers were told will be emptied.
 */
export async function announce(command: Announce, ports: CommandPorts): Promise<DrainAnswer | DrainDeclined> {
  let cordoned: string | undefined;
  const done = await changeDrain(command.drainId, ports, async (drain, atMs): Promise<Outcome> => {
    const why = whyNotAnnounce(drain, command, ports.clock());
    if (why) return why;
    const plan = await planOf(drain, ports);
    if (isDeclined(plan)) return plan;
    const set = await cordonSource(plan.source, command, ports);
    if (typeof set !== 'boolean') return set;
    if (set) cordoned = plan.source;
    if (drain.announcement) return undefined;
    const [fromMs, toMs] = [Date.parse(plan.window.from), Date.parse(plan.window.to)];
    const decision = decisionOf(command, atMs);
    const { serviceVersion } = ports;
    const announcement = { ...decision, rev: drain.rev, fromMs, toMs, serviceVersion, published: 0 };
    return withHistory({ ...drain, announcement }, 'announced', decision);
  });
  if (!isDeclined(done)) return answerOf(done.drain, done.changed);
  // It was aborted meanwhile, and whoever ended it may have found no cordon yet.
  if (cordoned !== undefined) await uncordonSource(cordoned, command, ports);
  return done;
}

function whyNotAnnounce(drain: Drain, { digest }: Announce, now: number): DrainDeclined | undefined {
  const state = stateOf(drain);
  if (drain.phase !== 'PLANNED') return declined(`it is ${state}: customers are told before the start`);
  if (digest !== drain.digest) return otherDigest(drain);
  if (now >= drain.endsAtMs) return declined('its window is over: make a new plan, under another id');
  return drain.announcement ? undefined : stopObjection(drain);
}
