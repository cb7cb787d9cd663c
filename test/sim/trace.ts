import type { EventDetail, OutcomeEvent } from '../../src/contract/event.ts';
import { START } from './settings.ts';

/** What happened in a run, line by line: virtual time since the start, who, what. */
export class Trace {
  readonly #lines: { at: number; text: string }[] = [];

  add(at: number, who: string, what: string): void {
    const seconds = ((at - START) / 1000).toFixed(3);
    this.#lines.push({ at, text: `${seconds.padStart(11)}s  ${who.padEnd(14)} ${what}` });
  }

  /** In the order of time; what happened at the same time in the order in which it was added. */
  toString(): string {
    return this.#lines
      .toSorted((a, b) => a.at - b.at)
      .map(({ text }) => text)
      .join('\n');
  }
}

const LONGEST = 240;

/** What says nothing to who reads a trace, or is too long for a line. */
const LEFT_OUT = new Set(['seen', 'fingerprint', 'history', 'messageId', 'connectionState', 'schemaVersion', 'note']);

/** Arguments of a port as one line. */
export function show(values: readonly unknown[]): string {
  const texts = values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value, shorten)));
  const line = texts.join(' ').replaceAll('"', '');
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}

function shorten(name: string, value: unknown): unknown {
  if (LEFT_OUT.has(name)) return undefined;
  return name === 'event' ? summaryOf(value as OutcomeEvent) : value;
}

function summaryOf({ detail }: OutcomeEvent): string {
  const { data } = JSON.parse(detail) as EventDetail;
  return `${data.outcome} ${data.disposition ?? data.reason?.code ?? ''} on ${data.parentConnectionId}`;
}
