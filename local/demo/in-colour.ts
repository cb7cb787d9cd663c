import { styleText } from 'node:util';
import type { Outcome } from '../../src/contract/event-names.ts';

/** What is good, what asks for attention, what was turned down. */
const COLOURS = { MIGRATED: 'green', PLANNED: 'cyan', REJECTED: 'yellow', FAILED: 'red', HELD: 'magenta' } as const;

/** A text about an outcome, so that outcomes show at a glance. */
export function inColour(outcome: Outcome, text: string): string {
  return styleText(COLOURS[outcome], text);
}
