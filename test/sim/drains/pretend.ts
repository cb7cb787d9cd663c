import type { Plan } from '../../../src/drain/plan/plan.ts';
import type { Drain } from '../../../src/drain/run/drain.ts';
import type { LineProgress } from '../../../src/drain/run/line.ts';
import type { Drains } from '../../../src/drain/run/ports.ts';
import type { DrivePorts } from '../../../src/drain/run/steps/step.ts';
import type { RequestItem } from '../../../src/migration/model/request-item.ts';
import type { ControlItem } from '../../../src/migration/ports/control.ts';
import type { Release } from '../../../src/migration/ports/releases.ts';
import type { Verification } from '../../../src/migration/verification/verification.ts';
import type { MemoryDrains } from '../../support/memory-drains.ts';
import type { Ablation } from '../ablation.ts';

/* Ways to take a guard from what drives drains: it is shown something else than what there is. */

export type Adjust = NonNullable<Ablation['drains']>;
type Change = (drain: Drain, now: number) => Drain;
type Field = keyof Drain;

/** Only what drives, not the commands. */
export function driving(adjust: (ports: DrivePorts) => DrivePorts): Omit<Ablation, 'name'> {
  return { drains: (ports, kind) => (kind === 'drive' ? adjust(ports) : ports) };
}

export function commanding(adjust: (ports: DrivePorts) => DrivePorts): Omit<Ablation, 'name'> {
  return { drains: (ports, kind) => (kind === 'command' ? adjust(ports) : ports) };
}

/** A drain is read as something else. @param kept what is written of it as it was, whatever was read */
export function reading(change: Change, ...kept: Field[]): (ports: DrivePorts) => DrivePorts {
  return (ports) => ({ ...ports, ledger: { ...ports.ledger, ...pretending(ports.ledger, change, kept, ports.clock) } });
}

/** The same of all who read it, the core too. */
export function storedAs(change: Change, ...kept: Field[]): Omit<Ablation, 'name'> {
  return { storedDrains: (memory: MemoryDrains) => ({ ...memory, ...pretending(memory, change, kept, () => 0) }) };
}

function pretending(
  ledger: Pick<Drains, 'readDrain' | 'setDrain'>,
  change: Change,
  kept: readonly Field[],
  clock: () => number,
): Pick<Drains, 'readDrain' | 'setDrain'> {
  const known = new Map<string, Drain>();
  const { readDrain, setDrain } = ledger;
  return {
    readDrain: async (drainId) => {
      const stored = await readDrain(drainId);
      if (!stored) return undefined;
      known.set(drainId, stored.drain);
      return { ...stored, drain: change(stored.drain, clock()) };
    },
    setDrain: async (version, drain, dueAtMs) => {
      const was = known.get(drain.drainId);
      const next: Record<string, unknown> = { ...drain };
      for (const field of was ? kept : []) {
        if (was?.[field] !== undefined) next[field] = was[field];
      }
      return setDrain(version, next as unknown as Drain, dueAtMs);
    },
  };
}

export function withLines(drain: Drain, change: (line: LineProgress) => LineProgress): Drain {
  return { ...drain, lines: Object.fromEntries(Object.entries(drain.lines).map(([id, line]) => [id, change(line)])) };
}

export function planned(change: (plan: Plan) => Plan): (ports: DrivePorts) => DrivePorts {
  return (ports) => ({
    ...ports,
    plans: {
      read: async (drain) => {
        const plan = await ports.plans.read(drain);
        return plan && change(plan);
      },
    },
  });
}

/** The requests of tries are read as something else. */
export function answering(change: (item: RequestItem, now: number) => RequestItem): (ports: DrivePorts) => DrivePorts {
  return (ports) => ({
    ...ports,
    ledger: {
      ...ports.ledger,
      read: async (key) => {
        const item = await ports.ledger.read(key);
        return item && change(item, ports.clock());
      },
    },
  });
}

export function endedAs(item: RequestItem, code: string): RequestItem {
  const event = { ...item.event, detail: JSON.stringify({ data: { reason: { code } } }) };
  return { ...item, state: 'REJECTED', event } as RequestItem;
}

export function verifying(change: (verification: Verification) => Verification): (ports: DrivePorts) => DrivePorts {
  return (ports) => ({
    ...ports,
    ledger: {
      ...ports.ledger,
      readVerification: async (key) => {
        const read = await ports.ledger.readVerification(key);
        return read && { ...read, verification: change(read.verification) };
      },
    },
  });
}

export function controlled(change: (control: ControlItem) => ControlItem): (ports: DrivePorts) => DrivePorts {
  return (ports) => ({
    ...ports,
    ledger: { ...ports.ledger, readControl: async () => change(await ports.ledger.readControl()) },
  });
}

/** What the core is answered. */
export function releasing(change: (release: Release) => Release): Omit<Ablation, 'name'> {
  return {
    ports: (ports) => ({
      ...ports,
      releases: { releaseOf: async (...given) => change(await ports.releases.releaseOf(...given)) },
    }),
  };
}

/** Whatever the bus says of them, these events count as accepted. */
export function publishing(isMeant: (detailType: string) => boolean): (ports: DrivePorts) => DrivePorts {
  return (ports) => ({
    ...ports,
    bus: {
      publish: (event) =>
        isMeant(event.detailType) ? ports.bus.publish(event).catch(() => undefined) : ports.bus.publish(event),
    },
  });
}
