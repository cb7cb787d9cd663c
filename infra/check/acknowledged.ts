import * as v from 'valibot';
import { parse } from 'yaml';
import { issueInWords } from '../../src/contract/issue-words.ts';
import type { Finding } from './finding.ts';

/** A finding that is intended, with the reason. */
export interface Acknowledgement {
  /** The tools' names of one rule: several tools may have the same. */
  rules: string[];
  /** Logical ids; a * stands for any part of one. */
  resources: string[];
  reason: string;
}

export interface Judged<F extends Finding> {
  /** Findings that no one has acknowledged. */
  open: F[];
  acknowledged: (F & { reason: string })[];
  /** Acknowledgements, or names in them, that match no finding any more. */
  stale: string[];
}

const names = v.pipe(v.array(v.pipe(v.string(), v.nonEmpty())), v.minLength(1));
/** A word or two are not a reason. */
const schema = v.array(v.strictObject({ rules: names, resources: names, reason: v.pipe(v.string(), v.minLength(20)) }));

/** @throws Error that says which acknowledgement is wrong, and how */
export function readAcknowledgements(text: string): Acknowledgement[] {
  const result = v.safeParse(schema, parse(text));
  if (result.success) return result.output;
  const problems = result.issues.map((issue) => `${v.getDotPath(issue) ?? 'the list'}: ${issueInWords(issue)}`);
  throw new Error(`acknowledged.yml is wrong: ${problems.join('; ')}`);
}

/** Checks the findings against the acknowledgements. An acknowledgement that matches nothing is a finding of its own. */
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
