import Table from 'cli-table3';
import type { AblationResult } from './ablate.ts';
import type { Totals } from './run-seeds.ts';
import type { SweepReport, Swept } from './sweep.ts';

/** The first failures are enough to go by. */
const SHOWN = 10;

export function formatTotals({ seeds, counts, timesToOutcome, failures, milliseconds }: Totals): string {
  const table = new Table({ head: ['what', 'how often'] });
  for (const [what, count] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1))) table.push([what, count]);
  const speed = `${seeds} seeds in ${(milliseconds / 1000).toFixed(1)} s, ${(milliseconds / seeds).toFixed(2)} ms a seed`;
  const shown = failures.slice(0, SHOWN).map(({ text }) => text);
  return `${[table.toString(), formatTimes(timesToOutcome), speed, ...shown].join('\n')}\n`;
}

/** Of sorted times: how long outcomes took once all faults were over. */
function formatTimes(times: readonly number[]): string {
  const at = (share: number) => `${((times[Math.floor(share * (times.length - 1))] ?? 0) / 1000).toFixed(1)} s`;
  return `from quiet to ${times.length} outcomes: median ${at(0.5)}, p99 ${at(0.99)}, worst ${at(1)}`;
}

export function formatSweep(reports: readonly (readonly [Swept, SweepReport])[]): string {
  const table = new Table({ head: ['run', 'fault points', 'single faults', 'pairs', 'broken'] });
  for (const [swept, { points, singles, pairs, findings }] of reports) {
    table.push([swept, points, singles, pairs, findings.length]);
  }
  const findings = reports.flatMap(([, report]) => report.findings).slice(0, SHOWN);
  const shown = findings.map(({ faults, violations }) =>
    [faults.join(' and '), ...violations.map(({ rule, what }) => `  ${rule}: ${what}`)].join('\n'),
  );
  return `${[table.toString(), ...shown].join('\n')}\n`;
}

export function formatAblations(results: readonly AblationResult[]): string {
  const table = new Table({ head: ['without', 'failed', 'of seeds', 'first', 'broken'] });
  for (const { guard, failed, seeds, first, rules } of results) {
    table.push([guard, failed, seeds, first ?? 'none', Object.keys(rules).join(', ')]);
  }
  return `${table.toString()}\n`;
}
