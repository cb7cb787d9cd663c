import type { Row } from './goals.ts';
import { burstOf, playOnStack, type StackMeasures, type StackOptions } from './stack-run.ts';
import type { StackScenario } from './stack-scenario.ts';

const N = 500;
const THREE = { large: 400, small: 50, third: 50 };
/** As the service ships; time enough for all messages to be taken. */
const SHIPPED = { tenants: THREE, lead: 60, stage: 'pace' };

type Figure = Pick<Row, 'what' | 'unit' | 'goal'> & { of: (measures: StackMeasures) => number };

interface Goal {
  scenario: StackScenario;
  figures: Figure[];
}

/** The wake-up is the schedule's, within a minute: from then on it is the pace that counts. */
const started = ({ calls }: StackMeasures) => calls[0]?.at ?? Number.POSITIVE_INFINITY;
const lastCall = (measures: StackMeasures) => (measures.calls.at(-1)?.at ?? 0) - started(measures);
const lastOfSmall = (measures: StackMeasures) =>
  (measures.calls.findLast(({ tenant }) => tenant !== 'large')?.at ?? Number.POSITIVE_INFINITY) - started(measures);

/** What holds however fast Direct Connect is. */
function always(rate: number): Figure[] {
  return [
    { what: '  the first of them, after all were due', unit: 's', goal: 62 + (2 * 3) / rate, of: started },
    { what: '  the last message taken, before that', unit: 's', goal: 0, of: ({ arrivedAt }) => arrivedAt },
    { what: '  lines not moved once', unit: '', goal: 0, of: ({ wronglyMoved }) => wronglyMoved },
    { what: "  the auditor's objections", unit: '', goal: 0, of: ({ objections }) => objections.length },
    { what: '  Describe calls a move', unit: '', goal: 6.2, of: ({ describes }) => describes / N },
    // No goal: it says what the machine, and not the service, has to do with the others.
    { what: '  the servers stood still, at most', unit: 's', goal: Number.POSITIVE_INFINITY, of: ({ stall }) => stall },
  ];
}

function atTheCeiling(rate: number): Goal {
  return {
    scenario: { ...SHIPPED, rate, apiRate: rate },
    figures: [
      { what: `${N} calls at ${rate}/s, from the first`, unit: 's', goal: (1.01 * N) / rate + 3, of: lastCall },
      { what: '  50 of two tenants beside 400', unit: 's', goal: 150 / rate + (0.1 * N) / rate, of: lastOfSmall },
      { what: '  throttles', unit: '', goal: 0, of: ({ throttles }) => throttles },
      {
        ...{ what: '  burst that the API must allow', unit: '', goal: 2 },
        of: ({ calls }) =>
          burstOf(
            calls.map(({ at }) => at),
            rate,
          ),
      },
      ...always(rate),
    ],
  };
}

function atHalf(rate: number): Goal {
  const apiRate = rate / 2;
  return {
    scenario: { ...SHIPPED, rate, apiRate },
    figures: [
      {
        ...{ what: `${N} calls, API at ${apiRate}/s, ceiling ${rate}/s, from the first`, unit: 's' },
        ...{ goal: (1.2 * N) / apiRate + 3, of: lastCall },
      },
      { what: '  throttles a move', unit: '', goal: 0.06, of: ({ throttles }) => throttles / N },
      ...always(rate),
    ],
  };
}

const GOALS: Goal[] = [...[2, 5].map(atTheCeiling), atHalf(4)];

/** Plays every scenario, one after the other. */
export async function measureOnStack(options: StackOptions): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { scenario, figures } of GOALS) {
    const measures = await playOnStack(scenario, options);
    for (const objection of measures.objections) options.log(`objection: ${objection}`);
    for (const { of, ...row } of figures) rows.push({ ...row, now: of(measures) });
  }
  return rows;
}
