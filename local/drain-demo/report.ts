import { styleText } from 'node:util';
import { formatLine, formatRecipients } from '../consumers/format.ts';
import type { DrainDemoRun } from './run-drain-demo.ts';

/** Of long lists, so many are shown. */
const SHOWN = 8;

/** The evening as text for a terminal. */
export function formatDrainReport({ plan, evening, tookSeconds, betweenWavesMs, ...run }: DrainDemoRun): string {
  const { billing, notification, objections, moves } = run;
  const customers = notification.filter(({ for: recipients }) => recipients.some(({ role }) => role === 'customer'));
  const counts = Object.entries(evening.last.lines).map(([state, count]) => `${count} ${state}`);
  const verdict =
    objections.length === 0
      ? styleText('green', '✔ no objections')
      : styleText('red', `✖ ${objections.length} objections`);
  return [
    `\n${verdict}: ${plan.source} is ${evening.last.state}, ${counts.join(', ')}; ${moves} effective moves`,
    heading('What stays, and why'),
    ...plan.left.map(
      ({ connectionId, reasons }) => `${connectionId}: ${reasons.map(({ code, why }) => `${code}: ${why}`).join('; ')}`,
    ),
    heading('What it took'),
    `estimated ${plan.estimate.seconds} s; took ${tookSeconds.toFixed(1)} s, without the time for which it was stopped`,
    ...(betweenWavesMs === undefined
      ? []
      : [
          `the next wave was released at most ${(betweenWavesMs / 1_000).toFixed(1)} s after the last line of one was well`,
        ]),
    heading(`What billing keeps: ${billing.length} lines`),
    ...firstOf(billing.map(formatLine)),
    heading(
      `Messages to people: ${notification.length}, of which ${customers.length} to customers about their maintenance`,
    ),
    ...firstOf(customers.map((message) => `${formatRecipients(message.for)}: ${message.subject}`)),
    heading('The auditor'),
    ...objections.map((objection) => styleText('red', `✖ ${objection}`)),
    verdict,
    '',
  ].join('\n');
}

function heading(text: string): string {
  return `\n${styleText('bold', text)}`;
}

function firstOf(texts: readonly string[]): string[] {
  const more = texts.length - SHOWN;
  return more > 0 ? [...texts.slice(0, SHOWN), `… and ${more} more`] : [...texts];
}
