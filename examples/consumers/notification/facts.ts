import { type Devices, deviceOf } from './device.ts';
import { type EventData, type Seen, seenIn } from './seen.ts';
import { quoted, shown } from './shown.ts';
import { connectionIn } from './subject.ts';
import { whatHappened } from './what-happened.ts';

export type Fact = [label: string, value: string];

/**
 * What a message says, line by line. Lines that have nothing to say are left out.
 *
 * @param messageId of the message that caused it: all that can be named where no request may be
 */
export function factsOf(data: EventData, messageId: string, devices: Devices): Fact[] {
  const seen = seenIn(data);
  const { request, connection, explanation } = seen;
  const facts: [label: string, value: string | undefined][] = [
    ['What happened', whatHappened(data, seen)],
    ['Explanation', explanation === null ? undefined : shown(explanation, 300)],
    ['Message', request ? undefined : shown(messageId)],
    ['Connection', request ? connectionIn(seen) : undefined],
    ['VLAN', connection ? vlanOf(seen) : undefined],
    ['Device', connection ? deviceOf(data, seen, devices) : undefined],
    ['Change window', windowOf(seen)],
    ['Order', request ? orderOf(request) : undefined],
    ['Note', request?.note === undefined ? undefined : quoted(request.note, 256)],
  ];
  return facts.filter((fact): fact is Fact => fact[1] !== undefined);
}

/** A move does not change it; the request may have expected another. */
function vlanOf({ request, connection }: Seen): string {
  const vlan = connection?.vlan;
  if (vlan === undefined) return 'unchanged; Direct Connect did not say which';
  const expected = request?.expectedVlan;
  return expected === undefined || expected === vlan
    ? `${vlan}, unchanged`
    : `${vlan}; the request expected ${expected}`;
}

function windowOf({ request }: Seen): string | undefined {
  const bounds = [
    ...(request?.notBefore === undefined ? [] : [`from ${shown(request.notBefore)}`]),
    ...(request?.notAfter === undefined ? [] : [`until ${shown(request.notAfter)}`]),
  ];
  return bounds.length === 0 ? undefined : bounds.join(' ');
}

function orderOf(request: NonNullable<EventData['request']>): string {
  return [
    ...(request.orderId === undefined ? [] : [quoted(request.orderId)]),
    `request ${shown(request.requestId)}`,
    ...(request.correlationId === request.requestId ? [] : [`correlation id ${quoted(request.correlationId)}`]),
    ...(request.requestedBy === undefined ? [] : [`requested by ${quoted(request.requestedBy)}`]),
  ].join(', ');
}
