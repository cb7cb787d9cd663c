import type { BillingLine } from '../../examples/consumers/billing/line.ts';
import type { OutboxMessage } from '../../examples/consumers/notification/message.ts';
import { shown } from '../../examples/consumers/notification/shown.ts';

/** A line of billing in one line for a terminal. */
export function formatLine({
  connectionId,
  from,
  to,
  changedBy,
  ownerAccount,
  bandwidth,
  orderId,
}: BillingLine): string {
  const order = orderId === null ? null : `order ${shown(orderId, 40)}`;
  const whose = [ownerAccount, bandwidth, order].filter((text) => text !== null).join(', ');
  return `${connectionId} from ${from} to ${to} by ${changedBy} (${whose})`;
}

/** A message's recipients, such as `orders, operators`. */
export function formatRecipients(recipients: OutboxMessage['for']): string {
  return recipients.map(formatRecipient).join(', ');
}

function formatRecipient(recipient: OutboxMessage['for'][number]): string {
  switch (recipient.role) {
    case 'operators':
      return 'operators';
    case 'orderSystem':
      return recipient.tenant;
    case 'customer':
      return `customer ${shown(recipient.ownerAccount ?? 'not known')}`;
  }
}
