import { formatTime, toExactTime } from '../../../src/contract/time.ts';
import type { Plan } from '../../../src/drain/plan/plan.ts';
import type { Drain } from '../../../src/drain/run/drain.ts';
import { isOpen } from '../../../src/drain/run/line.ts';
import { movesOf } from '../../../src/drain/run/moves.ts';
import { requestOf } from '../../../src/drain/run/request-of.ts';
import type { DrivePorts } from '../../../src/drain/run/steps/step.ts';
import type { Ports } from '../../../src/migration/ports/ports.ts';
import type { Release } from '../../../src/migration/ports/releases.ts';
import type { MemoryDrains } from '../../support/memory-drains.ts';
import type { Ablation } from '../ablation.ts';
import {
  answering,
  commanding,
  controlled,
  driving,
  endedAs,
  planned,
  publishing,
  reading,
  releasing,
  storedAs,
  verifying,
  withLines,
} from './pretend.ts';

const MANY = 1_000;
const LATE = 4e15;
/** Moments between reading and intent become long ones. */
const SLOW = { rates: { slow: 0.1 } };
const RELEASED: Release = { kind: 'released', isWayBack: false };
const TARGET_CODES = /PARENT_NOT_FOUND|PARENT_CANNOT_HOST/;

/** Guards of drains, each taken away from outside: by standing between the core, the driver or the commands and their ports. */
const WITHOUT: Record<string, Omit<Ablation, 'name'>> = {
  'the core asks the drain': releasing(() => RELEASED),
  'the drain once more after the intent': { ports: withReleasesOfBefore, weather: SLOW },
  'a stop of a drain holds its calls': releasing((release) => (release.kind === 'stopped' ? RELEASED : release)),
  'the end of a drain holds its calls': releasing((release) => (release.kind === 'ended' ? RELEASED : release)),
  'a stop is met by whoever has read the drain before': { storedDrains: withStopsThatKeepTheVersion },
  // A person's: of its own, the driver would find the reasons anew in each pass, without end.
  'a stop stays until a resume': driving(
    reading((drain) => ({ ...drain, stops: drain.stops.filter(({ kind }) => kind !== 'person') })),
  ),
  'a release is stored before its message is sent': driving(withMessagesFirst),
  'a message is a function of what is stored': driving(withTimesOfSending),
  'the next try comes after the last has ended': driving(
    answering((item, now) =>
      item.state === 'RECEIVED' && now > Date.parse(item.request.requestedAt) + 20_000
        ? endedAs(item, 'EXPIRED')
        : item,
    ),
  ),
  'a lost message is sent again': driving(
    reading((drain, now) =>
      withLines(drain, (line) => (line.try ? { ...line, try: { ...line.try, sentAgainAtMs: now } } : line)),
    ),
  ),
  'lines are read again before a wave': driving(
    reading((drain, now) => ({ ...drain, wave: { ...drain.wave, checkedAtMs: drain.wave.checkedAtMs ?? now } })),
  ),
  'a wave begins when the one before is done': driving(
    planned((plan) => ({ ...plan, lines: plan.lines.map((line) => ({ ...line, wave: 1 })) })),
  ),
  'the gate behind a wave': driving(reading((drain) => ({ ...drain, promoted: MANY }), 'promoted')),
  'how many lines move at a time': driving(limited({ maxMoving: MANY })),
  'how many lines are not well at a time': driving(limited({ maxSoaking: MANY })),
  'the time between two releases': driving(limited({ minIntervalSeconds: 0 })),
  'the budget of lines that fail': { ...driving(forgiving('failed')), weather: { rates: { refused: 0.5 } } },
  'the budget of lines that drift': driving(forgiving('drifted')),
  'a target that takes no line stops': {
    ...driving(
      answering((item) => (TARGET_CODES.test(item.event?.detail ?? '') ? endedAs(item, 'VLAN_CONFLICT') : item)),
    ),
    weather: { guards: 1 },
  },
  'a line that is held stops': driving(
    answering((item) => (item.state === 'HELD' ? { ...item, state: 'CALLING' } : item)),
  ),
  'a line that is not well stops': driving(
    verifying(({ verdict, ...rest }) => {
      const isBad = verdict === 'UNHEALTHY' || verdict === 'UNKNOWN';
      return isBad || verdict === undefined ? rest : { ...rest, verdict };
    }),
  ),
  'the third try that expires stops': driving(
    reading((drain) => withLines(drain, (line) => ({ ...line, expired: 0 }))),
  ),
  'notice before the start': commanding(reading(asAnnounced)),
  'an approval before the start': storedAs(asApproved, 'approval'),
  'an approval of this very plan': storedAs((drain) => (drain.approval ? asApproved(drain) : drain), 'approval'),
  'one drain at a time': { drains: withoutNames, ports: withoutNamesInCore },
  'a ledger that was put back starts nothing again': {
    ...storedAs(
      (drain) => (drain.started ? { ...drain, started: { ...drain.started, atMs: LATE } } : drain),
      'started',
    ),
    weather: { restores: 1 },
  },
  'the beginning of the window': driving(
    planned((plan) => ({ ...plan, window: { ...plan.window, from: '2026-11-01T00:00:00.000Z' } })),
  ),
  'the end of the window': driving(
    reading((drain) => ({ ...drain, endsAtMs: drain.endsAtMs + 86_400_000 }), 'endsAtMs'),
  ),
  'a pause holds releases': driving(controlled((control) => ({ ...control, paused: false }))),
  'a rollback takes back only what was moved': commanding(
    reading((drain) => withLines(drain, (line) => ({ ...line, state: 'healthy' })), 'lines'),
  ),
  'a rollback counts towards the limits': driving(withNothingBeside),
  'lines of a group one after the other': driving(withoutGroups),
  'a notice counts once the bus has it': driving(publishing((type) => type.startsWith('Hosted Connection'))),
  'an event of a drain stays until the bus has it': driving(publishing((type) => type.startsWith('Drain '))),
  'a stop is told': driving(
    reading((drain) => ({ ...drain, told: [...drain.told, ...drain.stops.map(({ id }) => id)] })),
  ),
  'a drain ends only when no line is open': driving(reading(asClosed)),
  'the verdict is awaited': driving(verifying((verification) => ({ ...verification, verdict: 'HEALTHY' }))),
};

export const DRAIN_ABLATIONS: readonly Ablation[] = Object.entries(WITHOUT).map(([name, ablation]) => ({
  name,
  ...ablation,
  weather: { drains: 1, ...ablation.weather },
}));

function limited(change: Partial<Plan['limits']>) {
  return planned((plan) => ({ ...plan, limits: { ...plan.limits, ...change } }));
}

function forgiving(what: 'failed' | 'drifted') {
  const countOf = ({ lines }: Drain) => Object.values(lines).filter(({ state }) => state === what).length;
  return reading((drain) => ({ ...drain, forgiven: { ...drain.forgiven, [what]: countOf(drain) } }), 'forgiven');
}

function asApproved(drain: Drain): Drain {
  const { rev, digest } = drain;
  return { ...drain, approval: { rev, digest, atMs: 0, by: 'no one', why: 'it is not so' } };
}

function asAnnounced(drain: Drain): Drain {
  const { rev } = drain;
  const told = { rev, fromMs: 0, toMs: LATE, published: MANY, doneAtMs: 0, serviceVersion: '' };
  return { ...drain, announcement: { ...told, atMs: 0, by: 'no one', why: 'it is not so' } };
}

function asClosed(drain: Drain): Drain {
  return drain.phase === 'ENDING'
    ? withLines(drain, (line) => (isOpen(line) ? { ...line, state: 'gone' } : line))
    : drain;
}

/** After the intent, what was answered before it is answered again. */
function withReleasesOfBefore(ports: Ports): Ports {
  const { ledger, releases } = ports;
  const known = new Map<string, Release>();
  const intended = new Set<string>();
  return {
    ...ports,
    ledger: {
      ...ledger,
      intend: async (...given) => {
        const done = await ledger.intend(...given);
        if (done) intended.add(given[0].requestId);
        return done;
      },
    },
    releases: {
      releaseOf: async (request, control) => {
        const before = known.get(request.requestId);
        if (intended.delete(request.requestId) && before) return before;
        const release = await releases.releaseOf(request, control);
        known.set(request.requestId, release);
        return release;
      },
    },
  };
}

/** A stop that does not make the version one more. */
function withStopsThatKeepTheVersion(memory: MemoryDrains) {
  const addStop: MemoryDrains['addStop'] = async (drainId, stop, dueAtMs) => {
    const stored = await memory.addStop(drainId, stop, dueAtMs);
    const kept = memory.drains.get(drainId);
    if (!stored || !kept) return undefined;
    memory.drains.set(drainId, { ...kept, version: kept.version - 1 });
    return { ...stored, version: stored.version - 1 };
  };
  return { ...memory, addStop };
}

/** The messages of new tries go out before these are written. */
function withMessagesFirst(ports: DrivePorts): DrivePorts {
  const { ledger, plans, send } = ports;
  const known = new Map<string, Drain>();
  const readDrain: typeof ledger.readDrain = async (drainId) => {
    const stored = await ledger.readDrain(drainId);
    if (stored) known.set(drainId, stored.drain);
    return stored;
  };
  const setDrain: typeof ledger.setDrain = async (version, drain, dueAtMs) => {
    const plan = await plans.read(drain);
    const moves = plan && movesOf(drain, plan);
    for (const [id, { try: last }] of Object.entries(drain.lines)) {
      const move = moves?.get(id);
      if (!last || !move || known.get(drain.drainId)?.lines[id]?.try?.number === last.number) continue;
      await send(requestOf(drain.drainId, move, last, plan?.ticket)).catch(() => undefined);
    }
    return ledger.setDrain(version, drain, dueAtMs);
  };
  return { ...ports, ledger: { ...ledger, readDrain, setDrain } };
}

/** The requests name them all the same: the core takes none else. */
function withoutGroups(ports: DrivePorts): DrivePorts {
  const groups = new Map<string, string>();
  const without = planned((plan) => {
    for (const { connectionId, group } of plan.lines) if (group !== undefined) groups.set(connectionId, group);
    return { ...plan, lines: plan.lines.map(({ group: _, ...line }) => line) };
  });
  const send: DrivePorts['send'] = (request) => {
    const redundancyGroup = groups.get(request.connectionId);
    return ports.send({ ...request, ...(redundancyGroup === undefined ? {} : { redundancyGroup }) });
  };
  return { ...without(ports), send };
}

function withTimesOfSending(ports: DrivePorts): DrivePorts {
  return {
    ...ports,
    send: (request) =>
      ports.send({ ...request, requestedAt: toExactTime(formatTime(ports.clock())) ?? request.requestedAt }),
  };
}

/** CONTROL names whoever asks. */
function withoutNames(ports: DrivePorts): DrivePorts {
  const { ledger } = ports;
  let asking: string | undefined;
  return {
    ...ports,
    ledger: {
      ...ledger,
      readDrain: (drainId) => {
        asking = drainId;
        return ledger.readDrain(drainId);
      },
      readControl: async () => {
        const { running: _, ...control } = await ledger.readControl();
        return asking === undefined ? control : { ...control, running: { drain: asking, rollback: asking } };
      },
    },
  };
}

function withoutNamesInCore(ports: Ports): Ports {
  return {
    ...ports,
    releases: {
      releaseOf: (request, control) => {
        const [drain = ''] = request.requestId.split('.');
        return ports.releases.releaseOf(request, { ...control, running: { drain, rollback: drain } });
      },
    },
  };
}

/** Whoever drives a drain sees nothing of its rollback, or of the drain that it rolls back. */
function withNothingBeside(ports: DrivePorts): DrivePorts {
  const { ledger } = ports;
  let driven: string | undefined;
  const isBeside = (drainId: string) =>
    driven !== undefined && (drainId.startsWith(`${driven}-r`) || driven.startsWith(`${drainId}-r`));
  return {
    ...ports,
    ledger: {
      ...ledger,
      readDrain: async (drainId) => {
        driven ??= drainId;
        const stored = await ledger.readDrain(drainId);
        return stored && isBeside(drainId) ? { ...stored, drain: { ...stored.drain, lines: {} } } : stored;
      },
      setDrain: async (version, drain, dueAtMs) => !isBeside(drain.drainId) && ledger.setDrain(version, drain, dueAtMs),
    },
  };
}
