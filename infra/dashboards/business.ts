import type { Outcome } from '../../src/contract/event-names.ts';
import type { Verdict } from '../../src/contract/operations/names.ts';
import { requestsQueueName } from '../../src/handlers/requests-queue.ts';
import type { Tenant } from '../../src/migration/model/tenants.ts';
import type { Sub } from '../cloudformation.ts';
import { OWN, ofQueue, ofStage } from '../metrics.ts';
import { dashboardBody, graph, type Line, numbers, type Rendering, search } from './widgets.ts';

// From best to worst, and coloured so.
const VERDICTS: [verdict: Verdict, color: `#${string}`][] = [
  ['HEALTHY', '#2ca02c'],
  ['OVERTAKEN', '#1f77b4'],
  ['GONE', '#8c564b'],
  ['UNKNOWN', '#9467bd'],
  ['MOVED_AWAY', '#ff7f0e'],
  ['UNHEALTHY', '#d62728'],
];
const OUTCOMES: [outcome: Outcome, color: `#${string}`][] = [
  ['MIGRATED', '#2ca02c'],
  ['PLANNED', '#1f77b4'],
  ['REJECTED', '#ff7f0e'],
  ['FAILED', '#d62728'],
  ['HELD', '#9467bd'],
];
const SECONDS = { label: 'seconds', showUnits: false };

type OutcomeMetric = 'Outcomes' | 'OutcomeAge';

/** What customers and their order systems get: requests, outcomes, lead time, and what is held. */
export function business(name: string, stage: string, tenants: readonly Pick<Tenant, 'name'>[]): Sub {
  const ofOutcome = (name: OutcomeMetric, outcome: Outcome, rendering: Rendering): Line => ({
    metric: { namespace: OWN, name, dimensions: { stage, outcome } },
    rendering,
  });
  const byOutcome = (name: OutcomeMetric) =>
    OUTCOMES.map(([outcome, color]) => ofOutcome(name, outcome, { label: outcome, color }));
  const leadTime = (rendering: Rendering) => ofOutcome('OutcomeAge', 'MIGRATED', rendering);
  const byReason = (outcome: Outcome) =>
    search(outcome.toLowerCase(), 'Outcomes', ['outcome', 'reason'], { stage, outcome });
  const verdicts = VERDICTS.map(([cause, color]): Line => {
    return {
      metric: { namespace: OWN, name: 'Verdicts', dimensions: { stage, cause } },
      rendering: { label: cause, color },
    };
  });
  const firstGood = (rendering: Rendering): Line => ({ metric: ofStage(stage, 'VerificationSeconds'), rendering });
  const lines = tenants.map((tenant) => ({
    metric: ofQueue(requestsQueueName(name, tenant.name), 'NumberOfMessagesSent'),
    rendering: { label: tenant.name },
  }));
  // A graph without a line is none.
  const sent = lines.length === 0 ? [] : [graph('Requests sent, by tenant', lines, { stacked: true })];
  return dashboardBody([
    [numbers('Outcomes', byOutcome('Outcomes'))],
    [...sent, graph('Outcomes', byOutcome('Outcomes'), { stacked: true })],
    [
      graph(
        'Lead time: from requestedAt to MIGRATED',
        [
          leadTime({ stat: 'p50', label: 'half of them' }),
          leadTime({ stat: 'p90', label: 'nine of ten' }),
          leadTime({ stat: 'Maximum', label: 'all' }),
        ],
        { left: SECONDS },
      ),
      graph('Lead time by outcome, median', byOutcome('OutcomeAge'), { stat: 'p50', left: SECONDS }),
    ],
    [
      graph('Rejected, by reason', [byReason('REJECTED')], { stacked: true }),
      graph('Failed, by reason', [byReason('FAILED')], { stacked: true }),
      graph('Held', [ofOutcome('Outcomes', 'HELD', { label: 'held', color: '#9467bd' })]),
    ],
    [
      graph('What became of moved lines', verdicts, { stacked: true }),
      graph(
        'From the move to the first good look, at most',
        [
          firstGood({ stat: 'p50', label: 'half of them' }),
          firstGood({ stat: 'p90', label: 'nine of ten' }),
          firstGood({ stat: 'Maximum', label: 'all' }),
        ],
        { left: SECONDS },
      ),
    ],
  ]);
}
