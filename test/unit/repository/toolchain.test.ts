import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const readJson = (path: string) => JSON.parse(readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8'));
const { dependencies, devDependencies, optionalDependencies, allowScripts } = readJson('package.json');
const lock = readJson('package-lock.json');

describe('the toolchain', () => {
  // Under an older Node, npm takes an older version that still supports it, and says nothing.
  it.each(Object.entries({ ...dependencies, ...devDependencies }))('%s runs in the version %s', (name, version) => {
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(readJson(`node_modules/${name}/package.json`).version).toBe(version);
  });

  it('runs on the Node that the lockfile brings, as Lambda does', () => {
    const pinned = new Set(Object.values(optionalDependencies));
    expect(pinned.size).toBe(1);
    const hasOwnNode = process.platform !== 'darwin';
    if (hasOwnNode) expect(process.version).toBe(`v${[...pinned][0]}`);
    expect(process.version).toMatch(/^v24\./);
  });

  it('runs no install script that package.json does not name', () => {
    const withScript = Object.entries<{ hasInstallScript?: boolean }>(lock.packages)
      .filter(([, { hasInstallScript }]) => hasInstallScript)
      .map(([path]) => path.split('node_modules/').at(-1));
    expect(new Set(withScript)).toEqual(new Set(Object.keys(allowScripts)));
    expect(readFileSync(new URL('../../../.npmrc', import.meta.url), 'utf8')).toContain('ignore-scripts=true');
  });

  it('names no registry in the lockfile, and checks every package’s integrity', () => {
    const entries = Object.entries<{ resolved?: string; integrity?: string }>(lock.packages).filter(
      ([path]) => path !== '',
    );
    expect(entries.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
    expect(entries.filter(([, { integrity }]) => integrity === undefined)).toEqual([]);
  });
});
