import { randomUUID } from 'node:crypto';
import type { SQSClient } from '@aws-sdk/client-sqs';
import tenantsFile from '#tenants' with { type: 'json' };
import { bus } from '../aws/bus.ts';
import { createClients } from '../aws/clients.ts';
import { directConnect } from '../aws/direct-connect.ts';
import { ledger } from '../aws/ledger.ts';
import { quarantine } from '../aws/quarantine.ts';
import { Table } from '../aws/table.ts';
import type { Log, Ports } from '../migration/ports.ts';
import { parseTenants } from '../migration/tenants.ts';
import { type Config, parseConfig } from './config.ts';
import { type FunctionLog, functionLog } from './function-log.ts';
import { transitionMetrics } from './metrics.ts';

export interface Wiring {
  config: Config;
  ports: Ports;
  log: FunctionLog;
  sqs: SQSClient;
}

/** The core's ports, over AWS, as the environment says. Throws ConfigError or TenantsError at start. */
export function wire(environment: NodeJS.ProcessEnv): Wiring {
  const config = parseConfig(environment);
  const clients = createClients(config.settings.callTimeout);
  const log = functionLog();
  const ports: Ports = {
    directConnect: directConnect(clients.asking, clients.moving),
    ledger: ledger(new Table(clients.dynamoDb, config.tableName)),
    bus: bus(clients.eventBridge, config.busName),
    quarantine: quarantine(clients.sqs, config.quarantineQueueUrl),
    clock: Date.now,
    random: Math.random,
    newId: randomUUID,
    log: withMetrics(log, config.stage),
    tenants: parseTenants(tenantsFile),
    settings: config.settings,
    serviceVersion: config.serviceVersion,
  };
  return { config, ports, log, sqs: clients.sqs };
}

/** A line with what makes metrics of it. */
function withMetrics(log: FunctionLog, stage: string): Log {
  return (line, fields) => log.write(line, { ...fields, ...transitionMetrics(line, fields, stage, Date.now()) });
}
