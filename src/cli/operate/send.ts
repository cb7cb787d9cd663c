import { MigrationClient, type Submission } from '../../client/index.ts';
import type { MigrationRequestInput } from '../../contract/request-schema.ts';
import { UsageError } from '../cli-error.ts';
import { confirm } from '../context/confirm.ts';
import type { Context } from '../context/context.ts';
import { interruptible } from '../context/interruptible.ts';
import { EXIT } from '../exit-status.ts';
import { printable } from '../output/printable.ts';
import { progress } from '../output/progress.ts';
import { count } from '../output/words.ts';
import { requestsQueueUrl } from '../queues/queue-urls.ts';
import { readRequests } from '../send/read-requests.ts';

interface Options {
  tenant?: string;
  queueUrl?: string;
  yes?: boolean;
}

/** Problems that are shown; then how many more. */
const SHOWN = 20;

/** Sends migration requests to a tenant's queue, as whoever's credentials these are. */
export async function run(context: Context, file: string, { tenant, queueUrl, yes }: Options): Promise<number> {
  const { out } = context;
  if ((tenant === undefined) === (queueUrl === undefined)) {
    throw new UsageError('to which queue?', { todo: 'say --tenant, or the URL with --queue-url' });
  }
  const { requests, problems } = await readRequests(file, context.clock());
  if (problems.length > 0) {
    for (const problem of problems.slice(0, SHOWN)) out.note(printable(problem));
    if (problems.length > SHOWN) out.note(`… and ${problems.length - SHOWN} more`);
    throw new UsageError('nothing was sent: these would be rejected', { where: file, todo: 'correct them' });
  }
  const url = queueUrl ?? (await requestsQueueUrl(context, tenant ?? ''));
  await confirm(context, questionOf(requests, tenant ?? url), yes === undefined ? {} : { yes });
  // Whoever is not asked reads it too: what is sent to another tenant's queue is lost in quarantine.
  if (yes && !out.isJson) out.note(AS_WHOM);
  return interruptible(async (signal) => {
    const results = await submit(requests, url, signal, context);
    if (out.isJson) out.json(results.map(documentOf));
    else for (const result of results) out.line(printable(lineOf(result)));
    const unread = requests.length - results.length;
    if (unread > 0) out.note(`${unread} more were not sent; all may be sent again: a request is carried out once`);
    return unread === 0 && results.every(({ accepted }) => accepted) ? EXIT.ok : EXIT.refused;
  });
}

async function submit(
  requests: readonly MigrationRequestInput[],
  queueUrl: string,
  signal: AbortSignal,
  { aws }: Context,
): Promise<Submission[]> {
  const shown = progress();
  const client = new MigrationClient({ sqs: aws.sqs, queueUrl });
  try {
    const onProgress = ({ accepted, notAccepted }: { accepted: number; notAccepted: number }) =>
      shown.say(`sent ${accepted} of ${requests.length}${notAccepted > 0 ? `, ${notAccepted} not` : ''}`);
    return (await client.submitAll(requests, { signal, onProgress })).results;
  } finally {
    shown.end();
  }
}

const AS_WHOM =
  'Their sender is who these credentials are of: if that is not the order system itself, each is answered UNKNOWN_SENDER.';

function questionOf(requests: readonly MigrationRequestInput[], queue: string): string[] {
  const lines = new Set(requests.map(({ connectionId }) => connectionId)).size;
  return [
    `Sends ${count(requests.length, 'request')} for ${count(lines, 'line')} to the queue of ${queue}.`,
    AS_WHOM,
  ].map(printable);
}

function lineOf(result: Submission): string {
  const { requestId = '-' } = result;
  if (result.accepted) return `sent      ${requestId}  ${result.messageId}`;
  return `not sent  ${requestId}  ${result.code}: ${result.problem}`;
}

/** Without what the SDK threw: it may name accounts and roles. */
function documentOf(result: Submission): object {
  if (result.accepted) return result;
  const { accepted, code, requestId = null, problem } = result;
  return { accepted, code, requestId, problem };
}
