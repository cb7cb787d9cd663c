import type { MigrationEvent, Outcome } from 'dx-migrator/contract';
import type { Devices } from './device.ts';
import { ALL_WELL, DECIDES_HELD, EXPECTATIONS, type Expectation, type Role } from './expectations.ts';
import { factsOf } from './facts.ts';
import type { EventData } from './seen.ts';
import { shown } from './shown.ts';
import { subjectOf } from './subject.ts';

/** Whom a message is for. */
export type Recipient = { role: 'operators' } | { role: 'orderSystem'; tenant: string };

/** A message as it waits to be sent, as plain text: whoever makes HTML of it escapes it. */
export interface OutboxMessage {
  eventId: string;
  outcome: Outcome;
  /** Of the event: a request can be held once an attempt. */
  attempts: number;
  for: Recipient[];
  subject: string;
  /** Lines of `label: value`. */
  text: string;
}

/** @param decidesHeld whether it is the final outcome of a request that was reported as held before */
export function composeMessage({ detail }: MigrationEvent, devices: Devices, decidesHeld: boolean): OutboxMessage {
  const { metadata, data } = detail;
  const expected = expectedOf(data, decidesHeld);
  const lines = [
    ...factsOf(data, metadata.causationId, devices),
    ...expected.map(([role, what]) => [EXPECTED_OF[role], what]),
  ];
  return {
    eventId: metadata.eventId,
    outcome: data.outcome,
    attempts: data.attempts,
    for: expected.map(([role]) => (role === 'operators' ? { role } : { role, tenant: shown(data.tenant ?? '') })),
    subject: subjectOf(data, decidesHeld),
    text: lines.map(([label, value]) => `${label}: ${value}`).join('\n'),
  };
}

const EXPECTED_OF: Record<Role, string> = {
  orderSystem: 'Expected of the order system',
  operators: 'Expected of the operators',
};

function expectedOf(data: EventData, decidesHeld: boolean): [Role, string][] {
  const expected = { ...expectation(data), ...(decidesHeld ? { operators: DECIDES_HELD } : {}) };
  return Object.entries(expected) as [Role, string][];
}

function expectation({ outcome, reason }: EventData): Expectation['of'] {
  if (reason) return EXPECTATIONS[reason.code].of;
  return outcome === 'PLANNED' ? ALL_WELL.planned : ALL_WELL.done;
}
