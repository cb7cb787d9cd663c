import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { judge } from '../../infra/check/acknowledged.ts';
import { type Finding, merge } from '../../infra/check/finding.ts';
import { reportOf } from '../../infra/check/report.ts';

const finding = (rule: string, resource: string): Finding => ({ tool: 'a tool', rule, resource, message: 'Have it' });
const TLS = [finding('no-tls', 'Orders'), finding('no-tls', 'Invoices')];
const ENDS = { rules: ['no-dlq'], resources: ['*'], reason: 'they end here' };

const textOf = (findings: Finding[], isAll = false, known = [ENDS]) => {
  const judged = judge(merge([{ template: 'default', findings }]), known);
  return stripVTControlCharacters(reportOf(judged, isAll));
};

describe('findings', () => {
  it('are merged, however often a tool reports them, with the templates that have them', () => {
    const reports = [
      { template: 'default', findings: [...TLS, ...TLS] },
      { template: 'open', findings: TLS.slice(0, 1) },
    ];

    expect(merge(reports)).toEqual([
      { ...TLS[0], templates: ['default', 'open'] },
      { ...TLS[1], templates: ['default'] },
    ]);
  });
});

describe('the report', () => {
  it('has a rule once, with its resources, and ends with the counts', () => {
    const text = textOf([...TLS, finding('no-dlq', 'Dead')]);

    expect(text).toContain('  no-tls (a tool; default)\n    Have it\n    Orders, Invoices\n');
    expect(text).not.toContain('they end here');
    expect(text.trimEnd().split('\n').at(-1)).toBe('Failed: findings 2 not acknowledged, 1 acknowledged, 0 stale');
  });

  it('has the acknowledged ones with their reasons, if asked', () => {
    const text = textOf([finding('no-dlq', 'Dead')], true);

    expect(text).toContain('    Dead\n    Reason: they end here\n');
    expect(text).toContain('Passed: findings 0 not acknowledged, 1 acknowledged, 0 stale');
  });

  it('fails on an acknowledgement without a finding, and names it', () => {
    const text = textOf([]);

    expect(text).toContain('Nothing is found any more of no-dlq');
    expect(text).toContain('Failed: findings 0 not acknowledged, 0 acknowledged, 2 stale');
  });

  it('fits into 100 columns, whatever the names', () => {
    const long = finding(`Rule[${'arn:'.repeat(60)}]`, 'Resource'.repeat(20));

    const lines = textOf([long, ...TLS]).split('\n');

    expect(Math.max(...lines.map((line) => line.length))).toBe(100);
  });
});
