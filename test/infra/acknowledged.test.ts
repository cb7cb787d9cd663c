import { expect, it } from 'vitest';
import { type Acknowledgement, judge, readAcknowledgements } from '../../infra/check/acknowledged.ts';
import type { Finding } from '../../infra/check/finding.ts';

const finding = (rule: string, resource: string): Finding => ({ tool: 'a tool', rule, resource, message: 'why' });
const QUEUES: Acknowledgement = {
  rules: ['no-dlq'],
  resources: ['*DeadLetterQueue', 'Quarantine'],
  reason: 'they end here',
};

it('a finding is open unless its rule and its resource are acknowledged together', () => {
  const findings = [
    finding('no-dlq', 'RequestsDeadLetterQueue'),
    finding('no-dlq', 'Quarantine'),
    finding('no-dlq', 'RequestsQueue'),
    finding('no-dlq', 'DeadLetterQueueOfOthers'),
    finding('no-tls', 'Quarantine'),
  ];

  const { open, acknowledged, stale } = judge(findings, [QUEUES]);

  expect(acknowledged).toEqual(findings.slice(0, 2).map((one) => ({ ...one, reason: QUEUES.reason })));
  expect(open).toEqual(findings.slice(2));
  expect(stale).toEqual([]);
});

it('an acknowledgement of something that is no longer found is stale, part by part', () => {
  const { stale } = judge([finding('no-dlq', 'Quarantine')], [{ ...QUEUES, rules: ['no-dlq', 'sqs-dlq'] }]);

  expect(stale).toEqual(['sqs-dlq', '*DeadLetterQueue']);
});

it('an acknowledgement has rules, resources and a reason; otherwise it stops the check and is named', () => {
  const good = '- rules: [no-dlq]\n  resources: [Quarantine]\n  reason: people read it, no code that fails\n';
  expect(readAcknowledgements(good)).toHaveLength(1);
  for (const [wrong, place] of [
    [good.replace(/reason:.*/, "reason: ''"), '0.reason'],
    [good.replace('[Quarantine]', '[]'), '0.resources'],
    [good.replace('rules', 'rule'), '0.rules'],
    ['', 'the list'],
  ] as const) {
    expect(() => readAcknowledgements(wrong)).toThrow(`acknowledged.yml is wrong: ${place}`);
  }
});
