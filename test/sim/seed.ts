import { formatTime } from '../../src/contract/time.ts';
import type { Settings } from '../../src/migration/model/settings.ts';
import { Random } from '../support/random.ts';
import { drawBrownOut } from './brown-outs.ts';
import { drawDeployments } from './deployments.ts';
import { drawDoubleListings } from './double-listings.ts';
import { type Drawn, drainedTimes, drawDrains, NO_DRAINS } from './drains/draw.ts';
import { drawLock, drawNames } from './groups.ts';
import { withGuards } from './guards.ts';
import { drawLists, SHORT } from './lists.ts';
import { WHO } from './operators.ts';
import { drawOutages, type Outage } from './outage.ts';
import { drawTimes } from './packaged-settings.ts';
import { RandomFate, randomWeather, stormAfterLastOrder, type Weather } from './random-fate.ts';
import { withReleases } from './releases.ts';
import type { OperatorPlan, Plan } from './run.ts';
import { drawContest } from './scenario/contest.ts';
import { drawHostility } from './scenario/hostile-tenant.ts';
import { disputedTarget } from './scenario/out-of-band-stories.ts';
import { Scenario } from './scenario/scenario.ts';
import { SenderClocks } from './scenario/sender-clocks.ts';
import { playStories } from './scenario/stories.ts';
import { HOUR, MINUTE, SETTINGS, START, visibilityTimeout } from './settings.ts';
import { drawAfterMoves, drawVerification } from './verification.ts';
import type { World } from './world.ts';

/** All that happens in the run of a seed: what is sent, what goes wrong, and what people do. */
export function planOf(seed: number, change: Partial<Weather> = {}): Plan & { fate: RandomFate } {
  const random = new Random(seed, 1);
  const scenario = new Scenario(new Random(seed, 2), new SenderClocks(new Random(seed, 10)));
  playStories(scenario);
  // After the others, so that what they play does not hang on it.
  if (new Random(seed, 11).chance(0.1)) disputedTarget(scenario);
  const isDrained = new Random(seed, 21).chance(change.drains ?? 0);
  const settings = settingsOf(seed, random, isDrained);
  const isVerified = settings.verifyWithinMs > 0;
  const weather = withChange(randomWeather(random), change);
  const fate = new RandomFate(new Random(seed, 3), weather, settings);
  // Of a stream of its own: what else a seed plays does not hang on it.
  const more = new Random(seed, 6);
  const outages = drawOutages(more, START, START + scenario.span);
  const storm = START + scenario.span + stormAfterLastOrder(random);
  const clearAtMs = Math.max(storm, ...outages.map(({ to }) => to));
  const batchSize = random.pick([1, 1, 3, 10]);
  const maxReceives = random.chance(0.7) ? 100 : random.between(2, 8);
  const transition = random.chance(0.6) ? 0 : random.between(0, 2 * MINUTE);
  const { followUps } = scenario;
  const { brownOuts, sendings: moreSendings } = drawBrownOut(new Random(seed, 10));
  const { drawn, lists, crowded } = aroundOrders(seed, isDrained, { weather, settings, clearAtMs });
  const hostility = drawHostility(new Random(seed, 13), crowded.hostility, clearAtMs);
  const contest = drawContest(new Random(seed, 12), crowded.contests, {
    quietAtMs: clearAtMs,
    isUndisturbed: scenario.changes.length === 0 && !scenario.isMeddled && transition === 0,
  });
  // Crowds of lines of one owner wait for each other, whoever's turn it is.
  const isCrowded = contest.sendings.length > 0 || hostility.sendings.length > 0;
  const redundancyLock = isCrowded ? 'off' : drawLock(new Random(seed, 18), settings);
  const named = drawNames(new Random(seed, 19), redundancyLock);
  const sendings = [...scenario.sendings, ...moreSendings, ...drawn.sendings];
  const sentAtMs = sendings.map(({ at }) => at);
  return {
    ...{
      fate,
      clearAtMs,
      lists,
      lines: [...contest.lines, ...hostility.lines, ...drawn.lines],
      killer: contest.killer,
    },
    drains: drawn.drains,
    followUps: followUps.map((one) => ({ ...one, content: named(one.content) })),
    sendings: [...sendings, ...contest.sendings, ...hostility.sendings].map((one) => ({
      ...one,
      content: named(one.content),
    })),
    changes: [
      ...outages.flatMap((outage) => spanOf(outage, fate)),
      ...[...brownOuts, ...hostility.brownOuts].flatMap((brownOut) => [
        { at: brownOut.from, run: () => fate.beginBrownOut(brownOut) },
        { at: brownOut.to, run: () => fate.endBrownOut(brownOut) },
      ]),
      ...drawDoubleListings(new Random(seed, 9), scenario.span, clearAtMs),
      ...drawDeployments(more, START, clearAtMs, lists, isDrained),
      ...(isVerified ? drawAfterMoves(new Random(seed, 17)) : []),
      ...drawn.changes,
      ...scenario.changes.map(({ at, run }) => ({ at, run: ({ world }: { world: World }) => run(world) })),
    ],
    meddler: scenario.isMeddled ? new Random(seed, 7) : undefined,
    health: isVerified ? new Random(seed, 15) : undefined,
    reconcilers: isVerified && new Random(seed, 16).chance(0.2) ? 2 : 1,
    unpublishable: more.chance(0.05) ? more.pick(sendings).content.order?.key : undefined,
    clear: () => fate.clear(),
    batchSize,
    concurrency: more.pick([2, 8, 1000]),
    // Pages smaller than what is worked on side by side would be the slower, and say nothing of a flood.
    pageSize: Math.max(more.pick([1, 2, 5, 100]), sendings.length > 10 ? 8 : 1),
    queue: {
      visibilityTimeout: visibilityTimeout(settings),
      maxReceives,
      clockOffset: fate.clockOffset(),
      isOrdered: more.chance(0.85),
      random: () => fate.random(),
      redriveAfter: () => HOUR + fate.delay(48 * HOUR),
    },
    transition,
    settings: {
      ...settings,
      ...timesOf(drawn),
      redundancyLock,
      callsPerSecond: contest.callsPerSecond ?? settings.callsPerSecond,
    },
    operators: withReleases(
      withGuards(operatorsOf(random, scenario.span, settings), new Random(seed, 14), weather, sentAtMs),
      new Random(seed, 20),
      weather.releases,
      sendings.map(({ at, content }) => ({ at, connectionId: content.order?.draft.connectionId })),
    ),
  };
}

/** What there is to list, and to drain. Lists that fill an invocation keep everyone waiting, as drains do: who is next says nothing then. */
function aroundOrders(
  seed: number,
  isDrained: boolean,
  { weather, settings, clearAtMs }: { weather: Weather; settings: Settings; clearAtMs: number },
) {
  if (isDrained) {
    const drawn = drawDrains(new Random(seed, 23), clearAtMs, weather.restores);
    return { drawn, lists: SHORT, crowded: { contests: 0, hostility: 0 } };
  }
  const lists = drawLists(new Random(seed, 8), settings, clearAtMs);
  return { drawn: NO_DRAINS, lists, crowded: lists === SHORT ? weather : { contests: 0, hostility: 0 } };
}

function timesOf({ drains }: Drawn): Partial<Settings> {
  return drains ? { drainTickMs: drains.tickMs, drainApprovals: drains.approvals } : {};
}

function spanOf(outage: Outage, fate: RandomFate): Plan['changes'] {
  return [
    { at: outage.from, run: () => fate.begin(outage) },
    { at: outage.to, run: () => fate.end(outage) },
  ];
}

function settingsOf(seed: number, random: Random, isDrained: boolean): Settings {
  const usual = usualSettings(seed, random);
  return isDrained ? drainedTimes(new Random(seed, 22), usual) : usual;
}

function usualSettings(seed: number, random: Random): Settings {
  const times = { ...SETTINGS, ...drawTimes(new Random(seed, 5)) };
  return {
    // Of streams of their own: what else a seed plays does not hang on them.
    ...times,
    ...drawVerification(new Random(seed, 14), times),
    callsPerSecond: new Random(seed, 4).pick([20, 20, 1, 0.2, 0.05]),
    openRequestsPerConnection: new Random(seed, 12).pick([3, SETTINGS.openRequestsPerConnection]),
    quarantineCopiesPerHour: new Random(seed, 10).pick([1, 2, SETTINGS.quarantineCopiesPerHour]),
    reattemptsAfterEffectTimeout: random.chance(0.8) ? 0 : 1,
    // As after a restore: orders from before are not taken any more.
    ...(random.chance(0.9) ? {} : { minRequestedAt: formatTime(START + random.between(-10 * MINUTE, 3 * MINUTE)) }),
  };
}

function withChange(weather: Weather, change: Partial<Weather>): Weather {
  return { ...weather, ...change, rates: { ...weather.rates, ...change.rates } };
}

function operatorsOf(random: Random, span: number, { effectTimeoutMs }: Settings): OperatorPlan {
  const pauseAtMs = START + random.between(0, span);
  const resumeAtMs = pauseAtMs + random.between(0, 10 * MINUTE);
  const visits = random.chance(0.5)
    ? []
    : [1, 2, 3, 4].map(() => START + random.between(effectTimeoutMs, effectTimeoutMs + HOUR));
  return {
    random: new Random(random.between(1, 1_000_000_000)),
    orders: random.chance(0.8)
      ? []
      : [
          { at: pauseAtMs, command: { action: 'pause', ...WHO } },
          { at: resumeAtMs, command: { action: 'resume', ...WHO } },
        ],
    visits,
    isStaffed: random.chance(0.7),
  };
}
