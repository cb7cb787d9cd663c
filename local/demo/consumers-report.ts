import { styleText } from 'node:util';
import type { MaintenanceStatus } from 'dx-migrator/calendar';
import type { BillingLine } from '../../examples/consumers/billing/line.ts';
import type { OutboxMessage } from '../../examples/consumers/notification/message.ts';
import { shown } from '../../examples/consumers/notification/shown.ts';
import type { Outcome } from '../../src/contract/event-names.ts';
import type { Verdict } from '../../src/contract/operations/names.ts';
import { formatRecipients } from '../consumers/format.ts';
import { inColour } from './in-colour.ts';
import { table } from './table.ts';

/** A row a line of billing. */
export function billingTable(lines: readonly BillingLine[]): string {
  const rows = lines.map(({ connectionId, from, to, changedBy, ownerAccount, bandwidth, orderId }) => [
    ...[connectionId, from, to, changedBy, ownerAccount ?? '', bandwidth ?? '', shown(orderId ?? '', 20)],
  ]);
  return table(['connection', 'from', 'to', 'by', 'owner account', 'bandwidth', 'order'], rows);
}

/** A row a message, and one of each kind as a reader gets it. */
export function notificationTable(messages: readonly OutboxMessage[]): string {
  const rows = messages.map((message) => [
    formatRecipients(message.for),
    // Up to the connection's id: a time of day has colons too.
    message.subject.replace(/^.+?(?=: )/, (what) => inColour(aboutOf(message), what)),
  ]);
  return [table(['for', 'subject'], rows), ...samplesOf(messages).map(inFull)].join('\n\n');
}

function aboutOf(message: OutboxMessage): Outcome | Verdict | MaintenanceStatus {
  if ('told' in message) return message.told.status;
  return 'verdict' in message ? message.verdict : message.outcome;
}

/** What a reader should see whole: a move, what became of one, a failure, and what operators are asked. */
function samplesOf(messages: readonly OutboxMessage[]): OutboxMessage[] {
  const samples = [
    ...(['MIGRATED', 'HEALTHY', 'FAILED'] as const).map((about) =>
      messages.find((message) => aboutOf(message) === about),
    ),
    messages.find(({ for: recipients }) => recipients.some(({ role }) => role === 'operators')),
  ];
  return samples.filter((message) => message !== undefined);
}

function inFull({ for: recipients, subject, text }: OutboxMessage): string {
  const lines = [styleText('bold', subject), ...text.split('\n')];
  return [styleText('dim', `To ${formatRecipients(recipients)}:`), ...lines.map((line) => `  ${line}`)].join('\n');
}
