import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { onTestFinished } from 'vitest';
import { type PageFiles, pageFiles } from '../../../src/cli/ui/page-files.ts';
import { type Page, servePage } from '../../../src/cli/ui/serve.ts';
import type { Drain } from '../../../src/drain/run/drain.ts';
import { LINE_STATES, type LineProgress } from '../../../src/drain/run/line.ts';
import { type Answers, type MadeContext, madeContext, worldOf } from '../../support/cli-context.ts';
import {
  controlItem,
  drainItem,
  madeHeld,
  madeVerification,
  planItem,
  requestItem,
  verificationItem,
} from '../../support/cli-items.ts';
import { START } from '../../support/world.ts';
import { answering, ID, madePlan, running, tryAt } from '../../unit/cli/drain/given.ts';

type Item = Record<string, AttributeValue>;

/** Bundled once for all pages of a file. */
let files: Promise<PageFiles> | undefined;

export interface ServedWorld extends Page {
  context: MadeContext;
  /** What the service was asked to do. */
  commands: () => object[];
}

/** Serves the page of a world that is made up; the clock is the machine's. */
export async function serveWorld(
  items: readonly Item[],
  answers: Answers = {},
  { isReadOnly = false } = {},
): Promise<ServedWorld> {
  files ??= pageFiles();
  const { Invoke, asked } = answering(madePlan(), {
    state: 'STOPPED',
    onTheirWay: [],
    noCallAfter: '2026-12-24T19:00:02Z',
  });
  const made = madeContext({ ...worldOf(...items), ...PORTS, Invoke: answerer(Invoke), ...answers });
  const page = await servePage({ ...made, clock: Date.now }, { files: await files, port: 0, by: 'jo', isReadOnly });
  onTestFinished(() => page.close());
  return { ...page, context: made, commands: () => asked.map(({ command }) => command) };
}

/** Whether one may is asked with no command. */
function answerer(Invoke: Answers[string] | undefined): NonNullable<Answers[string]> {
  return (input: { InvocationType?: string }) => (input.InvocationType === 'DryRun' ? {} : Invoke?.(input as never));
}

const PORTS: Answers = {
  DescribeInterconnects: () => ({
    interconnects: [
      {
        interconnectId: 'dxcon-old',
        interconnectName: 'FRA old',
        interconnectState: 'available',
        location: 'EqFR5',
        bandwidth: '100Gbps',
      },
      { interconnectId: 'dxcon-down', interconnectState: 'down', location: 'EqFR5', bandwidth: '10Gbps' },
    ],
  }),
  DescribeLags: () => ({ lags: [] }),
  DescribeHostedConnections: () => ({ connections: [] }),
};

/** As far as the states go, a line in each; the rest is well, and the last half is planned. */
function progress(at: number, count: number): Partial<LineProgress> {
  const state = LINE_STATES[at] ?? (at < count / 2 ? 'healthy' : 'planned');
  return state === 'planned'
    ? { state }
    : { state, atMs: START, try: tryAt(START), ...(state === 'failed' ? { cause: 'VLAN_CONFLICT' } : {}) };
}

/** A drain of so many lines in all states that there are, that runs unless it is said otherwise. */
export function drainOf(count: number, fields: Partial<Drain> = {}): { drain: Drain; items: Item[] } {
  // As little as it takes for a thousand to have room.
  const plan = madePlan(count, 50);
  const ids = plan.lines.map(({ connectionId }) => connectionId);
  const lines = Object.fromEntries(ids.map((id, at) => [id, progress(at, count)]));
  const drain = running(plan, fields, lines);
  return { drain, items: [drainItem(drain), planItem(plan)] };
}

/** So many requests that are held, and as many lines that are not well. */
export function needsOf(count: number): Item[] {
  return Array.from({ length: count }, (_, at) => [
    requestItem(madeHeld({ requestId: `held-${at}`, connectionId: `dxcon-held${at}` })),
    verificationItem(
      `sick-${at}`,
      madeVerification({
        connectionId: `dxcon-sick${at}`,
        verdict: 'UNHEALTHY',
        verdictAtMs: START,
        failings: ['STATE'],
      }),
    ),
  ]).flat();
}

/** A world of no lines, of ten, or of a thousand: with a drain, and with what needs a person. */
export function worldItems(count: number): Item[] {
  if (count === 0) return [];
  const closed = { 'dxcon-closed': { atMs: START, by: 'dx-migrator', why: '3 lines not healthy' } };
  return [...drainOf(count).items, ...needsOf(count / 2), controlItem({ closedParents: closed })];
}

export { ID };
