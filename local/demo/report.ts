import { styleText } from 'node:util';
import type { Audit } from './audit.ts';
import { billingTable, notificationTable } from './consumers-report.ts';
import { inColour } from './in-colour.ts';
import type { DemoRun } from './run-demo.ts';
import type { Result } from './sent-request.ts';
import { table } from './table.ts';

/** The whole report as text for a terminal. */
export function formatReport(run: DemoRun): string {
  return [
    `\n${verdict(run)}`,
    heading('What billing and notification received'),
    resultsTable(run.results),
    heading('What billing keeps: a line per change of parent'),
    billingTable(run.billing),
    heading('Messages to people'),
    notificationTable(run.notification),
    heading('Topology, before and after'),
    topologyTable(run),
    heading('The auditor'),
    auditTable(run.audit, run),
    ...run.audit.objections.map((objection) => styleText('red', `✖ ${objection}`)),
    verdict(run),
    '',
  ].join('\n');
}

function heading(text: string): string {
  return `\n${styleText('bold', text)}`;
}

function resultsTable(results: readonly Result[]): string {
  const rows = results.map((result) => [
    String(result.line),
    result.requestId ?? styleText('dim', 'unreadable'),
    ...outcomeCells(result),
  ]);
  return table(['line', 'request', 'outcome', 'disposition or reason', 'attempts', 'seconds', 'heard by'], rows);
}

function outcomeCells({ event, sameAsLine, sentAtMs, heardBy }: Result): string[] {
  if (!event) return [styleText('red', 'none'), '', '', '', ''];
  const { outcome, disposition, reason, attempts } = event.detail.data;
  const why = disposition ?? reason?.code ?? '';
  const again = sameAsLine === undefined ? '' : styleText('dim', ` as line ${sameAsLine}`);
  const seconds = ((event.receivedAtMs - sentAtMs) / 1000).toFixed(1);
  return [inColour(outcome, outcome), why + again, String(attempts), seconds, heardBy.join(', ')];
}

function topologyTable({ before, after, audit }: DemoRun): string {
  const rows = before.parents
    .filter(({ lagId }) => lagId === null)
    .map(({ id, name, location, hostedConnections }) => {
      const now = after.parents.find((parent) => parent.id === id)?.hostedConnections ?? [];
      const ids = new Set(hostedConnections.map((connection) => connection.id));
      const nowIds = new Set(now.map((connection) => connection.id));
      const change = [count('+', nowIds.difference(ids)), count('-', ids.difference(nowIds))].filter(Boolean).join(' ');
      return [id, name, location, String(ids.size), String(nowIds.size), change];
    });
  return `${table(['parent', 'name', 'location', 'before', 'after', 'change'], rows)}\n${audit.moves} effective moves`;
}

function count(sign: string, ids: ReadonlySet<string>): string {
  return ids.size === 0 ? '' : styleText(sign === '+' ? 'green' : 'yellow', sign + ids.size);
}

/** In one line, for who reads no further, and for who reads the end only. */
function verdict({ audit: { messages, moves, objections } }: DemoRun): string {
  const facts = `messages sent: ${messages}, effective moves: ${moves}`;
  if (objections.length === 0) return styleText('green', `✔ no objections: ${facts}`);
  return styleText('red', `✖ ${objections.length === 1 ? '1 objection' : `${objections.length} objections`}: ${facts}`);
}

function auditTable(
  { messages, moves, lost, unaccounted, repeated }: Audit,
  { quarantined, billing, notification }: DemoRun,
): string {
  return table(
    [],
    [
      ['messages sent', String(messages)],
      ['without an outcome', String(lost)],
      ['effective moves', String(moves)],
      ['moves beyond one a request', String(unaccounted)],
      ['repeated deliveries of an event', String(repeated)],
      ['lines of billing', String(billing.length)],
      ['messages of notification', String(notification.length)],
      ['messages in quarantine', String(quarantined)],
    ],
  );
}
