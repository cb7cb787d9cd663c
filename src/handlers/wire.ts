import { randomUUID } from 'node:crypto';
import tenantsFile from '#tenants' with { type: 'json' };
import { bus } from '../aws/bus.ts';
import { askingClient, dynamoDbClient, eventBridgeClient, lambdaClient, movingClient } from '../aws/clients.ts';
import { directConnect } from '../aws/direct-connect.ts';
import { ledger } from '../aws/ledger.ts';
import { Table } from '../aws/table.ts';
import { waker } from '../aws/waker.ts';
import { drainsTenant } from '../migration/model/drains-tenant.ts';
import { parseTenants } from '../migration/model/tenants.ts';
import type { PacePorts } from '../migration/pace/pace.ts';
import { turnsAtOnce } from '../migration/pace/turns-at-once.ts';
import type { Log } from '../migration/ports/log.ts';
import type { AdvancePorts, OutcomePorts } from '../migration/ports/ports.ts';
import { observing } from '../migration/steps/recent-listings.ts';
import type { Config } from './config.ts';
import { drainReleases } from './drain-releases.ts';
import { type FunctionLog, functionLog } from './function-log.ts';
import { transitionMetrics } from './metrics.ts';

// Parts of the core's ports over AWS, for each function to put together those that it needs.

interface Base extends Pick<AdvancePorts, 'ledger' | 'clock' | 'log'> {
  /** What `log` writes to. */
  functionLog: FunctionLog;
}

/** What every function's configuration has: control's has nothing else. */
type BaseConfig = Omit<Config<'control'>, 'settings'>;

/** What a function needs besides to record and publish outcomes: resolve's has nothing else. */
type OutcomeConfig = Omit<Config<'resolve'>, 'settings'>;

/** What a function needs to move requests on: dispatch's has nothing else. */
type MovesConfig = Config<'dispatch'>;

/** What every function has. */
export function wireBase(config: BaseConfig, table = tableOf(config)): Base {
  const written = functionLog();
  return {
    functionLog: written,
    ledger: ledger(table),
    clock: Date.now,
    log: withMetrics(written, config.stage),
  };
}

/** What it takes to record and publish outcomes, but for the settings. */
export function wireOutcomes(config: OutcomeConfig, table = tableOf(config)): Base & Omit<OutcomePorts, 'settings'> {
  return {
    ...wireBase(config, table),
    bus: bus(eventBridgeClient(), config.busName),
    serviceVersion: config.serviceVersion,
  };
}

/** What it takes to move requests on, but for the settings and what is decided by whether one may wait. Throws TenantsError. */
export function wireMoves(config: MovesConfig): Base & Omit<AdvancePorts, 'settings' | 'turns' | 'wakeDispatch'> {
  const { settings, drainSender, drainParents } = config;
  const table = tableOf(config);
  return {
    ...wireOutcomes(config, table),
    ...observing(directConnect(askingClient(), movingClient(settings.callTimeoutMs), Date.now), Date.now),
    releases: drainReleases(table, settings),
    random: Math.random,
    newId: randomUUID,
    tenants: [...parseTenants(tenantsFile), drainsTenant(drainSender, drainParents)],
  };
}

/** For functions that cannot wait for a turn: those who find none go to the backlog. */
export function wireTurns<Settings extends PacePorts['settings']>(
  { ledger, clock, log }: Pick<Base, 'ledger' | 'clock' | 'log'>,
  settings: Settings,
  dispatchFunction: string,
): Pick<AdvancePorts, 'turns' | 'wakeDispatch'> & { settings: Settings } {
  return {
    turns: turnsAtOnce({ ledger, clock, settings }),
    wakeDispatch: waker(lambdaClient(), dispatchFunction, log),
    settings,
  };
}

function tableOf({ tableName }: Pick<BaseConfig, 'tableName'>): Table {
  return new Table(dynamoDbClient(), tableName);
}

/** A line with what makes metrics of it. */
function withMetrics(log: FunctionLog, stage: string): Log {
  return (line, fields) => log.write(line, { ...fields, ...transitionMetrics(line, fields, stage, Date.now()) });
}
