import { type Drain, isOver } from '../../../../src/drain/run/drain.ts';
import {
  hasOpenTry,
  isDone,
  isMoving,
  isOpen,
  isUndecided,
  type LineProgress,
  needsAPerson,
  stateOfTry,
} from '../../../../src/drain/run/line.ts';
import { parseRequestId } from '../../../../src/drain/run/request-of.ts';
import { BY_ITSELF } from '../../../../src/drain/run/stop.ts';
import type { Driven } from './driven.ts';

export interface Call {
  requestId: string;
  connectionId: string;
  from: string;
  to: string;
}

/** Watches all writes and calls of a night for what must never be. */
export class NightAuditor {
  readonly violations: string[] = [];
  readonly counts = { stops: 0, drifted: 0 };
  readonly calls: Call[] = [];
  readonly #ownStops = new Set<string>();
  readonly #world: Driven;

  constructor(world: Driven) {
    this.#world = world;
    const { setDrain } = world.drains;
    world.drains.setDrain = async (version, next, due) => {
      const before = world.drains.drains.get(next.drainId)?.drain;
      const isWritten = await setDrain(version, next, due);
      if (isWritten && before) this.#write(before, next);
      return isWritten;
    };
  }

  /** It is about to be called for. */
  call({ requestId }: Pick<Call, 'requestId'>): void {
    if (this.calls.some((call) => call.requestId === requestId))
      this.violations.push(`D1: ${requestId} was called for twice`);
  }

  #write(before: Drain, next: Drain): void {
    for (const { by, id } of next.stops) if (by === BY_ITSELF) this.#ownStops.add(`${next.drainId} ${id}`);
    const ids = Object.keys(next.lines);
    this.counts.stops += next.stops.filter(({ id }) => !before.stops.some((stop) => stop.id === id)).length;
    this.counts.drifted += ids.filter((id) => hasComeTo('drifted', id)).length;
    const released = ids.filter((id) => next.lines[id]?.try?.number !== before.lines[id]?.try?.number);
    if (released.length === 0) return;
    const found = [
      ...releasedWrongly(before, released),
      ...this.#limitsBroken(next),
      ...this.#tooEarly(before, released),
    ];
    this.violations.push(...found.map((what) => `${what}: ${next.drainId} has released ${released.join(', ')}`));

    function hasComeTo(state: string, id: string): boolean {
      return next.lines[id]?.state === state && before.lines[id]?.state !== state;
    }
  }

  /** Lines of a wave that were released while one of those in front was not done. */
  #tooEarly({ rollbackOf, lines }: Drain, released: readonly string[]): string[] {
    if (rollbackOf !== undefined) return [];
    const { plan } = this.#world;
    const undone = plan.lines.filter(({ connectionId }) => !isDone(lines[connectionId] as LineProgress));
    const first = Math.min(...undone.map(({ wave }) => wave));
    const early = plan.lines.some(({ connectionId, wave }) => released.includes(connectionId) && wave > first);
    return early ? ['D4, before the waves in front were done'] : [];
  }

  /** Of a drain and its rollback together. */
  #limitsBroken(next: Drain): string[] {
    const { ledger, drains, plan } = this.#world;
    const besideId = next.rollbackOf ?? ledger.running?.rollback ?? '';
    const beside = besideId === next.drainId ? undefined : drains.drains.get(besideId)?.drain;
    const lines = [next, ...(beside && !isOver(beside) ? [beside] : [])].flatMap((drain) =>
      Object.entries(drain.lines),
    );
    const idsOf = (isMeant: (line: LineProgress) => boolean) =>
      new Set(lines.flatMap(([id, line]) => (isMeant(line) ? [id] : [])));
    const moving = idsOf((line) => hasOpenTry(line) && isMoving({ ...line, state: stateOfTry(line) ?? 'released' }));
    const groupOf = (id: string) => plan.lines.find((line) => line.connectionId === id)?.group ?? [];
    const groups = [...idsOf(hasOpenTry)].flatMap(groupOf);
    return [
      ...(moving.size > plan.limits.maxMoving ? [`D5, ${moving.size} move`] : []),
      ...(idsOf(isOpen).size > plan.limits.maxSoaking ? [`D6, ${idsOf(isOpen).size} soak`] : []),
      ...(new Set(groups).size < groups.length ? ['D3, two of a group'] : []),
    ];
  }

  /** What must be so once all is over. */
  atEnd(): string[] {
    const drains = [...this.#world.drains.drains.values()].map(({ drain }) => drain);
    const isNamed = this.#world.ledger.running !== undefined;
    return [
      ...this.violations,
      ...this.#eventsBroken(),
      ...this.#movedTwice(),
      ...drains.flatMap(leftOpen),
      ...(isNamed ? ['CONTROL names a drain that is over'] : []),
    ];
  }

  #eventsBroken(): string[] {
    const details = new Map<string, string>();
    const told = new Set<string>();
    const broken: string[] = [];
    for (const { eventId, detail } of this.#world.published) {
      if ((details.get(eventId) ?? detail) !== detail)
        broken.push(`D10: event ${eventId} was published with two details`);
      details.set(eventId, detail);
      const { data } = JSON.parse(detail) as { data: { drainId: string; stops?: { id: string }[] } };
      for (const { id } of data.stops ?? []) told.add(`${data.drainId} ${id}`);
    }
    return [
      ...broken,
      ...[...this.#ownStops].filter((stop) => !told.has(stop)).map((stop) => `D10: no one was told of ${stop}`),
    ];
  }

  #movedTwice(): string[] {
    const moves = this.calls.map(({ requestId, connectionId, from, to }) =>
      [parseRequestId(requestId)?.drainId, connectionId, from, to].join(' '),
    );
    return moves.filter((move, index) => moves.indexOf(move) < index).map((move) => `D12: twice ${move}`);
  }
}

function releasedWrongly(before: Drain, released: readonly string[]): string[] {
  return [
    ...(before.stops.length > 0 || Object.values(before.lines).some(needsAPerson) ? ['D6, after a stop'] : []),
    ...(before.phase === 'RUNNING' ? [] : ['D6, after its end']),
    ...(before.unpublished.length > 32 ? ['D10, with a full outbox'] : []),
    ...(released.every((id) => before.lines[id]?.state === 'planned') ? [] : ['D12, a line whose try is open']),
  ];
}

function leftOpen({ drainId, lines, unpublished }: Drain): string[] {
  const open = Object.entries(lines).filter(([, line]) => isUndecided(line));
  return [
    ...open.map(([id, line]) => `D10: ${drainId} ${id} is ${stateOfTry(line)}`),
    ...(unpublished.length > 0 ? [`D10: ${drainId} has events left`] : []),
  ];
}
