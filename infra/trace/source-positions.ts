import type { SourceMap } from 'node:module';

/** A position in a bundle as a stack has it, also in a line of JSON: the file, wherever it was unpacked, line and column. */
const POSITION = /(?:file:\/\/)?[^\s"'()]*src\/handlers\/(\w+)\.mjs:(\d+):(\d+)/g;

/**
 * A text with positions in bundles, as those in the source: `src/migration/advance.ts:55:12`. What the bundle has of no file stays.
 *
 * @param sourceMapOf the source map of a function's bundle, by the function's name
 */
export function withSourcePositions(text: string, sourceMapOf: (name: string) => SourceMap): string {
  return text.replace(POSITION, (position, name, line, column) => {
    const origin = sourceMapOf(name).findOrigin(Number(line), Number(column));
    return 'fileName' in origin ? `${origin.fileName}:${origin.lineNumber}:${origin.columnNumber}` : position;
  });
}
