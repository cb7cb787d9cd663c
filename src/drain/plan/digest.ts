import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Plan, PlanBody } from './plan.ts';

/** The plan with what it is approved by. */
export function seal(body: PlanBody): Plan {
  return { ...body, digest: digestOf(body) };
}

/** The same for the same content, however it was written (RFC 8785). */
export function digestOf(body: PlanBody): string {
  return `sha256:${createHash('sha256').update(canonical(body)).digest('hex')}`;
}

/** A plan's file: canonical JSON, one line. */
export function planText(plan: Plan): string {
  return `${canonical(plan)}\n`;
}

function canonical(value: object): string {
  const text = canonicalize(value);
  if (text === undefined) throw new Error('a plan is an object');
  return text;
}
