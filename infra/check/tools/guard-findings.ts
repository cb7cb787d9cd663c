import type { Finding } from '../finding.ts';

export const TOOL = 'cfn-guard';

/** What cfn-guard prints of one template; of a rule's checks only which resources they name is used. */
interface GuardReport {
  not_compliant: { Rule: { name: string; checks: unknown[] } }[];
}

/** The result of a run of cfn-guard, from Node. */
export interface GuardRun {
  stdout: string;
  stderr: string;
  error?: Error | undefined;
}

/** What a run of cfn-guard has found in one template. Throws unless it has read that, and every file of rules. */
export function guardFindings({ stdout, stderr, error }: GuardRun): Finding[] {
  // It skips a file of rules that it cannot read, with a message on stderr.
  if (error || stdout === '' || stderr !== '') throw new Error(`cfn-guard did not run: ${error?.message ?? stderr}`);
  const [report] = JSON.parse(stdout) as GuardReport[];
  if (!report) throw new Error('cfn-guard reported on no template');
  return report.not_compliant.flatMap(({ Rule }) => toFindings(Rule.name, Rule.checks));
}

function toFindings(rule: string, checks: unknown[]): Finding[] {
  const text = JSON.stringify(checks);
  const resources = new Set([...text.matchAll(/\/Resources\/(\w+)\//g)].map(([, logicalId = '']) => logicalId));
  const message = /\[CT\.[^\]]*\]: (?<sentence>[^\\]*)/.exec(text)?.groups?.sentence ?? rule;
  // A rule may object to the template as a whole, or to what is not in it.
  const places = resources.size === 0 ? ['the template'] : [...resources];
  return places.map((resource) => ({ tool: TOOL, rule, resource, message }));
}
