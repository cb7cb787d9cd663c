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
    const bundle = join(folder(), 'migrate.mjs');
    const source = '\n\nexport function sign(request) { return [request, request]; }\n';
    const sourcefile = 'node_modules/@smithy/signature-v4/dist-es/sign.js';
    const { code, map } = transformSync(source, { minify: true, sourcemap: 'external', sourcefile });
    writeFileSync(bundle, code);
    writeFileSync(`${bundle}.map`, map);

    const origin = locator(bundle, `${bundle}.map`)(frame('n', `file://${bundle}`, 0, code.indexOf('(')));

    expect(origin.group).toBe('@smithy/signature-v4');
    expect(origin.what).toContain('@smithy/signature-v4/dist-es/sign.js:3');
  });

  it('is said by the comments of a bundle without one', () => {
    const bundle = join(folder(), 'migrate.mjs');
    writeFileSync(
      bundle,
      '// node_modules/valibot/dist/index.mjs\nfunction a() {}\n// src/aws/table.ts\nfunction b() {}\n',
    );
    const originOf = locator(bundle, `${bundle}.map`);
    expect(originOf(frame('a', `file://${bundle}`, 1))).toEqual({ group: 'valibot', what: 'a valibot/dist/index.mjs' });
    expect(originOf(frame('b', `file://${bundle}`, 3))).toEqual({ group: 'src/aws', what: 'b src/aws/table.ts' });
  });

  it('is V8, Node.js or the bench itself for what is in no bundle', () => {
    const bundle = join(folder(), 'migrate.mjs');
    writeFileSync(bundle, '');
    const originOf = locator(bundle, `${bundle}.map`);
    const groups = [
      frame('(garbage collector)', ''),
      frame('write', 'node:net'),
      frame('invoke', 'file:///x/runner.mjs'),
    ].map((one) => originOf(one).group);
    expect(groups).toEqual(['V8', 'Node.js', 'bench']);
  });
});
