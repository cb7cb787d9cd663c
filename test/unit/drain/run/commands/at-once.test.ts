import { describe, expect, it } from 'vitest';
import { stateOf } from '../../../../../src/drain/run/drain.ts';
import { CommandStage, ID, planFor } from './stage.ts';

type Command = Record<string, unknown> & { action: string };

const { digest } = planFor();

/** A drain in the middle of its first wave, on which each of these does something. */
async function running() {
  const stage = new CommandStage();
  await stage.started();
  await stage.release('dxcon-a', 'healthy', 'MIGRATED');
  await stage.put({ stops: [{ id: 'fault', kind: 'fault', atMs: 1, by: 'dx-migrator', why: 'x' }] });
  return stage;
}

const RUNNING: Command[] = [
  { action: 'resume', stops: ['fault'] },
  { action: 'promote', rev: 1, wave: 1 },
  { action: 'setAside', connectionId: 'dxcon-b' },
  { action: 'rollback', lines: 'all' },
  { action: 'complete' },
  { action: 'abort' },
  { action: 'take', by: 'ben' },
  { action: 'rehearse' },
];

/** A drain that could start. */
async function ready() {
  const stage = new CommandStage();
  await stage.ready();
  return stage;
}

const READY: Command[] = [
  { action: 'start', digest },
  { action: 'setAside', connectionId: 'dxcon-b' },
  { action: 'abort' },
  { action: 'take', by: 'ben' },
  { action: 'rehearse' },
];

async function submitted() {
  const stage = new CommandStage();
  await stage.submit(planFor());
  return stage;
}

const SUBMITTED: Command[] = [
  { action: 'announce', digest },
  { action: 'start', digest, waive: ['notice', 'approval'] },
  { action: 'submit', revision: ['dxcon-a'] },
  { action: 'approve', digest },
  { action: 'abort' },
];

const SITUATIONS = [
  ['that runs', running, RUNNING],
  ['that is ready', ready, READY],
  ['that was submitted', submitted, SUBMITTED],
] as const;

function run(stage: CommandStage, { revision, ...command }: Command) {
  if (command.action === 'approve') return stage.approve({ digest });
  return command.action === 'submit' ? stage.submit(planFor(revision as string[])) : stage.run(command);
}

/** Runs it, with something done before its nth write. @returns whether it came so far */
async function runWith(stage: CommandStage, command: Command, nth: number, between: () => Promise<unknown>) {
  let writes = 0;
  let came = false;
  stage.before = async () => {
    if (++writes !== nth) return;
    came = true;
    const { before } = stage;
    stage.before = undefined;
    await between();
    stage.before = before;
  };
  const answer = await run(stage, command);
  stage.before = undefined;
  return { answer, came };
}

const WRITES = [1, 2, 3, 4];

describe.each(SITUATIONS)('on a drain %s', (_what, begin, commands) => {
  describe.each(commands.map((command) => [command.action, command] as const))('%s', (action, command) => {
    it.each(WRITES)('loses no stop that comes before its write %i', async (nth) => {
      const stage = await begin();
      const { answer, came } = await runWith(stage, command, nth, () => stage.run({ action: 'stop', by: 'eve' }));
      if (!came) return;
      expect(stage.stops()).toContain('stop-1');
      if (stage.drain().phase === 'RUNNING') expect(stateOf(stage.drain())).toBe('STOPPED');
      // Nothing begins, and nothing goes on, that the stop came before.
      if (['announce', 'start', 'resume'].includes(action)) expect(answer.result).toBe('declined');
    });

    it.each(commands.map((other) => [other.action, other] as const))(
      'and %s at once are as if one had come after the other',
      async (_action, other) => {
        const serial = await begin();
        await run(serial, other);
        await run(serial, command);
        const stage = await begin();
        // The last write is the drain's own, or that of the rollback; before it, CONTROL may be written.
        const writes = await writesOf(await begin(), command);
        await runWith(stage, command, writes.indexOf(WRITE_OF[action] ?? 'setDrain') + 1, () => run(stage, other));
        expect(stage.drain()).toEqual(serial.drain());
      },
    );

    it('is the same by the same again', async () => {
      const stage = await begin();
      await run(stage, command);
      const before = stage.drain();
      const again = await run(stage, { ...command, ...(action === 'take' ? {} : { by: 'someone else' }) });
      if (action === 'rehearse') return;
      expect(again.result).toBe('unchanged');
      expect(stage.drain()).toEqual(before);
    });
  });
});

const WRITE_OF: Record<string, string> = { approve: 'setApproval', rollback: 'createDrain' };

async function writesOf(stage: CommandStage, command: Command): Promise<string[]> {
  const writes: string[] = [];
  stage.before = async (write) => void writes.push(write);
  await run(stage, command);
  return writes;
}

it('a command gives up where others write all the time, and says which item', async () => {
  const stage = await ready();
  stage.before = async () => {
    const { before } = stage;
    stage.before = undefined;
    await stage.put({});
    stage.before = before;
  };
  await expect(stage.run({ action: 'take', by: 'ben' })).rejects.toThrow(`DRAIN#${ID} was changed by others 10 times`);
});
