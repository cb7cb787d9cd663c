import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { basename } from 'node:path';
import type { CallFrame } from './self-times.ts';

/** Where a function comes from. */
export interface Origin {
  /** A package, a folder of ours, or what it is if it is not of the bundle. */
  group: string;
  /** The function's name, as short as it may be in a minified bundle, and its file and line. */
  what: string;
}

/** @param sourceMap the file of the bundle's source map */
export function locator(bundle: string, sourceMap: string): (frame: CallFrame) => Origin {
  const map = new SourceMap(JSON.parse(readFileSync(sourceMap, 'utf8')));
  return (frame) => {
    const { url, functionName } = frame;
    if (url === '') return { group: 'native code', what: functionName || '(anonymous)' };
    if (url === 'node:inspector') return { group: 'bench', what: functionName };
    if (url.startsWith('node:')) return { group: 'Node.js', what: `${functionName} ${url}` };
    if (basename(url) !== basename(bundle)) return { group: 'bench', what: functionName };
    const entry = map.findEntry(frame.lineNumber, frame.columnNumber);
    const known = 'originalSource' in entry ? entry : undefined;
    const file = known?.originalSource ?? 'of no file';
    const place = known ? `${file}:${known.originalLine + 1}` : file;
    return { group: groupOf(file), what: `${functionName || '(anonymous)'} ${place.replace(/^.*node_modules\//, '')}` };
  };
}

/** A package, a folder of `src`, or a file. */
function groupOf(file: string): string {
  const [, name] = /^.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file) ?? [];
  return name ?? /^src\/[^/]+/.exec(file)?.[0] ?? file;
}
