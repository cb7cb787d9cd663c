import type { AsRead } from '../migration/model/request-item.ts';
import type { OutcomeFrom, RecordedOutcome } from '../migration/ports/requests.ts';
import { type Attributes, number, text } from './attributes.ts';
import type { Change } from './table.ts';

/** What a request's item must still be for a write to it: the guards of docs/ledger.md, by name. */
export type Condition = Pick<Change, 'condition' | 'values'>;

const CALLING = { ':calling': text('CALLING') };
const CALLED = { ...CALLING, ':held': text('HELD') };

/** RECEIVED after so many calls and under the fence: no one has called, or given its lock up, since it was read. */
export function ifReceived({ attempts, fence }: AsRead): Condition {
  return {
    condition: '#state = :received AND #attempts = :attempts AND #fence = :fence',
    values: { ':received': text('RECEIVED'), ':attempts': number(attempts), ':fence': number(fence) },
  };
}

/** CALLING under the attempt. */
export function ifCalling(attemptId: string): Condition {
  return {
    condition: '#state = :calling AND #attemptId = :attemptId',
    values: { ...CALLING, ':attemptId': text(attemptId) },
  };
}

/** CALLING or HELD under the attempt: its outcome is still open. */
export function ifCalled(attemptId: string): Condition {
  return {
    condition: '(#state = :calling OR #state = :held) AND #attemptId = :attemptId',
    values: { ...CALLED, ':attemptId': text(attemptId) },
  };
}

/** CALLING under the attempt, and not marked unclear yet. */
export function ifNotUnclear(attemptId: string): Condition {
  const { condition, values = {} } = ifCalling(attemptId);
  const isNew = 'attribute_not_exists(#unclearAttemptId) OR #unclearAttemptId <> :attemptId';
  return { condition: `${condition} AND (${isNew})`, values };
}

/** W4. Held once an attempt: a second time would publish its event with another time. */
export function ifWithoutOutcome(from: OutcomeFrom, state: RecordedOutcome['state']): Condition {
  if (!('attempt' in from)) return ifReceived(from);
  return state === 'HELD' ? ifCalling(from.attempt.id) : ifCalled(from.attempt.id);
}

/** The attribute is as it was read, or still absent. */
export function ifStill(name: string, read: Attributes[string] | undefined): Condition {
  if (!read) return { condition: `attribute_not_exists(#${name})` };
  const value = `:read_${name}`;
  return { condition: `#${name} = ${value}`, values: { [value]: read } };
}

/** Of one item, two attributes. */
export function bothOf(one: Condition, other: Condition): Condition {
  return {
    condition: `${one.condition} AND ${other.condition}`,
    values: { ...one.values, ...other.values },
  };
}
