import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const DXM = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));

export interface RunningPage {
  url: string;
  close(): Promise<void>;
}

/**
 * Starts the page of `dxm ui` for this stack, as an operator of it would.
 *
 * @param variables what `dxm` reads of its environment
 * @throws Error if it ends before it has said where it is
 */
export async function startPage(variables: Readonly<Record<string, string>>): Promise<RunningPage> {
  // It ends when this process has gone, however that ended.
  const child = spawn(process.execPath, [DXM, 'ui', '--json'], {
    env: { ...process.env, ...variables },
    stdio: ['ignore', 'pipe', 'ignore', 'ipc'],
  });
  const ended = once(child, 'exit');
  const close = async () => {
    child.kill();
    await ended;
  };
  let document = '';
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    document += line;
    if (line === '}') return { url: (JSON.parse(document) as { url: string }).url, close };
  }
  throw new Error(`the page did not start: dxm ui ended with ${(await ended).join(' ')}`);
}
