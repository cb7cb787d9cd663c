import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { LocalStack } from '../../local/stack/local-stack.ts';

export const DXM = fileURLToPath(new URL('../../packages/dxm/dist/main.js', import.meta.url));

export interface Ended {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** What `npm start` tells a shell to export. */
export function exportsOf({ endpointVariables, region }: LocalStack): Record<string, string> {
  return {
    ...endpointVariables,
    ...{ AWS_REGION: region, DXM_STAGE: 'local', DXM_BY: 'jo' },
    ...{ AWS_ACCESS_KEY_ID: 'AIDAORDERS', AWS_SECRET_ACCESS_KEY: 'local' },
  };
}

/** Runs the bundled `dxm` without a terminal, as a script would. */
export async function dxm(args: readonly string[], env: Record<string, string> = {}, stdin = ''): Promise<Ended> {
  return startDxm(args, env, stdin).ended;
}

/** The same, to be interrupted. */
export function startDxm(
  args: readonly string[],
  env: Record<string, string>,
  stdin = '',
): { interrupt: () => void; said: () => string; ended: Promise<Ended> } {
  const { NO_COLOR, FORCE_COLOR, ...others } = process.env;
  const child = spawn(process.execPath, [DXM, ...args], { env: { ...others, ...env } });
  child.stdin.end(stdin);
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const output = Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return {
    interrupt: () => void child.kill('SIGINT'),
    /** On standard error, so far. */
    said: () => said,
    ended: output.then(([stdout, stderr]) => ({ status: child.exitCode, stdout, stderr })),
  };
}
