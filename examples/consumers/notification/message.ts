import type { MigrationEvent, Outcome } from 'dx-migrator/contract';
import type { Verdict } from 'dx-migrator/operations';
import type { Devices } from './device.ts';
import { ALL_WELL, DECIDES_HELD, EXPECTATIONS, type Expectation, type Role } from './expectations.ts';
import { type Fact, factsOf } from './facts.ts';
import type { Told } from './maintenance-state.ts';
import type { EventData } from './seen.ts';
import { shown } from './shown.ts';
import { subjectOf } from './subject.ts';

/** Whom a message is for. */
export type Recipient =
  | { role: 'operators' }
  | { role: 'orderSystem'; tenant: string }
  /** Whose lines they are. `contacts`, as the partner wrote them, may be none: then whoever sends it knows whom to tell, or finds out. */
  | { role: 'customer'; ownerAccount: string | null; contacts: string[] };

/** A message as it waits to be sent, as plain text: whoever makes HTML of it escapes it. */
interface Message {
  eventId: string;
  for: Recipient[];
  subject: string;
  /** Lines of `label: value`. */
  text: string;
}

/** About an outcome. */
export interface OutcomeMessage extends Message {
  outcome: Outcome;
  /** Of the event: a request can be held once an attempt. */
  attempts: number;
}

/** About what became of the line afterwards. */
export interface VerdictMessage extends Message {
  verdict: Verdict;
  /** Of the event: when the verdict was recorded. */
  occurredAt: string;
}

/** What is sent with a message, as a file. */
export interface Attachment {
  name: string;
  type: string;
  text: string;
}

/** To a customer, about the maintenance of all their lines in a drain. */
export interface MaintenanceMessage extends Message {
  /** What it says, so that a later one is sent only if there is news. */
  told: Told;
  attachments: Attachment[];
}

export type OutboxMessage = OutcomeMessage | VerdictMessage | MaintenanceMessage;

/** @param decidesHeld whether it is the final outcome of a request that was reported as held before */
export function composeMessage({ detail }: MigrationEvent, devices: Devices, decidesHeld: boolean): OutcomeMessage {
  const { metadata, data } = detail;
  const expected = { ...expectation(data), ...(decidesHeld ? { operators: DECIDES_HELD } : {}) };
  return {
    eventId: metadata.eventId,
    outcome: data.outcome,
    attempts: data.attempts,
    subject: subjectOf(data, decidesHeld),
    ...addressed(factsOf(data, metadata.causationId, devices), expected, data.tenant ?? ''),
  };
}

/** For whom the facts are, and the text with what is expected of each. */
export function addressed(
  facts: readonly Fact[],
  expected: Expectation['of'],
  tenant: string,
): Pick<Message, 'for' | 'text'> {
  const roles = Object.entries(expected) as [Role, string][];
  const lines = [...facts, ...roles.map(([role, what]) => [EXPECTED_OF[role], what])];
  return {
    for: roles.map(([role]) => (role === 'operators' ? { role } : { role, tenant: shown(tenant) })),
    text: lines.map(([label, value]) => `${label}: ${value}`).join('\n'),
  };
}

const EXPECTED_OF: Record<Role, string> = {
  orderSystem: 'Expected of the order system',
  operators: 'Expected of the operators',
};

function expectation({ outcome, reason }: EventData): Expectation['of'] {
  if (reason) return EXPECTATIONS[reason.code].of;
  return outcome === 'PLANNED' ? ALL_WELL.planned : ALL_WELL.done;
}
