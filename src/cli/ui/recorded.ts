import type { Context } from '../context/context.ts';
import { output } from '../output/output.ts';

/** What a command says to a page instead of a terminal. */
export interface Recorded {
  context: Context;
  lines: string[];
  notes: string[];
  /** As with --json: its whole result. */
  documents: unknown[];
}

/** The same context, whose output is kept. */
export function recorded(context: Context, isJson = false): Recorded {
  const [lines, notes, documents] = [[] as string[], [] as string[], [] as unknown[]];
  const plain = output({ json: isJson, color: false });
  const out = {
    ...plain,
    width: Number.POSITIVE_INFINITY,
    line: (text = '') => void lines.push(...text.split('\n')),
    text: (document: string) => void lines.push(document),
    json: (value: unknown) => void documents.push(value),
    jsonLine: (value: unknown) => void documents.push(value),
    note: (text: string) => void notes.push(text),
  };
  return { context: { ...context, out }, lines, notes, documents };
}
