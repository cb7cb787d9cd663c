import { randomUUID } from 'node:crypto';
import tenantsFile from '#tenants' with { type: 'json' };
import { bus } from '../aws/bus.ts';
import { askingClient, dynamoDbClient, eventBridgeClient, sqsClient } from '../aws/clients.ts';
import { describing } from '../aws/direct-connect.ts';
import { drainItem } from '../aws/drain-item.ts';
import { requestSender, tickSender } from '../aws/drain-messages.ts';
import { inventoryReader } from '../aws/inventory/inventory-reader.ts';
import { Table } from '../aws/table.ts';
import { type Plans, plans } from '../drain/run/plans.ts';
import type { AdvanceDrainPorts } from '../drain/run/ports.ts';
import { DRAINS_TENANT } from '../migration/model/drains-tenant.ts';
import { parseTenants } from '../migration/model/tenants.ts';
import type { VerifyPorts } from '../migration/ports/ports.ts';
import type { Config } from './config.ts';
import type { FunctionLog } from './function-log.ts';
import { wireBase } from './wire.ts';

/** What it takes to bring drains on, and to look at the lines that they have moved. Throws TenantsError. */
export function wireDrain(config: Config<'drain'>): {
  functionLog: FunctionLog;
  drains: AdvanceDrainPorts & { plans: Plans };
  looks: VerifyPorts;
} {
  const { functionLog, ledger: core, clock, log } = wireBase(config);
  const items = drainItem(new Table(dynamoDbClient(), config.tableName));
  const sqs = sqsClient();
  const directConnect = askingClient();
  const tenants = parseTenants(tenantsFile);
  const common = { clock, log, bus: bus(eventBridgeClient(), config.busName), serviceVersion: config.serviceVersion };
  const everyone = [...tenants, { name: DRAINS_TENANT }];
  const drains = {
    ...common,
    ledger: { ...core, ...items },
    plans: plans(items),
    readInventory: inventoryReader({ client: directConnect, ledger: core, tenants: everyone, clock }),
    send: requestSender(sqs, config.drainQueueUrl),
    sendTick: tickSender(sqs, config.ticksQueueUrl, log),
    newId: randomUUID,
    settings: config.settings,
    parents: config.drainParents,
  };
  const { settings } = config;
  // A line that is on neither of its parents is searched for on all that there are, as reconcile does.
  const parents = [...tenants, { parents: config.drainParents }];
  const looks = {
    ...common,
    ledger: core,
    directConnect: describing(directConnect, clock),
    tenants: parents,
    settings,
  };
  return { functionLog, drains, looks };
}
