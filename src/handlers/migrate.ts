import { visibility } from '../aws/visibility.ts';
import { receive } from '../migration/receive.ts';
import { deliverBatch } from './deliver-batch.ts';
import { toHandler } from './to-handler.ts';
import { wire } from './wire.ts';

const { config, ports, logger, sqs } = wire(process.env);

/** One batch of the requests queue: what is not acknowledged comes back in `batchItemFailures`. */
export const migrate = deliverBatch({
  deliver: (message, remaining) => receive(message, remaining, ports),
  defer: visibility(sqs, config.requestsQueueUrl),
  settings: config.settings,
  random: ports.random,
  log: ports.log,
});

export const handler = toHandler(migrate, logger);
