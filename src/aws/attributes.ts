import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { LedgerError } from '../migration/model/ledger-error.ts';

/** A DynamoDB item as the low-level client reads and writes it. */
export type Attributes = Record<string, AttributeValue>;

export function text(value: string): AttributeValue {
  return { S: value };
}

export function number(value: number): AttributeValue {
  return { N: String(value) };
}

/** Structures are stored as JSON text: nothing is queried inside them, and they come back to the letter. */
export function json(value: object): AttributeValue {
  return { S: JSON.stringify(value) };
}

export function list(values: AttributeValue[]): AttributeValue {
  return { L: values };
}

export function binary(value: Uint8Array): AttributeValue {
  return { B: value };
}

export function readText(item: Attributes, name: string): string | undefined {
  return item[name]?.S;
}

export function readNumber(item: Attributes, name: string): number | undefined {
  const value = item[name]?.N;
  return value === undefined ? undefined : Number(value);
}

export function readJson<T>(item: Attributes, name: string): T | undefined {
  const value = item[name]?.S;
  return value === undefined ? undefined : (JSON.parse(value) as T);
}

/** Throws where an item lacks what every item of its kind has: someone else has written to the table. */
export function required<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new LedgerError('an item', `lacks "${name}"`);
  return value;
}

/** A member that is left out where there is no value. */
export function optional<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { [P in K]?: V };
}

/** Leaves out what is not there. */
export function present(attributes: Record<string, AttributeValue | undefined>): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).filter((entry): entry is [string, AttributeValue] => entry[1] !== undefined),
  );
}
