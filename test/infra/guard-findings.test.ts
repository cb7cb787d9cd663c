import { expect, it } from 'vitest';
import { guardFindings } from '../../infra/check/tools/guard-findings.ts';

const rule = (name: string, ...checks: object[]) => ({ Rule: { name, checks } });
const reportOf = (...rules: object[]) => JSON.stringify([{ not_compliant: rules }]);

it('each resource that a rule objects to is a finding, with the control’s sentence', () => {
  const check = {
    messages: { custom_message: '[CT.SQS.PR.2]: Require an encrypted queue' },
    from: '/Resources/BillingQueue/Properties',
    to: '/Resources/BillingQueue/Type',
  };
  expect(guardFindings({ stdout: reportOf(rule('sqs_check', check)), stderr: '' })).toEqual([
    { tool: 'cfn-guard', rule: 'sqs_check', resource: 'BillingQueue', message: expect.stringContaining('Require an') },
  ]);
});

it('an objection without a resource is a finding on the template', () => {
  expect(guardFindings({ stdout: reportOf(rule('whole_check')), stderr: '' })).toEqual([
    { tool: 'cfn-guard', rule: 'whole_check', resource: 'the template', message: 'whole_check' },
  ]);
});

it.each([
  ['it could not be started', { stdout: '', stderr: '', error: new Error('ENOENT') }, 'cfn-guard did not run: ENOENT'],
  ['it printed nothing', { stdout: '', stderr: '' }, 'cfn-guard did not run: '],
  ['it could not read a file of rules', { stdout: reportOf(), stderr: 'Parsing error' }, 'did not run: Parsing error'],
  ['it read no template', { stdout: '[]', stderr: '' }, 'cfn-guard reported on no template'],
])('is not a report where %s', (_why, run, message) => {
  expect(() => guardFindings(run)).toThrow(message);
});
