import { describe, expect, it } from 'vitest';
import { complete } from '../../../src/cli/completion/complete.ts';
import { program } from '../../../src/cli/program.ts';
import { CAUSES } from '../../../src/cli/words/waits.ts';

const textsAfter = (...words: string[]) => complete(program(), words).candidates.map(({ text }) => text);

describe('what completes', () => {
  it.each<[string[], string[]]>([
    [['pa'], ['pause', 'parent', 'parents']],
    [
      ['parent', ''],
      ['close', 'open', 'safe-to-delete'],
    ],
    [
      ['resolve', 'orders/x', ''],
      ['moved', 'notMoved', 'retry'],
    ],
    [['resolve', ''], []],
    [
      ['quarantine', '--reason', ''],
      ['INVALID_REQUEST', 'UNKNOWN_SENDER'],
    ],
    [['quarantine', '--reason=INV'], ['--reason=INVALID_REQUEST']],
    [['quarantine', 'clear', '--rea'], ['--reason']],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [['requests', '--state', 'H'], ['HELD']],
    [['requests', '--waiting', ''], [...CAUSES]],
    // A cause may be left out: what begins with a dash is an option.
    [
      ['requests', '--waiting', '--he'],
      ['--held', '--help'],
    ],
    [['requests', '--waiting', '--state', 'H'], ['HELD']],
    // Options of dxm itself, before a command and after it.
    [['--stage', 'prod', 'dr'], ['drain']],
    [['drain', 'plan', '--reg'], ['--region']],
    [
      ['drain', 'plan', 'dxcon-1', '--redundancy', ''],
      ['owner', 'named'],
    ],
    // What an option takes is no command.
    [['--stage', 'drain', 'comp'], ['completion']],
    [['help', 'drain', 'sh'], ['show']],
    [['help', 'resolve', 'orders/x', ''], []],
    [['resolve', '--', 'orders/x', '--'], []],
    [['nonsense', ''], []],
  ])('after %j', (words, texts) => {
    expect(textsAfter(...words)).toEqual(texts);
  });

  it('has what it is for beside it', () => {
    expect(complete(program(), ['drain', 'ch']).candidates).toEqual([{ text: 'check', about: 'does it still hold?' }]);
  });

  it.each<[string[], boolean]>([
    [['drain', 'show', ''], true],
    [['drain', 'diff', 'a.json', ''], true],
    [['drain', 'show', 'a.json', ''], false],
    [['drain', 'plan', 'dxcon-1', '--groups', ''], true],
    [['drain', 'plan', 'dxcon-1', '-o', ''], true],
    [['send', 'requ'], true],
    [['cordon', ''], false],
    [['quarantine', '--sender', ''], false],
  ])('after %j may be a file: %s', (words, files) => {
    expect(complete(program(), words).files).toBe(files);
  });
});
