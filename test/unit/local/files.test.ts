import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAcknowledgements } from '../../../infra/check/acknowledged.ts';
import { readText } from '../../../infra/read-text.ts';
import { readTenants } from '../../../infra/tenants.ts';
import { parseRequestsFile } from '../../../local/demo/requests-file.ts';
import { readTopology } from '../../../local/read-topology.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

const TENANTS = {
  tenants: [
    {
      name: 'größte',
      principals: [],
      senders: ['AROAORDERSYSTEM'],
      ownerAccounts: ['111122223333'],
      parents: ['dxcon-a1'],
    },
  ],
};

/** Every kind of file that a person writes: how it is read, and one that is right, with a letter that is not ASCII. */
const FILES: [kind: string, read: (file: string) => unknown, right: string][] = [
  ['topology', readTopology, `# größte\n${readFileSync(join(ROOT, 'local/samples/topology.yaml'), 'utf8')}`],
  [
    'requests',
    (file) => parseRequestsFile(readText(file), file, 1_764_000_000_000),
    // The mark comes right before JSON, where nothing passes over it as it would over a space.
    `${readFileSync(join(ROOT, 'local/samples/requests.jsonl'), 'utf8').replace(/^(?:#.*\n|\n)*/, '')}# größte\n`,
  ],
  ['tenants', readTenants, `${JSON.stringify(TENANTS, null, 2).replace('größte', 'groesste')}\n`],
  [
    'acknowledgements',
    (file) => readAcknowledgements(readText(file)),
    `# größte\n${readFileSync(join(ROOT, 'infra/check/acknowledged.yml'), 'utf8')}`,
  ],
];

let folder: string;
let file: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dx-migrator-files-'));
  file = join(folder, 'file');
});
afterAll(() => rmSync(folder, { recursive: true }));

const BOM = '\uFEFF';
const crlf = (text: string) => text.replaceAll('\n', '\r\n');
const utf16 = (text: string) => Buffer.from(BOM + text, 'utf16le');

describe.each(FILES)('the %s', (_kind, read, right) => {
  it.each([
    ['a byte order mark', (text: string) => BOM + text],
    ['line ends of Windows', crlf],
    ['both', (text: string) => BOM + crlf(text)],
  ])('may have %s', (_what, change) => {
    writeFileSync(file, right);
    const expected = read(file);
    writeFileSync(file, change(right));
    expect(read(file)).toEqual(expected);
  });

  it.each<[what: string, content: (text: string) => string | Buffer, sentence: RegExp]>([
    ['in UTF-16', utf16, /: is not UTF-8 but UTF-16 or no text at all: save it as UTF-8$/],
    ['in big-endian UTF-16', (text) => utf16(text).swap16(), /: is not UTF-8 but UTF-16 or no text at all: save/],
    [
      'in UTF-16 without its mark',
      (text) => Buffer.from(text, 'utf16le'),
      /: is not UTF-8 but UTF-16 or no text at all/,
    ],
    [
      'in Latin-1',
      (text) => Buffer.from(`${text.split('\n', 1)[0]}\n# größte\n`, 'latin1'),
      /:[12]: has bytes that are not UTF-8: save the file as UTF-8$/,
    ],
    ['empty', () => '', /: is empty: fill it, or name another$/],
    ['empty but for spaces and a mark', () => `${BOM} \r\n`, /: is empty: fill it, or name another$/],
  ])('may not be %s', (_what, content, sentence) => {
    writeFileSync(file, content(right));
    expectRejected(read, file, sentence);
  });

  it('has to exist', () => {
    expectRejected(read, join(folder, 'nothing'), /: there is no such file: check the path$/);
    writeFileSync(file, right);
    expectRejected(read, join(file, 'below'), /: there is no such file: check the path$/);
  });

  it('may not be a folder', () => {
    expectRejected(read, folder, /: is a folder: name a file$/);
  });

  it.skipIf(process.platform === 'win32')('has to be readable', () => {
    const closed = join(folder, `closed-${_kind}`);
    mkdirSync(closed, { mode: 0o700 });
    const inside = join(closed, 'file');
    writeFileSync(inside, right);
    chmodSync(inside, 0);
    // Root may read everything.
    const isRoot = process.geteuid?.() === 0;
    if (isRoot) process.seteuid?.(65_534);
    try {
      expectRejected(read, inside, /: you may not read it: have its permissions changed, or name another$/);
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
  });
});

/** One sentence that names the file. */
function expectRejected(read: (path: string) => unknown, path: string, sentence: RegExp): void {
  let message = '';
  try {
    read(path);
  } catch (error) {
    message = (error as Error).message;
  }
  expect(message).toMatch(sentence);
  expect(message.replace('parameter tenants: ', '')).toMatch(new RegExp(`^${RegExp.escape(path)}:`));
  expect(message).not.toContain('\n');
}

it.each([
  ['local/start.ts', '--topology'],
  ['local/demo/cli.ts', '--topology'],
  ['local/demo/cli.ts', '--requests'],
])('%s %s ends with status 2 and the sentence alone', (cli, option) => {
  const run = () => execFileSync(process.execPath, [join(ROOT, cli), option, folder], { cwd: folder, stdio: 'pipe' });
  expect(run).toThrow(
    expect.objectContaining({ status: 2, stderr: Buffer.from(`${folder}: is a folder: name a file\n`) }),
  );
});
