import { parsePlan } from '../../plan/parse-plan.ts';
import type { Plan } from '../../plan/plan.ts';
import type { DrainDeclined } from '../command.ts';
import { declined } from './answer.ts';

/** The most bytes that a plan has, packed. An item of DynamoDB has 400 kB: packed again, it may be a little larger. */
const MAX_PACKED_BYTES = 350_000;

/** Four characters for three bytes. */
const MAX_TEXT = Math.ceil(MAX_PACKED_BYTES / 3) * 4;

/** A submitted plan, which anyone may have written. What is said of it repeats nothing of it. */
export function readPlanFile(text: string): Plan | DrainDeclined {
  if (text.length > MAX_TEXT) return declined(TOO_LARGE);
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return declined('plan: is not Base64');
  const parsed = parsePlan(Buffer.from(text, 'base64'));
  return parsed.ok ? parsed.plan : declined(`plan: ${parsed.problem}`);
}

const TOO_LARGE = `plan: must have at most ${MAX_PACKED_BYTES} bytes when packed: plan fewer lines, and the others as another drain`;
