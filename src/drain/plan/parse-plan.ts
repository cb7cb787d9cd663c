import { gunzipSync, gzipSync } from 'node:zlib';
import * as v from 'valibot';
import { issueInWords } from '../../contract/issue-words.ts';
import { repeatsAName } from '../../contract/repeats-a-name.ts';
import { digestOf, planText } from './digest.ts';
import { MAX_LINES, MAX_PLAN_BYTES, type Plan, planSchema } from './plan.ts';
import { planContradiction } from './plan-contradiction.ts';

/** `problem` names the place, and repeats nothing of the file. */
export type ParsedPlan = { ok: true; plan: Plan } | { ok: false; problem: string };

/** Reads a plan's file, plain or compressed with gzip. */
export function parsePlan(bytes: Uint8Array): ParsedPlan {
  const unpacked = unpack(bytes);
  if (typeof unpacked === 'string') return { ok: false, problem: unpacked };
  if (unpacked.length > MAX_PLAN_BYTES) return { ok: false, problem: TOO_LARGE };
  const text = decode(unpacked);
  if (text === undefined) return { ok: false, problem: 'the file is not UTF-8' };
  const json = parseJson(text);
  if ('problem' in json) return { ok: false, problem: json.problem };
  const problem = shapeProblem(json.value, text);
  if (problem !== undefined) return { ok: false, problem };
  const result = v.safeParse(planSchema, json.value, { abortEarly: true });
  if (!result.success) {
    const [issue] = result.issues;
    return { ok: false, problem: `${placeOf(issue)}: ${inWords(issue)}` };
  }
  const { digest, ...body } = result.output;
  if (digestOf(body) !== digest)
    return { ok: false, problem: 'digest: does not match: the plan was changed after it was made; make a new plan' };
  const contradiction = planContradiction(result.output);
  return contradiction === undefined ? { ok: true, plan: result.output } : { ok: false, problem: contradiction };
}

/** A plan as it is stored. */
export function packPlan(plan: Plan): Uint8Array {
  return gzipSync(planText(plan), { level: 9 });
}

const TOO_LARGE = `the plan has more than ${MAX_PLAN_BYTES} bytes, unpacked: that is no plan of ours`;

/** Never more than a plan may have: a file of a few kilobytes may unpack to gigabytes. */
function unpack(bytes: Uint8Array): Uint8Array | string {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_PLAN_BYTES });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ERR_BUFFER_TOO_LARGE' ? TOO_LARGE : 'the file is compressed, and damaged: copy it again';
  }
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function parseJson(text: string): { value: unknown } | { problem: string } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    // V8's text goes on with a part of the file.
    const place = /line (\d+) column (\d+)/.exec((error as Error).message);
    return { problem: `the file is not valid JSON${place ? `: line ${place[1]}, column ${place[2]}` : ''}` };
  }
}

/** What must be known before a schema looks at it all: it would name each of 100,000 lines, or take one name for another. */
function shapeProblem(value: unknown, text: string): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'the file is not a JSON object';
  const { lines } = value as { lines?: unknown };
  if (Array.isArray(lines) && lines.length > MAX_LINES)
    return `lines: has ${lines.length} entries; a plan moves at most ${MAX_LINES} lines`;
  const objects = objectsIn(value);
  const inherited = objects.flatMap(Object.keys).find((name) => name in Object.prototype);
  if (inherited !== undefined) return `${inherited}: is a field that plans do not have`;
  if (repeatsAName(text, objects)) return 'the file has an object with the same field twice: make a new plan';
  return undefined;
}

/** However deep: without recursion. */
function objectsIn(value: object): object[] {
  const objects: object[] = [];
  const waiting: unknown[] = [value];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next !== 'object' || next === null) continue;
    if (!Array.isArray(next)) objects.push(next);
    for (const part of Object.values(next)) waiting.push(part);
  }
  return objects;
}

function inWords(issue: v.BaseIssue<unknown>): string {
  // A text is received in quotes, whole.
  const received = issue.received.startsWith('"') ? 'a text' : issue.received;
  return issueInWords({ ...issue, received }, 'is a field that plans do not have');
}

/** A name that is not ours is not shown whole: it may be of any length, and hold anything. */
function placeOf(issue: v.BaseIssue<unknown>): string {
  const path = (issue.path ?? []).map(({ key }) => key);
  if (path.length === 0) return 'the file';
  return path
    .map((key, index) => {
      if (typeof key === 'number') return `[${key}]`;
      const name = /^[A-Za-z]{1,40}$/.test(String(key)) ? String(key) : '(a name that is none of ours)';
      return index === 0 ? name : `.${name}`;
    })
    .join('');
}
