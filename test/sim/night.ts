import { Random } from '../support/random.ts';
import type { Ablation } from './ablation.ts';
import type { Evidence } from './auditor/evidence.ts';
import { RandomFate, type Weather } from './random-fate.ts';
import { play } from './run.ts';
import { contentOf, type Draft } from './scenario/content.ts';
import { type Hostility, hostileSendings, type Target, unanswered } from './scenario/hostile-tenant.ts';
import type { Sending } from './scenario/scenario.ts';
import { MINUTE, SECOND, SETTINGS, START } from './settings.ts';
import { CROWD, INTERCONNECT, LAG, LINES, type Line, lineOf, OTHER_LAG } from './topology.ts';
import { undisturbed } from './undisturbed.ts';

/** What became of the request of an order system. */
export interface Result {
  key: string;
  /** Its disposition, or the reason for its rejection. */
  end: string | undefined;
  /** From when it was sent, or its window began, until its outcome was published. */
  seconds: number;
}

/** A night of orders in calm weather, at the rate that is packaged: who gives them, and what another tenant does meanwhile. */
export interface Night {
  results: readonly Result[];
  evidence: Evidence;
}

const CALM: Weather = {
  rates: {},
  lagging: 0,
  clockOffset: 0,
  extremes: 0,
  contests: 0,
  hostility: 0,
  guards: 0,
  releases: 0,
  drains: 0,
  restores: 0,
};

const OPENS = START + 5 * MINUTE;
const QUIET = START + 20 * MINUTE;

/** @param besides what another tenant sends */
export async function playNight(seed: number, besides: Besides | undefined, ablation?: Ablation): Promise<Night> {
  const random = new Random(seed, 1);
  const orders = [...singleMoves(random), ...pairs()];
  const all = [...orders.map(sendingOf), ...(besides?.(new Random(seed, 3)) ?? [])];
  const fate = new RandomFate(new Random(seed, 2), CALM, SETTINGS);
  const brownOut = unanswered(TARGET, QUIET);
  const evidence = await play(
    {
      ...undisturbed(fate, all),
      lines: linesOf(all),
      changes: [{ at: brownOut.from, run: () => fate.beginBrownOut(brownOut) }],
      clear: () => fate.clear(),
      clearAtMs: QUIET,
      // Two invocations for each tenant's queue, as it is packaged.
      concurrency: 2,
    },
    undefined,
    ablation,
  );
  return { results: orders.map((draft) => resultOf(draft, evidence)), evidence };
}

export type Besides = (random: Random) => Sending[];

const TARGET: Target = {
  ...{ line: 'dxcon-line1', shared: 'dxcon-line2', fromMs: START, opensAtMs: OPENS },
  aheadMs: 5 * MINUTE - SECOND,
};

/** A hostile tenant. */
export function hostile(hostility: Hostility): Besides {
  return (random) => hostileSendings(hostility, TARGET, random);
}

/** So many requests of another tenant, each for a line of its own, whose windows begin just before the others order. */
export function ahead(count: number): Besides {
  return () =>
    CROWD.orders.slice(-count).map(({ connectionId }, number) => {
      const order = { tenant: 'second', requestId: `x${number}`, connectionId, from: INTERCONNECT, to: LAG };
      return sendingOf({ ...order, requestedAtMs: START + number * 100, notBefore: OPENS - 10 * SECOND });
    });
}

/** During what the hostile tenant does, and at the moment that its requests wait for. */
function singleMoves(random: Random): Draft[] {
  const own = CROWD.orders.slice(0, 6).map(({ connectionId }) => connectionId);
  const moves = ['dxcon-line1', 'dxcon-line2', ...own].map((connectionId, number) =>
    orderAt(START + random.between(MINUTE, 4 * MINUTE), { requestId: `o${number}`, connectionId }),
  );
  const rivals = CROWD.rival
    .slice(0, 3)
    .map(({ connectionId }, number) =>
      orderAt(START + random.between(MINUTE, 6 * MINUTE), { tenant: 'rival', requestId: `v${number}`, connectionId }),
    );
  const [connectionId = ''] = CROWD.orders.slice(6, 7).map((line) => line.connectionId);
  const inOneMinute = { notBefore: OPENS, notAfter: OPENS + MINUTE };
  return [...moves, ...rivals, orderAt(START, { requestId: 'minute', connectionId, ...inOneMinute })];
}

/** What the contract says of two orders for one line, each given a second after the other while others wait for their turns. */
function pairs(): Draft[] {
  const [withdrawn, replaced, chained] = CROWD.orders.slice(7, 10).map(({ connectionId }) => ({ connectionId }));
  const waits = { notBefore: OPENS + MINUTE };
  const orders: Partial<Draft>[] = [
    { ...withdrawn, ...waits, ends: 'SUPERSEDED' },
    { ...withdrawn, to: INTERCONNECT, ends: 'alreadyThere' },
    { ...replaced, ...waits, ends: 'SUPERSEDED' },
    { ...replaced, to: OTHER_LAG, ends: 'moved' },
    { ...chained, ends: 'moved' },
    { ...chained, from: LAG, to: OTHER_LAG, ends: 'moved' },
  ];
  return orders.map((order, number) => orderAt(OPENS + number * SECOND, { requestId: `p${number}`, ...order }));
}

function orderAt(requestedAtMs: number, order: Partial<Draft>): Draft {
  const common = { tenant: 'orders', requestId: '', connectionId: '', from: INTERCONNECT, to: LAG };
  return { ...common, requestedAtMs, ...order };
}

function sendingOf(draft: Draft): Sending {
  return { at: draft.requestedAtMs, content: contentOf(draft), group: draft.connectionId };
}

/** Those that they are about, but for those of every run. */
function linesOf(sendings: readonly Sending[]): Line[] {
  const lines = sendings.flatMap(({ content }) => lineOf(content.order?.draft.connectionId ?? '') ?? []);
  return [...new Set(lines)].filter((line) => !LINES.includes(line));
}

function resultOf({ tenant, requestId, notBefore = 0 }: Draft, { requests }: Evidence): Result {
  const key = `${tenant}#${requestId}`;
  const request = requests.get(key);
  const { data } = request?.recorded ?? {};
  const from = Math.max(request?.sentAtMs ?? 0, notBefore);
  const seconds = ((request?.publishedAtMs ?? Number.POSITIVE_INFINITY) - from) / SECOND;
  return { key, end: data?.disposition ?? data?.reason?.code, seconds };
}
