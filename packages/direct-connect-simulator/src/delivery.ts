import type { ServerResponse } from 'node:http';
import type { Answer } from './answer.ts';
import type { CallAnswer } from './journal.ts';
import type { Simulation } from './simulation.ts';

/** Sends the answer of a call, or spoils it as asked, and notes in the journal what the client got. */
export async function deliver(
  { journal, clock }: Simulation,
  response: ServerResponse,
  call: { readonly seq: number; readonly requestId: string; readonly answer: Promise<Answer> },
): Promise<void> {
  let noted = false;
  const note = (answer: CallAnswer) => {
    if (!noted) journal.amend(call.seq, { answer, answeredAt: clock.now() });
    noted = true;
  };
  response.on('close', () => note({ kind: 'unanswered' }));
  const answer = await call.answer;
  if (response.destroyed || answer.kind === 'hang') return;
  if (answer.kind === 'drop') {
    note({ kind: 'dropped' });
    response.destroy();
  } else {
    note(noteFor(answer));
    sendAnswer(response, answer, call.requestId);
  }
}

/** Sends a whole answer. */
export function send(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string,
): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

type SentAnswer = Exclude<Answer, { kind: 'drop' | 'hang' }>;

function noteFor(answer: SentAnswer): CallAnswer {
  if (answer.kind === 'success') return { kind: 'success', status: 200 };
  if (answer.kind === 'garbage') return { kind: 'garbage', status: answer.status };
  const { type, status, message, origin } = answer.error;
  return { kind: 'error', status, type, message, origin };
}

function sendAnswer(response: ServerResponse, answer: SentAnswer, requestId: string): void {
  // The header's capitals are AWS's own; clients do not care.
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-RequestId': requestId };
  if (answer.kind === 'success') {
    send(response, 200, headers, JSON.stringify(answer.body));
  } else if (answer.kind === 'garbage') {
    send(response, answer.status, { 'content-type': answer.contentType }, answer.body);
  } else {
    const { type, status, message, origin } = answer.error;
    const body = JSON.stringify({ __type: type, message });
    send(response, status, { ...headers, 'x-simulator-text': origin }, body);
  }
}
