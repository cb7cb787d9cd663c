import { statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { RuntimeError } from './error-document.ts';

/** A Lambda handler as this runtime calls it; the result is awaited, so it may or may not be a promise. */
export type Handler = (event: unknown, context: unknown) => unknown;

/**
 * The function that a handler string names: `src/handlers/migrate.handler` is the export `handler` of
 * `src/handlers/migrate`, `.js`, `.mjs` or `.cjs`, under the task root ("Define Lambda function handler in Node.js",
 * Lambda Developer Guide).
 *
 * @throws RuntimeError with the runtime's own error types: MalformedHandlerName, ImportModuleError, UserCodeSyntaxError,
 * HandlerNotFound, and CallbackHandlerDeprecated for a function of three parameters, which nodejs24.x rejects
 * (same page: Node.js 24 supports no callback-based handlers). What the module throws by itself passes unchanged.
 */
export async function loadHandler(taskRoot: string, handlerName: string): Promise<Handler> {
  const { modulePath, exportPath } = parse(handlerName);
  let found: unknown = await importModule(join(taskRoot, modulePath), handlerName);
  for (const key of exportPath) found = (found as Record<string, unknown> | null | undefined)?.[key];
  if (typeof found !== 'function') {
    throw new RuntimeError('HandlerNotFound', `${handlerName} is undefined or not a function`);
  }
  if (found.length >= 3) {
    throw new RuntimeError(
      'CallbackHandlerDeprecated',
      `${handlerName} takes a callback; nodejs24.x supports async handlers only.`,
    );
  }
  return found as Handler;
}

function parse(handlerName: string): { modulePath: string; exportPath: string[] } {
  const [moduleName, ...exportPath] = basename(handlerName).split('.');
  if (moduleName === undefined || exportPath.length === 0 || handlerName.includes('..')) {
    throw new RuntimeError('MalformedHandlerName', `'${handlerName}' is not of the form path/to/module.export`);
  }
  return { modulePath: join(dirname(handlerName), moduleName), exportPath };
}

async function importModule(path: string, handlerName: string): Promise<unknown> {
  const file = ['', '.js', '.mjs', '.cjs']
    .map((extension) => path + extension)
    .find((candidate) => statSync(candidate, { throwIfNoEntry: false })?.isFile());
  if (file === undefined) {
    throw new RuntimeError('ImportModuleError', `Error: Cannot find module for handler ${handlerName}`);
  }
  try {
    return await import(pathToFileURL(file).href);
  } catch (error) {
    if (error instanceof SyntaxError) throw new RuntimeError('UserCodeSyntaxError', String(error), { cause: error });
    throw error;
  }
}
