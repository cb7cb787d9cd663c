import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { basename } from 'node:path';
import type { CallFrame } from './self-times.ts';

/** Where a function comes from. */
export interface Origin {
  /** A package, a folder of ours, or what it is if it is not of the bundle. */
  group: string;
  /** The file, and the function's name and line in it as far as they are known. */
  what: string;
}

/** @param sourceMap the file of the bundle's map, if it has one: without it, files are known by esbuild's comments only */
export function locator(bundle: string, sourceMap: string): (frame: CallFrame) => Origin {
  const inBundle = existsSync(sourceMap) ? bySourceMap(sourceMap) : byComments(bundle);
  return (frame) => {
    const { url, functionName } = frame;
    if (url === '') return { group: 'V8', what: functionName || '(anonymous)' };
    if (url === 'node:inspector') return { group: 'bench', what: functionName };
    if (url.startsWith('node:')) return { group: 'Node.js', what: `${functionName} ${url}` };
    if (basename(url) !== basename(bundle)) return { group: 'bench', what: functionName };
    const { file, name = functionName, line } = inBundle(frame);
    const place = line === undefined ? file : `${file}:${line}`;
    return { group: groupOf(file), what: `${name || '(anonymous)'} ${place.replace(/^.*node_modules\//, '')}` };
  };
}

interface Position {
  file: string;
  name?: string;
  line?: number;
}

function bySourceMap(file: string): (frame: CallFrame) => Position {
  const map = new SourceMap(JSON.parse(readFileSync(file, 'utf8')));
  return ({ lineNumber, columnNumber }) => {
    const entry = map.findEntry(lineNumber, columnNumber);
    if (!('originalSource' in entry)) return { file: 'of no file' };
    const { originalSource, originalLine, name } = entry as typeof entry & { name?: string };
    return { file: originalSource, line: originalLine + 1, ...(name === undefined ? {} : { name }) };
  };
}

/** esbuild writes a comment with its path before each file that it bundles, unless it minifies. */
function byComments(bundle: string): (frame: CallFrame) => Position {
  const files: string[] = [];
  let file = 'of no file';
  for (const line of readFileSync(bundle, 'utf8').split('\n')) {
    file = /^\/\/ ((?:node_modules|src|infra)\/\S+)$/.exec(line)?.[1] ?? file;
    files.push(file);
  }
  return ({ lineNumber }) => ({ file: files[lineNumber] ?? 'of no file' });
}

function groupOf(file: string): string {
  const [, name] = /^.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file) ?? [];
  return name ?? (/^src\/[^/]+/.exec(file)?.[0] || file);
}
