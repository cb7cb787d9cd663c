import { announcedEvent, cancelledEvent, maintenanceDoneEvent } from '../../src/contract/operations/maintenance.ts';
import type { CancelledData, MaintenanceDoneData } from '../../src/contract/operations/maintenance-schema.ts';
import { announcedOf, maintenanceOf } from '../../src/drain/notice/announced.ts';
import type { PlannedLine } from '../../src/drain/plan/plan.ts';
import type { BusEvent } from '../../src/migration/ports/bus.ts';
import { goldenPlan } from './golden-plan.ts';
import { delivered } from './golden-world.ts';

/** Apart from the numbers of other examples. */
const FIRST_NUMBER = 4001;

const at = (occurredAt: string) => ({ occurredAt, serviceVersion: '0.0.0-example' });

/** The events of the maintenance of lines, by file name: what is told of the lines of the golden plan. */
export function goldenMaintenance(): Map<string, Record<string, unknown>> {
  const events = Object.entries({ ...announcements(), ...cancellations(), ...ends() });
  return new Map(events.map(([name, event], index) => [name, delivered(event, FIRST_NUMBER + index)] as const));
}

/** Without what only a groups file and a ticket say: of the same lines, in a drain of its own. */
function announcements(): Record<string, BusEvent> {
  const announced = at('2026-12-02T08:00:00.000Z');
  const [line, other] = linesOf();
  const { ticket: _ticket, ...plan } = { ...goldenPlan(), drainId: 'fra-old-2' };
  const { customer: _customer, contact: _contact, ...nameless } = line;
  const { name: _name, ownerAccount: _owner, ...unknown } = other.facts;
  const [told, toldOther] = announcedOf(goldenPlan(), [line, other]);
  const [plain, plainOther] = announcedOf(plan, [nameless, { ...other, facts: unknown }]);
  if (!told || !toldOther || !plain || !plainOther) throw new Error('one is told of each line');
  return {
    'maintenance-announced': announcedEvent(announced, told),
    'maintenance-announced-to-another': announcedEvent(announced, toldOther),
    'maintenance-announced-without-contact': announcedEvent(announced, plain),
    'maintenance-announced-owner-unknown': announcedEvent(announced, plainOther),
  };
}

/** Each of a drain of its own: a line and window has one. */
function cancellations(): Record<string, BusEvent> {
  const cancelled = (drainId: string, cause: CancelledData['cause'], occurredAt: string) =>
    cancelledEvent(at(occurredAt), { ...maintenanceOf({ ...goldenPlan(), drainId }, linesOf()[1]), cause });
  return {
    'maintenance-cancelled-set-aside': cancelled('fra-old-3', 'SET_ASIDE', '2026-12-10T14:30:00.000Z'),
    'maintenance-cancelled-replanned': cancelled('fra-old-4', 'REPLANNED', '2026-12-11T09:00:00.000Z'),
    'maintenance-cancelled-not-moved': cancelled('fra-old-5', 'NOT_MOVED', '2026-12-24T21:22:10.000Z'),
    'maintenance-cancelled-drain-ended': cancelled('fra-old-6', 'DRAIN_ENDED', '2026-12-24T22:00:00.000Z'),
  };
}

function ends(): Record<string, BusEvent> {
  const done = (line: PlannedLine, outcome: MaintenanceDoneData['outcome'], occurredAt: string) =>
    maintenanceDoneEvent(at(occurredAt), {
      ...maintenanceOf(goldenPlan(), line),
      parentConnectionId: line.to,
      outcome,
    });
  const [line, other] = linesOf();
  return {
    'maintenance-done': done(other, 'HEALTHY', '2026-12-24T21:08:30.000Z'),
    'maintenance-done-other': done(line, 'OTHER', '2026-12-24T21:40:00.000Z'),
  };
}

function linesOf(): [PlannedLine, PlannedLine] {
  const [line, other] = goldenPlan().lines;
  if (!line || !other) throw new Error('the golden plan moves two lines');
  return [line, other];
}
