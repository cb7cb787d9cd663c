import type { LocalStack } from '../../local/stack/local-stack.ts';
import type { Random } from '../support/random.ts';
import { operate } from './operator.ts';

/**
 * Decides on a held request, as a person does who has looked and seen nothing.
 *
 * @returns the verdict, or undefined if it was declined: the effect shows, it is too early to know, or it is not held any more
 */
export async function resolveHeld(
  { tenant, requestId }: { tenant: string; requestId: string },
  { stack, random }: { stack: LocalStack; random: Random },
): Promise<string | undefined> {
  const verdict = random.pick(['notMoved', 'retry']);
  const order = { tenant, requestId, verdict, by: 'chaos', why: 'nothing shows' };
  const answer = (await operate(stack, 'resolve', order)) as { result: string };
  return answer.result === 'resolved' ? verdict : undefined;
}
