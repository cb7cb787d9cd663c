import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Finding } from './finding.ts';

/** A finding that is as it should be, with the reason. */
export interface Acknowledgement {
  /** The tools' names of one rule: several tools may have the same. */
  rules: string[];
  /** Logical ids; a * stands for any part of one. */
  resources: string[];
  reason: string;
}

export interface Judged<F extends Finding> {
  /** Findings that nobody has acknowledged. */
  open: F[];
  acknowledged: (F & { reason: string })[];
  /** Acknowledgements, or names in them, of what nobody finds any more. */
  stale: string[];
}

export function readAcknowledgements(file: string): Acknowledgement[] {
  return parse(readFileSync(file, 'utf8')) as Acknowledgement[];
}

/** Holds the findings against what is acknowledged. An acknowledgement that fits nothing is a finding of its own. */
export function judge<F extends Finding>(
  findings: readonly F[],
  acknowledgements: readonly Acknowledgement[],
): Judged<F> {
  const reasonFor = (finding: F) => acknowledgements.find((known) => covers(known, finding))?.reason;
  const acknowledged = findings.flatMap((finding) => {
    const reason = reasonFor(finding);
    return reason === undefined ? [] : [{ ...finding, reason }];
  });
  const stale = acknowledgements.flatMap(({ rules, resources, reason }) => [
    ...rules.filter((rule) => !findings.some((finding) => covers({ rules: [rule], resources, reason }, finding))),
    ...resources.filter((one) => !findings.some((finding) => covers({ rules, resources: [one], reason }, finding))),
  ]);
  return { open: findings.filter((one) => reasonFor(one) === undefined), acknowledged, stale };
}

function covers({ rules, resources }: Acknowledgement, { rule, resource }: Finding): boolean {
  return rules.includes(rule) && resources.some((pattern) => matches(pattern, resource));
}

function matches(pattern: string, resource: string): boolean {
  return new RegExp(`^${pattern.replaceAll('*', '\\w*')}$`).test(resource);
}
