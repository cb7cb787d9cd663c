import { visibility } from '../aws/visibility.ts';
import { deliver } from '../migration/deliver.ts';
import { deliverBatch } from './deliver-batch.ts';
import { toHandler } from './to-handler.ts';
import { wire } from './wire.ts';

const { config, ports, log, sqs } = wire(process.env);

/** One batch of the requests queue: what is not acknowledged comes back in `batchItemFailures`. */
export const migrate = deliverBatch({
  deliver: (message, remaining) => deliver(message, remaining, ports),
  defer: visibility(sqs, config.requestsQueueUrl),
  settings: config.settings,
  random: ports.random,
  log: ports.log,
});

export const handler = toHandler(migrate, log);
