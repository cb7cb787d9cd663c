import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { queryCode, SqsError } from './sqs-error.ts';

const SPOKEN =
  'This local SQS speaks the AWS JSON 1.0 protocol only: POST to / or to the path of a queue, with X-Amz-Target. ' +
  'The request was not run; use a newer SDK or AWS CLI.';

/** The operations that fauxqs has. */
const ACTIONS: ReadonlySet<string> = new Set([
  'ChangeMessageVisibility',
  'ChangeMessageVisibilityBatch',
  'CreateQueue',
  'DeleteMessage',
  'DeleteMessageBatch',
  'DeleteQueue',
  'GetQueueAttributes',
  'GetQueueUrl',
  'ListQueueTags',
  'ListQueues',
  'PurgeQueue',
  'ReceiveMessage',
  'SendMessage',
  'SendMessageBatch',
  'SetQueueAttributes',
  'TagQueue',
  'UntagQueue',
]);

/** Those that SQS has beside them ("Actions", SQS API Reference). */
const NOT_HERE: ReadonlySet<string> = new Set([
  'AddPermission',
  'CancelMessageMoveTask',
  'ListDeadLetterSourceQueues',
  'ListMessageMoveTasks',
  'RemovePermission',
  'StartMessageMoveTask',
]);

/**
 * Answers what is no operation of SQS in the AWS JSON 1.0 protocol, and says whether it did: behind this port SNS and S3
 * of fauxqs listen too, and one of their answers with status 200 would be taken for SQS's.
 *
 * What carries no JSON gets the Query protocol's ErrorResponse ("Making Query API requests", SQS Developer Guide), as its
 * clients read nothing else. An unknown X-Amz-Target is answered as the JSON services of AWS do: 400 and
 * UnknownOperationException (recorded from DynamoDB in dynalite's tests; assumed of SQS). InvalidAddress is SQS's error
 * for a path that is no queue's (SQS API Reference).
 */
export function refuseUnspoken(request: IncomingMessage, response: ServerResponse): boolean {
  const contentType = request.headers['content-type'] ?? '';
  if (request.method !== 'POST' || !/^application\/(x-amz-)?json\b/i.test(contentType)) {
    send(response, 400, { 'content-type': 'text/xml' }, errorResponse('UnsupportedOperation', SPOKEN));
    return true;
  }
  const problem = findProblem(request, contentType);
  if (problem === undefined) return false;
  send(response, problem.status, problem.headers, JSON.stringify(problem.toBody()));
  return true;
}

function findProblem({ url = '/', headers }: IncomingMessage, contentType: string): SqsError | undefined {
  if (!/^application\/x-amz-json-1\.0\s*(;|$)/i.test(contentType)) {
    return new SqsError('UnknownOperationException', SPOKEN);
  }
  if (!/^\/(\d{12}\/[\w.-]{1,80}\/?)?(\?|$)/.test(url)) {
    return new SqsError('InvalidAddress', `This path is neither / nor that of a queue. ${SPOKEN}`);
  }
  const action = /^AmazonSQS\.(\w+)$/.exec(String(headers['x-amz-target'] ?? ''))?.[1] ?? '';
  if (ACTIONS.has(action)) return undefined;
  return NOT_HERE.has(action)
    ? new SqsError('UnsupportedOperation', 'This operation of SQS is not available locally.')
    : new SqsError('UnknownOperationException', 'X-Amz-Target names no operation of SQS.');
}

function errorResponse(code: string, message: string): string {
  return (
    '<?xml version="1.0"?><ErrorResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><Error><Type>Sender</Type>' +
    `<Code>${queryCode(code)}</Code><Message>${message}</Message><Detail/></Error>` +
    `<RequestId>${randomUUID()}</RequestId></ErrorResponse>`
  );
}

function send(response: ServerResponse, status: number, headers: Record<string, string>, body: string): void {
  response.writeHead(status, { ...headers, 'x-amzn-requestid': randomUUID() });
  response.end(body);
}
