import { createAdminClient } from '#direct-connect-simulator';
import type { LocalStack } from '../stack/local-stack.ts';
import { formatLine, formatRecipients } from './format.ts';
import { type Consumers, startConsumers } from './start-consumers.ts';

/** Runs the reference consumers and prints what they do, as it comes: a line a billing line or a message. */
export async function showConsumers(stack: LocalStack): Promise<Consumers> {
  const print = (who: string, text: string) => void process.stdout.write(`${who.padEnd(14)}${text}\n`);
  const inventory = await createAdminClient(stack.directConnect.url).topology();
  const consumers = await startConsumers({
    stack,
    inventory,
    onLine: (line) => print('billing', formatLine(line)),
    onMessage: ({ for: recipients, subject }) => print('notification', `${formatRecipients(recipients)}: ${subject}`),
    onError: (consumer, { message }) => void process.stderr.write(`${consumer}: ${message}\n`),
  });
  process.stdout.write('\nWhat billing and notification take from their queues (--no-consumers leaves these alone):\n');
  return consumers;
}
