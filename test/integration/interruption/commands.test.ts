import { describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { missingForTerminal, onTerminal, type Running } from '../../support/terminal.ts';

const CTRL_C = '\x03';
const STACK_TRACE = '    at ';
const TIDY = { raw: false, left: [] };

/** npm ends as its shell does: of the signal itself, or with its status. */
const OF_SIGINT = expect.toBeOneOf([-2, 130]);

const missing = missingForTerminal();

describe.skipIf(missing !== undefined)(`on a terminal${missing === undefined ? '' : `: ${missing}`}`, () => {
  const demo = [process.execPath, 'local/demo/cli.ts'];
  const start = [process.execPath, 'local/start.ts'];
  const chaos = [process.execPath, 'test/chaos/cli.ts', '--trouble-gap', '100'];

  it('Ctrl-C in npm run demo while osls packages', async () => {
    const running = onTerminal(['npm', 'run', 'demo']);
    await eventually(() => running.find('osls/bin/serverless.js'));
    running.type(CTRL_C);
    expect(await running.ended()).toEqual({ ...TIDY, status: OF_SIGINT });
    expectStopped(running);
    expect(running.output()).toContain('Stopped by SIGINT');
  });

  it('Ctrl-C in npm run demo while the functions are at work', async () => {
    const running = onTerminal(['npm', 'run', 'demo']);
    await running.shows('1 of 44 messages');
    await eventually(() => running.find('lambda/runtime/bootstrap.ts'));
    running.type(CTRL_C);
    expect(await running.ended()).toEqual({ ...TIDY, status: OF_SIGINT });
    expectStopped(running);
    // The spinner had hidden the cursor.
    expect(running.output().lastIndexOf('\x1b[?25h')).toBeGreaterThan(running.output().lastIndexOf('\x1b[?25l'));
  });

  it('SIGHUP ends the demo with 129 while the servers start', async () => {
    const running = onTerminal(demo);
    await running.shows('Starting the local stack');
    process.kill(running.find('local/demo/cli.ts').pid, 'SIGHUP');
    expect(await running.ended()).toEqual({ ...TIDY, status: 129 });
    expectStopped(running);
  });

  it('SIGTERM ends npm start with 143, and osls, before it is up', async () => {
    const running = onTerminal(start);
    await eventually(() => running.find('osls/bin/serverless.js'));
    process.kill(running.find('local/start.ts').pid, 'SIGTERM');
    expect(await running.ended()).toEqual({ ...TIDY, status: 143 });
    expectStopped(running);
    expect(running.output()).not.toContain('Starting the local stack');
  });

  it('npm start ends with 0 on Ctrl-C, also on a terminal that does not report its width', async () => {
    const running = onTerminal(start, 0);
    await running.shows('(--no-consumers leaves these alone)');
    await eventually(() => running.find('lambda/runtime/bootstrap.ts'));
    running.type(CTRL_C);
    expect(await running.ended()).toEqual({ ...TIDY, status: 0 });
    expectStopped(running);
  });

  it.each([0, 1, 80])('progress reaches its end on a terminal that reports a width of %d columns', async (columns) => {
    const program = `
      import { showProgress } from './local/show-progress.ts';
      let writes = 0;
      const { write } = process.stderr;
      process.stderr.write = (...text) => (writes++ < 1_000 ? write.apply(process.stderr, text) : process.exit(3));
      const progress = showProgress();
      progress.say('Packaging');
      progress.say('Starting');
      progress.succeed('Up');`;
    const running = onTerminal([process.execPath, '--input-type=module', '--eval', program], columns);
    expect(await running.ended()).toEqual({ ...TIDY, status: 0 });
    expect(running.output()).toContain('Up');
  });

  it('npm start ends when its terminal is gone', async () => {
    const running = onTerminal(['npm', 'start']);
    await running.shows('(--no-consumers leaves these alone)');
    await eventually(() => running.find('lambda/runtime/bootstrap.ts'));
    running.hangUp();
    expect((await running.ended()).left).toEqual([]);
  });

  it('Ctrl-C ends npm run chaos in the middle of its faults', async () => {
    const running = onTerminal(chaos);
    await running.shows('1 processes killed');
    running.processes();
    running.type(CTRL_C);
    expect(await running.ended()).toEqual({ ...TIDY, status: 130 });
    expectStopped(running);
    expect(running.output()).toMatch(/Seed \d+/);
  });

  it('Ctrl-C ends the Direct Connect simulator with 0', async () => {
    const cli = 'packages/direct-connect-simulator/src/cli.ts';
    const running = onTerminal([process.execPath, cli, '--topology', 'local/samples/topology.yaml']);
    await running.shows('Ctrl-C ends it.');
    running.processes();
    running.type(CTRL_C);
    expect(await running.ended()).toEqual({ ...TIDY, status: 0 });
    expectStopped(running);
  });

  it('a second signal ends at once a command that does not close', async () => {
    const hanging = `
      import { runInterruptibly } from './local/interruption.ts';
      setInterval(() => undefined, 1_000);
      const hang = () => (console.log('up'), new Promise(() => undefined));
      await runInterruptibly(hang, console.error);`;
    const running = onTerminal([process.execPath, '--input-type=module', '--eval', hanging]);
    await running.shows('up');
    running.type(CTRL_C);
    await running.shows('Stopping…');
    process.kill(running.find('--input-type=module').pid, 'SIGTERM');
    expect(await running.ended()).toEqual({ ...TIDY, status: 143 });
    expect(running.output()).toContain('Stopped at once; temporary folders may be left.');
  });

  it.each([
    ['npm run direct-connect', 'Ctrl-C ends it.'],
    ['npm run demo', 'Packaging the service'],
  ])('SIGTERM to npm ends the command too: %s', async (command, text) => {
    const running = onTerminal(['sh', '-c', `${command}; cat`]);
    await running.shows(text);
    running.processes();
    process.kill(running.find(command).pid, 'SIGTERM');
    await running.shows('Stopping…');
    running.type(CTRL_C);
    await running.ended();
  });
});

function expectStopped(running: Running): void {
  expect(running.output()).toContain('Stopping…');
  expect(running.output()).not.toContain(STACK_TRACE);
}
