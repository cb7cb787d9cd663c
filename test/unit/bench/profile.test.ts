import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import { describe, expect, it, onTestFinished } from 'vitest';
import { locator } from '../../bench/profile/locate.ts';
import { selfTimes } from '../../bench/profile/self-times.ts';

const frame = (functionName: string, url: string, lineNumber = 0, columnNumber = 0) => {
  return { functionName, url, lineNumber, columnNumber };
};

describe('the time of a function in itself', () => {
  it('is that before each of its samples, wherever it was called from; idle time is no one’s', () => {
    const nodes = [frame('one', 'a.mjs'), frame('(idle)', ''), frame('two', 'a.mjs', 5), frame('one', 'a.mjs')];
    const profile = {
      nodes: nodes.map((callFrame, id) => ({ id, callFrame })),
      samples: [0, 1, 2, 3],
      timeDeltas: [1_000, 50_000, 2_000, 4_000],
    };
    const times = selfTimes(profile).map(({ frame: { functionName }, ms }) => [functionName, ms]);
    expect(times).toEqual([
      ['one', 5],
      ['two', 2],
    ]);
  });
});

describe('where a function comes from', () => {
  const folder = () => {
    const path = mkdtempSync(join(tmpdir(), 'dx-migrator-test-'));
    onTestFinished(() => rmSync(path, { recursive: true }));
    return path;
  };

  it('is said by the source map of a minified bundle: file, line and package', () => {
    const sourceMap = join(folder(), 'migrate.mjs.map');
    const source = '\n\nexport function sign(request) { return [request, request]; }\n';
    const sourcefile = 'node_modules/@smithy/signature-v4/dist-es/sign.js';
    const { code, map } = transformSync(source, { minify: true, sourcemap: 'external', sourcefile });
    writeFileSync(sourceMap, map);

    const origin = locator('migrate.mjs', sourceMap)(frame('n', 'file:///code/migrate.mjs', 0, code.indexOf('(')));

    expect(origin.group).toBe('@smithy/signature-v4');
    expect(origin.what).toContain('@smithy/signature-v4/dist-es/sign.js:3');
  });

  it('is native code, Node.js or the bench itself for what is in no bundle', () => {
    const sourceMap = join(folder(), 'migrate.mjs.map');
    writeFileSync(sourceMap, JSON.stringify({ version: 3, sources: [], names: [], mappings: '' }));
    const originOf = locator('migrate.mjs', sourceMap);
    const groups = [
      frame('(garbage collector)', ''),
      frame('write', 'node:net'),
      frame('invoke', 'file:///x/runner.mjs'),
    ].map((one) => originOf(one).group);
    expect(groups).toEqual(['native code', 'Node.js', 'bench']);
  });
});
