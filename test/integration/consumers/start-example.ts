import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { NO_PROFILE } from '../../../local/ignore-aws-settings.ts';
import { eventually } from '../../support/eventually.ts';

const BUILD = fileURLToPath(new URL('../../../.build/', import.meta.url));

/** A program of a page that runs until it is ended. */
export interface RunningExample {
  output(): string;
  /** Waits until it has printed a line. */
  prints(line: string): Promise<void>;
  end(): Promise<void>;
}

/** Starts a TypeScript file from inside the project, so that it imports the contract as if it were installed. */
export async function startExample(text: string, environment: NodeJS.ProcessEnv): Promise<RunningExample> {
  await mkdir(BUILD, { recursive: true });
  const folder = await mkdtemp(join(BUILD, 'example-'));
  const file = join(folder, 'consumer.ts');
  await writeFile(file, text);
  const child = spawn(process.execPath, [file], { env: { PATH: process.env.PATH, ...NO_PROFILE, ...environment } });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  return {
    output: () => output,
    prints: (line) => eventually(() => expect(output.split('\n')).toContain(line)),
    async end() {
      child.kill();
      await ended;
      await rm(folder, { recursive: true });
    },
  };
}
