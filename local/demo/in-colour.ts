import { styleText } from 'node:util';
import type { MaintenanceStatus } from 'dx-migrator/calendar';
import type { Outcome } from '../../src/contract/event-names.ts';
import type { Verdict } from '../../src/contract/operations/names.ts';

/** What is good, what asks for attention, what was turned down. */
const COLOURS = {
  ...({ MIGRATED: 'green', PLANNED: 'cyan', REJECTED: 'yellow', FAILED: 'red', HELD: 'magenta' } as const),
  ...({ HEALTHY: 'green', OVERTAKEN: 'cyan', GONE: 'yellow', MOVED_AWAY: 'yellow' } as const),
  ...({ UNHEALTHY: 'red', UNKNOWN: 'magenta' } as const),
  ...({ CONFIRMED: 'cyan', CANCELLED: 'yellow', COMPLETED: 'green' } as const),
} satisfies Record<Outcome | Verdict | MaintenanceStatus, string>;

/** A text about an outcome, a verdict or a maintenance, so that they show at a glance. */
export function inColour(what: Outcome | Verdict | MaintenanceStatus, text: string): string {
  return styleText(COLOURS[what], text);
}
