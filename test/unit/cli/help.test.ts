import type { Command } from 'commander';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { program } from '../../../src/cli/program.ts';
import { run } from '../../../src/cli/run.ts';

function leavesOf(command: Command, path: readonly string[] = []): [string, string[]][] {
  const own: [string, string[]] = [[command.name(), ...path].join(' '), [...path]];
  return [own, ...command.commands.flatMap((one) => leavesOf(one, [...path, one.name()]))];
}

const PATHS = leavesOf(program())
  .map(([, path]) => path)
  .filter((path) => path.join(' ') !== 'complete');

/** What a command line writes, as without a terminal. */
async function said(...argv: string[]): Promise<{ status: number; out: string; err: string }> {
  const text = { out: '', err: '' };
  const into = (name: 'out' | 'err') => (chunk: unknown) => {
    text[name] += String(chunk);
    return true;
  };
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation(into('out')),
    vi.spyOn(process.stderr, 'write').mockImplementation(into('err')),
  ];
  const before = process.exitCode;
  onTestFinished(() => {
    process.exitCode = before;
  });
  try {
    return { status: await run(program(), argv), ...text };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

const linesOf = (text: string) => text.trimEnd().split('\n');

describe('dxm --help', () => {
  it('fits on a screen, and teaches', async () => {
    const { status, out, err } = await said('--help');
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(linesOf(out).length).toBeLessThanOrEqual(40);
    expect(out).toMatch(/^Try first\n( {2}dxm .*\n){3}Exit status: 0 done, 1 .*\nRead on: /m);
    expect(out).not.toContain('(default');
  });

  it('names every command once, what takes another back beside it', async () => {
    const { out } = await said('--help');
    const terms = [...out.matchAll(/^ {2}([a-z]+(?:, [a-z]+)?) {2,}\S/gm)].flatMap(([, term]) => term?.split(', '));
    const names = PATHS.filter(({ length }) => length === 1).flat();
    expect(terms.toSorted()).toEqual(names.toSorted());
  });
});

describe('dxm drain --help', () => {
  it('fits on a screen, and teaches the evening in its order', async () => {
    const { out } = await said('drain', '--help');
    expect(linesOf(out).length).toBeLessThanOrEqual(40);
    const names = [...out.matchAll(/^ {2}([a-z-]+) [<[]/gm)].map(([, name]) => name);
    expect(new Set(names)).toEqual(
      new Set(PATHS.flatMap(([first, name]) => (first === 'drain' && name ? [name] : []))),
    );
    const inOrder = [
      'plan',
      'submit',
      'approve',
      'announce',
      'rehearse',
      'start',
      'watch',
      'promote',
      'stop',
      'resume',
    ];
    expect(names.filter((name) => inOrder.includes(name ?? ''))).toEqual(inOrder);
  });
});

describe.each(PATHS.map((path) => [path.join(' '), path] as const))('dxm %s --help', (_name, path) => {
  it('is no wider than 80 columns, without a terminal too', async () => {
    const { status, out } = await said(...path, '--help');
    expect(status).toBe(0);
    expect(linesOf(out).filter((line) => line.length > 80)).toEqual([]);
  });

  it('is what dxm help shows, with an example', async () => {
    const { out } = await said(...path, '--help');
    expect((await said('help', ...path)).out).toBe(out);
    if (!['', 'status', 'help'].includes(path.at(-1) ?? '')) expect(out).toMatch(/^(Examples?|In this order)\n {2}\S/m);
  });
});

describe('a near name is suggested for', () => {
  it.each<[string, string]>([
    ['stauts', '(Did you mean status?)'],
    ['drain shwo plan.json', '(Did you mean show?)'],
    ['help drain shwo', 'do: did you mean show?'],
    ['drain stpo fra', '(Did you mean stop?)'],
    ['drain rolback fra --all', '(Did you mean rollback?)'],
    ['drain lines fra --state unhealty', '(Did you mean unhealthy? There are'],
    ['drain start fra --waive notise', '(Did you mean notice? There are'],
    ['help stauts', 'do: did you mean status?'],
    ['dlq claer orders', 'do: did you mean dxm dlq clear?'],
    ['quarantine claer', 'do: did you mean dxm quarantine clear?'],
    ['status --jsn', '(Did you mean --json?)'],
    ['quarantine --reson x', '(Did you mean --reason?)'],
    ['quarantine --reason INVALID_REQEST', '(Did you mean INVALID_REQUEST? There are'],
    ['requests --waiting grup', '(Did you mean group? There are'],
    ['requests --state CALING', '(Did you mean CALLING? There are'],
    ['drain plan a --to b --redundancy ownr', '(Did you mean owner? There are'],
    ['resolve orders/x movd', '(Did you mean moved? There are'],
    ['completion bahs', '(Did you mean bash? There are'],
  ])('%s', async (line, suggested) => {
    const { status, out, err } = await said(...line.split(' '));
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toMatch(/^error: /);
    expect(err).toContain(suggested);
  });

  it.each(['send', 'cordon', 'groups a b', 'requests --state zzz', 'zzz'])(
    'none, but where to look: %s',
    async (line) => {
      const { status, err } = await said(...line.split(' '));
      expect(status).toBe(2);
      expect(err).toMatch(/^error: .*\n {3}do: dxm .*--help\n$/s);
    },
  );
});

it('a choice is the same however its letters are written', async () => {
  const dxm = program();
  const requests = dxm.commands.find((one) => one.name() === 'requests');
  requests?.action(() => {});
  await dxm.parseAsync(['requests', '--state', 'held', '--waiting', 'effectpending'], { from: 'user' });
  expect(requests?.opts()).toEqual({ state: 'HELD', waiting: 'effectPending' });
});

it('what may be said more than once is a list, and a choice in it too', async () => {
  const dxm = program();
  const drain = dxm.commands.find((one) => one.name() === 'drain');
  const [start, resume] = ['start', 'resume'].map((name) => drain?.commands.find((one) => one.name() === name));
  for (const command of [start, resume]) command?.action(() => {});
  await dxm.parseAsync(['drain', 'start', 'fra', '--why', 'x', '--waive', 'Notice', '--waive', 'approval'], {
    from: 'user',
  });
  expect(start?.opts()).toMatchObject({ waive: ['notice', 'approval'] });
  await dxm.parseAsync(['drain', 'resume', 'fra', '--why', 'x', '--stop', 'a', '--stop', 'b'], { from: 'user' });
  expect(resume?.opts()).toMatchObject({ stop: ['a', 'b'] });
});

it('a drain is stopped without a reason, and with a --yes that is typed by habit', async () => {
  const dxm = program();
  const stop = dxm.commands.find((one) => one.name() === 'drain')?.commands.find((one) => one.name() === 'stop');
  stop?.action(() => {});
  await dxm.parseAsync(['drain', 'stop', 'fra', '-y'], { from: 'user' });
  expect(stop?.opts()).toMatchObject({ why: 'stopped by hand' });
  expect((await said('drain', 'stop', '--help')).out).not.toContain('--yes');
});
