import { fingerprintOf } from '../../contract/fingerprint.ts';
import { parseRequest } from '../../contract/request.ts';
import type { State } from '../../migration/model/request-item.ts';
import type { Context } from '../context/context.ts';
import { readRequest } from '../context/read-request.ts';
import type { Letter } from './look-through.ts';

export type LetterVerdict = 'known' | 'notInLedger' | 'otherContent' | 'unreadable';

/** A dead letter, and what the ledger says of it. */
export interface DeadLetter {
  messageId: string;
  verdict: LetterVerdict;
  sender: string;
  sentAtMs: number;
  requestId?: string;
  connectionId?: string;
  /** Of the ledger's request with this id. */
  state?: State;
  /** The ledger's request came with this very message. */
  isFirst?: boolean;
  /** Of one that cannot be read. */
  problem?: string;
  /** The beginning of that one: nothing else says which order it was. */
  body?: string;
}

/** In characters: there may be tens of thousands of letters. */
const BODY_SHOWN = 201;

/**
 * Compares a message with the ledger as the service does (src/migration/receive.ts): by the fingerprint of what it means, so that a
 * time written differently is the same time.
 */
export async function judge(letter: Letter, tenant: string, context: Context): Promise<DeadLetter> {
  const { id: messageId, sender, sentAtMs } = letter;
  const common = { messageId, sender, sentAtMs };
  const parsed = parseRequest(letter.body, sentAtMs);
  if (!parsed.ok)
    return { ...common, verdict: 'unreadable', problem: parsed.problem, body: letter.body.slice(0, BODY_SHOWN) };
  const { requestId, connectionId } = parsed.request;
  const item = await readRequest(context, { tenant, requestId });
  const about = { ...common, requestId, connectionId };
  if (item === undefined) return { ...about, verdict: 'notInLedger' };
  const isFirst = item.messageId === messageId;
  const isSame = isFirst || item.fingerprint === fingerprintOf(parsed.request);
  return { ...about, verdict: isSame ? 'known' : 'otherContent', state: item.state, isFirst };
}
