/** A request whose times are in milliseconds after the start of the run. */
export interface PlannedRequest {
  requestId: string;
  connectionId: string;
  expectedParentConnectionId: string;
  parentConnectionId: string;
  requestedAtMs: number;
  notBefore?: number;
  notAfter?: number;
  expectedVlan?: number;
  dryRun?: boolean;
}

/** One message to be sent. */
export interface PlannedMessage {
  /** Milliseconds after the start of the run. */
  at: number;
  /** The story it is a part of. */
  story: string;
  /** The access key that it is sent with. */
  sender: string;
  /** MessageGroupId. */
  group: string;
  body: PlannedRequest | string;
  /** The answer that it must get, as `answerOf` in judge-answers.ts writes it, where only one is right. */
  only?: string;
}

/** Marks the text that no log line may hold. */
export const NOTE = 'NOTEOFTHEBODY';

/** The body as it goes over the wire: the same message gives the same text whenever it is sent. */
export function bodyOf({ body }: PlannedMessage, start: number): string {
  if (typeof body === 'string') return body;
  const { requestedAtMs, notBefore, notAfter, ...rest } = body;
  const times = Object.entries({ requestedAt: requestedAtMs, notBefore, notAfter }).flatMap(([name, offset]) =>
    offset === undefined ? [] : [[name, new Date(start + offset).toISOString()]],
  );
  return JSON.stringify({ schemaVersion: '1', ...rest, ...Object.fromEntries(times), note: NOTE });
}
