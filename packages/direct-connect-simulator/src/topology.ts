import * as v from 'valibot';
import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { crossCheck } from './topology/checks.ts';
import { formatProblem, type Problem, toProblem } from './topology/problem.ts';
import { type Topology, topologySchema } from './topology/schema.ts';

export type { Fault, FaultInput } from './topology/fault-schema.ts';
export type { Topology } from './topology/schema.ts';
export type { Settings } from './topology/settings-schema.ts';

/** A topology that cannot be used. The message has one line per problem: `<file>:<line>: <path>: <what is wrong>`. */
export class TopologyError extends Error {
  override readonly name = 'TopologyError';
}

/**
 * Reads a topology from YAML (or JSON, which is YAML).
 *
 * @param text the file's content
 * @param fileName only for messages
 * @throws {TopologyError} with every problem found, each with its line
 */
export function parseTopology(text: string, fileName: string): Topology {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const at = (line: number, message: string) => `${fileName}:${line}: ${message}`;
  if (document.errors.length > 0) {
    const messages = document.errors.map((error) => at(lines.linePos(error.pos[0]).line, firstLine(error.message)));
    throw new TopologyError(messages.join('\n'));
  }
  const raise = (problems: readonly Problem[]): never => {
    const messages = problems.map((problem) =>
      at(lineOf(document, lines, problem.path), formatProblem(problem, 'the file')),
    );
    throw new TopologyError(messages.join('\n'));
  };
  const parsed = v.safeParse(
    topologySchema,
    toValue(document, (message) => raise([{ path: [], message }])),
  );
  if (!parsed.success) return raise(parsed.issues.map(toProblem));
  const problems = crossCheck(parsed.output);
  return problems.length > 0 ? raise(problems) : parsed.output;
}

/** An alias without an anchor, or too many of them, only shows when the document is turned into a value. */
function toValue(document: Document, refuse: (message: string) => never): unknown {
  try {
    return document.toJS();
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

/** The line of the last node on the path that exists: the key itself if it is there, else what should have had it. */
function lineOf(document: Document, lines: LineCounter, path: Problem['path']): number {
  let node: unknown = document.contents;
  let offset = rangeStart(node) ?? 0;
  for (const step of path) {
    const target: unknown = isAlias(node) ? node.resolve(document) : node;
    if (isMap(target)) {
      const pair = target.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      if (pair === undefined) break;
      offset = rangeStart(pair.key) ?? offset;
      node = pair.value;
    } else if (isSeq(target)) {
      node = target.items[Number(step)];
      offset = rangeStart(node) ?? offset;
    } else break;
  }
  return lines.linePos(offset).line;
}

function rangeStart(node: unknown): number | undefined {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range)) return undefined;
  const start: unknown = node.range[0];
  return typeof start === 'number' ? start : undefined;
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '');
}
