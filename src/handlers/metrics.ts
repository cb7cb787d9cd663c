import type { ReconcileReport } from '../migration/reconcile.ts';

/**
 * One run of reconcile as metrics, in CloudWatch's embedded metric format: a log line that carries them at its root
 * ("Specification: Embedded metric format", CloudWatch User Guide).
 *
 * @param now milliseconds since the epoch
 */
export function reconcileMetrics(report: ReconcileReport, functionName: string, now: number): Record<string, unknown> {
  const named = Object.entries(report).map(([name, value]) => [`Reconcile${capitalised(name)}`, value] as const);
  const Metrics = named.map(([Name]) => ({ Name, Unit: 'Count' }));
  return {
    _aws: {
      Timestamp: now,
      CloudWatchMetrics: [{ Namespace: 'dx-migrator', Dimensions: [['function']], Metrics }],
    },
    function: functionName,
    ...Object.fromEntries(named),
  };
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
