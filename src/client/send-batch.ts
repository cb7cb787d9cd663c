import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { type Answer, answerFor, type Failure, failureOf } from './answer.ts';
import { type Message, toEntry } from './message.ts';
import type { MigrationClientOptions, Surroundings } from './options.ts';
import type { NotAccepted, Submission } from './submission.ts';
import { unlessAborted } from './unless-aborted.ts';

/** Attempts for one message, each with the SDK's own retries inside. */
const MAX_ATTEMPTS = 4;

/** Milliseconds: the limit of the first wait, and of any. */
const FIRST_WAIT = 200;
const LONGEST_WAIT = 5_000;

export type SendingPorts = MigrationClientOptions & Pick<Surroundings, 'random' | 'wait'>;

/** One message under way, and what its attempts came to so far. */
interface Delivery<M extends Message> {
  message: M;
  id: string;
  answer: Answer;
}

/**
 * Sends a batch, and again what of it SQS may still take. Whatever sending comes to, it is in the answer; nothing throws.
 *
 * @param signal once aborted, nothing is sent again, and no wait goes on
 */
export async function sendBatch<M extends Message>(
  messages: readonly M[],
  ports: SendingPorts,
  signal: AbortSignal | undefined,
): Promise<[M, Submission][]> {
  const deliveries: Delivery<M>[] = messages.map((message, id) => ({ message, id: String(id), answer: UNSENT }));
  await attemptOnce(deliveries, ports);
  for (let repetition = 1; repetition < MAX_ATTEMPTS; repetition++) {
    const open = deliveries.filter(({ answer }) => !answer.accepted && answer.again);
    if (open.length === 0) break;
    await unlessAborted(ports.wait(backoff(repetition, ports.random()), signal), signal);
    if (signal?.aborted) break;
    await attemptOnce(open, ports);
  }
  return deliveries.map(({ message, answer }) => [message, toSubmission(message.requestId, answer)]);
}

const UNSENT: Failure = { accepted: false, why: 'NotSent', again: true, maybeQueued: false };

async function attemptOnce(deliveries: Delivery<Message>[], { sqs, queueUrl }: SendingPorts): Promise<void> {
  const Entries = deliveries.map(({ message, id }) => toEntry(message, id));
  let answerTo: (id: string) => Answer;
  try {
    const output = await sqs.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
    // Worked out here: an answer that cannot be read is none.
    const answers = new Map(deliveries.map(({ id }) => [id, answerFor(id, output)]));
    answerTo = (id) => answers.get(id) ?? UNSENT;
  } catch (error) {
    const failure = failureOf(error);
    answerTo = () => failure;
  }
  for (const delivery of deliveries) delivery.answer = combine(delivery.answer, answerTo(delivery.id));
}

/** What an earlier attempt may have put into the queue, a later one that fails does not take out. */
function combine(earlier: Answer, later: Answer): Answer {
  if (earlier.accepted || later.accepted) return later;
  return { ...later, maybeQueued: earlier.maybeQueued || later.maybeQueued };
}

/** Full jitter ("Exponential Backoff And Jitter", AWS Architecture Blog), in milliseconds. */
function backoff(repetition: number, random: number): number {
  return random * Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (repetition - 1));
}

function toSubmission(requestId: string, answer: Answer): Submission {
  if (answer.accepted) return { accepted: true, requestId, messageId: answer.messageId };
  const { why, maybeQueued, cause } = answer;
  const failed: NotAccepted = maybeQueued
    ? { accepted: false, code: 'UNCERTAIN', requestId, problem: `${UNCONFIRMED} (${why}). ${SEND_AGAIN}` }
    : { accepted: false, code: 'REFUSED', requestId, problem: `SQS did not take it (${why}): it is not in the queue` };
  return cause === undefined ? failed : { ...failed, cause };
}

const UNCONFIRMED = 'SQS did not confirm it, so it may be in the queue or not';
const SEND_AGAIN = 'Sending it again with the same requestId and content is safe';
