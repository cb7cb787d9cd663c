import type { EventDetail } from '../../src/contract/event.ts';
import { formatTime } from '../../src/contract/time.ts';
import type { Message } from '../../src/migration/model/message.ts';
import type { Settings } from '../../src/migration/model/settings.ts';
import type { Tenant } from '../../src/migration/model/tenants.ts';
import { DEFAULT_SETTINGS } from '../support/default-settings.ts';
import { Random } from '../support/random.ts';
import { DirectConnectWorld } from './direct-connect.ts';
import type { Measures, Scenario } from './scenario.ts';
import { type Mechanism, PacedService, shipped } from './service.ts';

const SECOND = 1000;
/** Invocations for messages: as many a tenant as each one's queue has. */
const CONCURRENCY = 2;
/** All on one port, so that they may move together: what keeps others apart is played by playOwners. */
const LINES_OF_AN_OWNER = 10;

/** Plays a scenario, and measures it. */
export async function play(
  scenario: Scenario,
  seed: number,
  mechanism: (settings: Settings) => Mechanism = shipped,
): Promise<Measures> {
  const random = new Random(seed);
  const callTimeoutMs = (scenario.callTimeoutSeconds ?? DEFAULT_SETTINGS.callTimeoutMs / SECOND) * SECOND;
  const settings: Settings = { ...DEFAULT_SETTINGS, callTimeoutMs, callsPerSecond: scenario.rate };
  const names = Object.keys(scenario.tenants);
  const tenants = names.map((name, index): Tenant & { ownerAccounts: string[] } => ({
    ...{ name, senders: [`AROA${name.toUpperCase()}`], parents: [] },
    ownerAccounts: accountsOf(index, scenario.tenants[name] ?? 0),
  }));
  const killers = new Set<string>();
  const service = new PacedService({
    ...{
      settings,
      tenants,
      random,
      killers,
      deaths: scenario.deaths ?? 0,
      listSeconds: scenario.listSeconds,
      mechanism: mechanism(settings),
    },
    directConnect(now) {
      const { apiRate, refusals = 0, linesOnAParent } = scenario;
      return new DirectConnectWorld(now, apiRate, refusals, random.fork(), linesOnAParent);
    },
  });
  const { time, directConnect } = service;
  const start = time.now;
  for (const [index, name] of names.entries()) {
    const messages = messagesOf(scenario, name, tenants[index]?.ownerAccounts ?? [], directConnect, start);
    for (let number = 0; number < (scenario.killers?.[name] ?? 0); number++) killers.add(`dxcon-${name}${number}`);
    void service.deliverAll(messages, CONCURRENCY);
  }
  for (const tenant of tenants) tenant.parents.push(...directConnect.parents);
  const all = Object.values(scenario.tenants).reduce((sum, count) => sum + count, 0);
  for (let now = 0; now < scenario.until && service.published.length < all; now += 60) {
    await time.runUntil(start + Math.min(scenario.until, now + 60) * SECOND);
  }
  return measure(service, scenario, start);
}

function accountsOf(tenant: number, lines: number): string[] {
  const owners = Math.ceil(lines / LINES_OF_AN_OWNER);
  return Array.from({ length: owners }, (_, owner) => String(111_000_000_000 + 1_000_000 * tenant + owner));
}

function messagesOf(
  { tenants, window, isDryRun }: Scenario,
  tenant: string,
  accounts: readonly string[],
  directConnect: DirectConnectWorld,
  start: number,
): Message[] {
  const time = (seconds: number | undefined) =>
    seconds === undefined ? undefined : formatTime(start + seconds * SECOND);
  return Array.from({ length: tenants[tenant] ?? 0 }, (_, index) => {
    const connectionId = `dxcon-${tenant}${index}`;
    const { from, to } = directConnect.add(connectionId, accounts[Math.floor(index / LINES_OF_AN_OWNER)] ?? '');
    const { from: opens, to: ends } = window?.(tenant, index) ?? {};
    const body = JSON.stringify({
      ...{ schemaVersion: '1', requestId: `${tenant}-${index}`, connectionId },
      ...{ expectedParentConnectionId: from, parentConnectionId: to, requestedAt: formatTime(start) },
      ...{ notBefore: time(opens), notAfter: time(ends), dryRun: isDryRun?.(tenant) },
    });
    return {
      tenant,
      ...{ id: `message-${tenant}-${index}`, body, senderId: `AROA${tenant.toUpperCase()}:x` },
      ...{ sentAtMs: start, receives: 1 },
    };
  });
}

function measure(
  { published, directConnect, visits, waitingWrites }: PacedService,
  scenario: Scenario,
  start: number,
): Measures {
  const names = Object.keys(scenario.tenants);
  const events = published.map(({ detail, atMs }) => ({ ...(JSON.parse(detail) as EventDetail).data, atMs }));
  const outcomes: Record<string, number> = {};
  for (const { outcome, reason } of events) {
    const what = reason ? `${outcome} ${reason.code}` : outcome;
    outcomes[what] = (outcomes[what] ?? 0) + 1;
  }
  const seconds = (atMs: number) => (atMs - start) / SECOND;
  const finishedAt = names.map((name) => {
    const times = events.filter(({ tenant }) => tenant === name).map(({ atMs }) => seconds(atMs));
    return [name, times.length < (scenario.tenants[name] ?? 0) ? Number.POSITIVE_INFINITY : Math.max(...times)];
  });
  const calledAt = names.map((name) => {
    const own = directConnect.calledAt.filter(({ connectionId }) => connectionId.startsWith(`dxcon-${name}`));
    return [name, own.map(({ atMs }) => seconds(atMs))];
  });
  const each = Math.max(1, directConnect.calls);
  return {
    ...{ finishedAt: Object.fromEntries(finishedAt), calledAt: Object.fromEntries(calledAt), outcomes },
    ...{ calls: directConnect.calls, throttles: directConnect.throttles },
    ...{
      visits: visits / each,
      listings: directConnect.listings / each,
      linesListed: directConnect.linesListed / each,
      waitingWrites: waitingWrites / each,
    },
  };
}
