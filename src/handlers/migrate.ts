import { sqsClient } from '../aws/clients.ts';
import { quarantine } from '../aws/quarantine.ts';
import { visibility } from '../aws/visibility.ts';
import type { ReceivePorts } from '../migration/ports/ports.ts';
import { receive } from '../migration/receive.ts';
import { parseConfig } from './config.ts';
import { deliverBatch } from './deliver-batch.ts';
import { toHandler } from './to-handler.ts';
import { wireMoves, wireTurns } from './wire.ts';

const config = parseConfig('migrate', process.env);
const { functionLog, ...moves } = wireMoves(config);
const sqs = sqsClient();
const ports: ReceivePorts = {
  ...moves,
  ...wireTurns(moves, config.settings, config.dispatchFunction),
  quarantine: quarantine(sqs, config.quarantineQueueUrl),
};

/** One batch of a tenant's requests queue: what is not acknowledged comes back in `batchItemFailures`. */
export const migrate = deliverBatch({
  deliver: (message, remaining) => receive(message, remaining, ports),
  defer: visibility(sqs, config.quarantineQueueUrl),
  settings: config.settings,
  random: ports.random,
  log: ports.log,
});

export const handler = toHandler(migrate, functionLog);
