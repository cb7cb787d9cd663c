import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { CHAPTERS, type Chapter } from './chapters.ts';

// Plays what docs/operations/sessions.md shows, on `npm start` with the sample site, and writes that page.

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const DXM = join(ROOT, 'packages/dxm/dist/main.js');
const PAGE = join(ROOT, 'docs/operations/sessions.md');
const COLUMNS = 100;

const INTRO = `# Sessions

What \`dxm\` shows to whom it helps, on the sample site. \`npm run sessions\` plays them on the local stack, on a terminal of ${COLUMNS} columns, and writes this
page; what stands behind \`$\` was typed, and lines that begin with \`#\` are what happened besides.
`;

/** What moves the cursor or clears a line: what stands before it on the line is gone. */
const CONTROLS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;?]*[A-Za-z]`, 'g');
/** A line while something is under way. */
const SPINS = /^[\u2800-\u28ff] /;

const run = promisify(execFile);

await run(process.execPath, [join(ROOT, 'packages/dxm/build.js')]);
const folder = await mkdtemp(join(tmpdir(), 'dx-migrator-sessions-'));
const stack = spawn(process.execPath, [join(ROOT, 'local/start.ts'), '--no-consumers'], { cwd: ROOT });
let printed = '';
stack.stdout.on('data', (text) => {
  printed += text;
});
try {
  const exports = await sourced();
  const pages = [INTRO];
  for (const chapter of CHAPTERS) pages.push(await play(chapter, exports));
  await writeFile(PAGE, pages.join('\n'));
} finally {
  stack.kill('SIGTERM');
  await rm(folder, { recursive: true });
}

/** What a shell is to source, as soon as it is printed. */
async function sourced(): Promise<string> {
  for (;;) {
    const line = /^ +((?:source|\.) \S+exports\.sh)$/m.exec(printed)?.[1];
    if (line) return line;
    if (stack.exitCode !== null) throw new Error(`npm start ended: ${printed}`);
    await sleep(200);
  }
}

async function play({ title, steps }: Chapter, exports: string): Promise<string> {
  const lines: string[] = [];
  for (const step of steps) {
    if ('waits' in step) {
      await untilIt(step.until, exports);
      lines.push(`# ${step.waits}`, '');
    } else if ('happens' in step) {
      await shell(step.by, exports);
      lines.push(`# ${step.happens}`, '');
    } else lines.push(`$ ${step.types}`, ...(await shell(step.types, exports)), '');
  }
  return `## ${title}\n\n\`\`\`console\n${lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trimEnd()}\n\`\`\`\n`;
}

async function untilIt(command: string, exports: string): Promise<void> {
  while ((await shell(`${command} && echo yes || true`, exports)).at(-1) !== 'yes') await sleep(500);
}

/** What a command shows on a terminal, and how it ended if not well. */
async function shell(command: string, exports: string): Promise<string[]> {
  const prelude = `set +e; cd ${folder}; ${exports}; export DXM_BY=jo NO_COLOR=1 TZ=Europe/Berlin; dxm() { ${process.execPath} ${DXM} "$@"; }`;
  const script = `${prelude}\n${command}\nstatus=$?; [ $status = 0 ] || echo "(exit status $status)"`;
  const args = [join(ROOT, 'test/support/terminal.py'), String(COLUMNS), 'bash', '-c', script];
  const child = spawn('python3', args, { cwd: ROOT, stdio: ['pipe', 'pipe', 'ignore'] });
  let output = '';
  for await (const text of child.stdout) output += text;
  return output
    .trimEnd()
    .replace(CONTROLS, '\r')
    .split('\n')
    .map((line) => line.trimEnd().split('\r').at(-1) ?? '')
    .filter((line) => !SPINS.test(line));
}
