import { describe, expect, it } from 'vitest';
import { DRAIN_COMMANDS, readApproval, readDrainCommand } from '../../../src/handlers/drain-commands.ts';

const WHO = { by: 'ada', why: 'the port is cut' };
const STOP = { action: 'stop', drainId: 'fra-1', ...WHO };
const DIGEST = `sha256:${'0a'.repeat(32)}`;
const APPROVE = { action: 'approve', drainId: 'fra-1', rev: 1, digest: DIGEST, ...WHO };

function declined(event: unknown) {
  const read = readDrainCommand(event);
  return 'declined' in read ? read.declined : expect.fail('it was taken');
}

describe('a command of drain', () => {
  it.each([
    STOP,
    { action: 'status', drainId: 'fra-1' },
    { action: 'submit', plan: 'H4sIAAAA', ...WHO },
    { action: 'announce', drainId: 'fra-1', digest: DIGEST, ...WHO },
    { action: 'start', drainId: 'fra-1', digest: DIGEST, waive: ['notice', 'approval'], ...WHO },
    { action: 'resume', drainId: 'fra-1', stops: ['line:dxcon-a', '0f1e2d3c-aaaa'], ...WHO },
    { action: 'promote', drainId: 'fra-1', rev: 1, wave: 2, ...WHO },
    { action: 'setAside', drainId: 'fra-1', connectionId: 'dxcon-a', ...WHO },
    { action: 'rollback', drainId: 'fra-1', lines: 'unhealthy', ...WHO },
    { action: 'rollback', drainId: 'fra-1', lines: ['dxcon-a'], wave: 3, ...WHO },
    { action: 'stop', drainId: 'fra-1-r1', ...WHO },
  ])('is accepted as it is: $action', (command) => {
    expect(readDrainCommand(command)).toEqual({ command });
  });

  it('may have its numbers as a shell gives them', () => {
    expect(readDrainCommand({ action: 'promote', drainId: 'fra-1', rev: '1', wave: '2', ...WHO })).toMatchObject({
      command: { rev: 1, wave: 2 },
    });
  });

  it.each([
    [null, 'a command is an object with an action'],
    [{}, 'action is missing'],
    [{ ...STOP, action: 'halt' }, `action must be one of ${Object.keys(DRAIN_COMMANDS).join(', ')}`],
    [{ action: 'constructor' }, expect.stringContaining('action must be one of')],
    [{ action: 'stop', drainId: 'fra-1', why: 'x' }, 'by is missing'],
    [{ ...STOP, drainId: 'fra.1' }, expect.stringContaining('drainId must be the id of a drain: 1 to 63 characters')],
    [{ ...STOP, force: true }, 'there is a field that is none of action, drainId, by, why'],
    [
      { action: 'start', drainId: 'fra-1', digest: 'sha256:12', waive: ['all'], ...WHO },
      'digest must be the digest of a plan: sha256: and 64 hexadecimal digits; waive must be a list of notice, approval, or both',
    ],
    [{ ...STOP, action: 'resume' }, 'stops is missing'],
    [{ ...STOP, action: 'resume', stops: [] }, 'stops must be a list of the ids of stops, at most 1100'],
    [
      { action: 'submit', plan: '<plan>', ...WHO },
      expect.stringContaining('plan must be a plan, compressed with gzip and in Base64'),
    ],
    [{ action: 'submit', plan: 'A'.repeat(480_004), ...WHO }, expect.stringContaining('of at most 480000 characters')],
    [{ ...STOP, action: 'rollback', lines: 'some' }, 'lines must be unhealthy, all, or a list of at most 1000 lines'],
    [
      { ...STOP, action: 'promote', rev: 0, wave: 1.5 },
      expect.stringContaining('rev must be the revision of the plan: a whole number from 1'),
    ],
  ])('%j is declined: %s', (event, why) => {
    expect(declined(event).why).toEqual(why);
  });

  it('is declined without a word of it', () => {
    const answer = JSON.stringify(
      declined({ action: 'setAside', drainId: 'S3CRET.', connectionId: 'S3CRET', S3CRET: 1 }),
    );
    expect(answer).not.toContain('S3CRET');
  });

  it.each(Object.entries(DRAIN_COMMANDS))('the example of %s has its fields', (action, { schema, example }) => {
    const fields = Object.keys(schema.entries);
    expect(fields).toEqual(expect.arrayContaining(['action', ...Object.keys(example)]));
    expect(action).toBeDefined();
  });
});

describe('an approval', () => {
  it('is accepted as it is', () => {
    expect(readApproval(APPROVE)).toEqual({ command: APPROVE });
  });

  it.each([
    [STOP, 'action must be approve'],
    [{ ...APPROVE, digest: undefined }, 'digest must be the digest of a plan'],
    [{ ...APPROVE, rev: 'new' }, 'rev must be the revision of the plan'],
    [{ ...APPROVE, approvals: 2 }, 'there is a field that is none of action, drainId, rev, digest, by, why'],
  ])('%j is declined: %s', (event, why) => {
    expect(readApproval(event)).toMatchObject({ declined: { result: 'declined', why: expect.stringContaining(why) } });
  });
});
