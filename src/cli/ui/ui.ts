import { once } from 'node:events';
import type { Context } from '../context/context.ts';
import { EXIT } from '../exit-status.ts';
import { seeToInterrupts } from '../interruption.ts';
import { pageFiles } from './page-files.ts';
import { servePage } from './serve.ts';

export interface UiOptions {
  port: number;
  by: string;
  readOnly?: boolean;
}

/** Serves the page until it is interrupted. What it shows goes on without it. */
export async function run(context: Context, { port, by, readOnly = false }: UiOptions): Promise<number> {
  // Which stage is asked for first: without one there is nothing to serve.
  const { stage, out } = context;
  const page = await servePage(context, { files: await pageFiles(), port, by, isReadOnly: readOnly });
  const seenTo = seeToInterrupts();
  const over = new AbortController();
  if (out.isJson) out.json({ url: page.url });
  else out.line(`The page of ${stage.name}, on this machine only: ${page.url}`);
  out.note('Who has this address may do here what you may. Ctrl-C closes the page, and ends nothing else.');
  try {
    await Promise.race(ENDS.map((end) => once(process, end, over)));
  } finally {
    // Who listens for the end of a program that has started it is kept alive by that.
    over.abort();
    seenTo();
    await page.close();
  }
  return EXIT.ok;
}

/** The last is of a program that has started it, and is gone. */
const ENDS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const;
