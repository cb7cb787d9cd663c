import { randomUUID } from 'node:crypto';
import { Logger } from '@aws-lambda-powertools/logger';
import type { SQSClient } from '@aws-sdk/client-sqs';
import tenantsFile from '#tenants' with { type: 'json' };
import { bus } from '../aws/bus.ts';
import { createClients } from '../aws/clients.ts';
import { directConnect } from '../aws/direct-connect.ts';
import { ledger } from '../aws/ledger.ts';
import { quarantine } from '../aws/quarantine.ts';
import { Table } from '../aws/table.ts';
import type { LogLine } from '../migration/model/log-line.ts';
import { parseTenants } from '../migration/model/tenants.ts';
import type { Log } from '../migration/ports/log.ts';
import type { Ports } from '../migration/ports/ports.ts';
import { type Config, parseConfig } from './config.ts';
import { transitionMetrics } from './metrics.ts';

export interface Wiring {
  config: Config;
  ports: Ports;
  logger: Logger;
  sqs: SQSClient;
}

/** The core's ports, over AWS, as the environment says. Throws ConfigError or TenantsError at start. */
export function wire(environment: NodeJS.ProcessEnv): Wiring {
  const config = parseConfig(environment);
  const clients = createClients(config.settings.callTimeout);
  const logger = new Logger({ serviceName: 'dx-migrator' });
  const ports: Ports = {
    directConnect: directConnect(clients.asking, clients.moving),
    ledger: ledger(new Table(clients.dynamoDb, config.tableName)),
    bus: bus(clients.eventBridge, config.busName),
    quarantine: quarantine(clients.sqs, config.quarantineQueueUrl),
    clock: Date.now,
    random: Math.random,
    newId: randomUUID,
    log: logTo(logger, config.stage),
    tenants: parseTenants(tenantsFile),
    settings: config.settings,
    serviceVersion: config.serviceVersion,
  };
  return { config, ports, logger, sqs: clients.sqs };
}

/** What people are woken for is a warning; the rest is told as it goes. */
const WARNINGS = new Set<LogLine>([
  'unclear',
  'unanswered',
  'held',
  'denied',
  'paused',
  'circuitOpened',
  'faulted',
  'turnedAway',
  'untold',
  'overdue',
]);

function logTo(logger: Logger, stage: string): Log {
  return (line, fields) => {
    const members = { ...fields, ...transitionMetrics(line, fields, stage, Date.now()) };
    if (WARNINGS.has(line)) logger.warn(line, members);
    else logger.info(line, members);
  };
}
