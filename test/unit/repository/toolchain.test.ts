import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const readJson = (path: string) => JSON.parse(readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8'));
const { dependencies, devDependencies, optionalDependencies, allowScripts } = readJson('package.json');
const lock = readJson('package-lock.json');
const { 'dx-migrator': contract, ...others } = devDependencies;

/** The contract as this repository has it under the name of its package. */
const LINKED = 'contracts/in-repository';

describe('the toolchain', () => {
  // Under an older Node, npm takes an older version that still supports it, and says nothing.
  it.each(Object.entries({ ...dependencies, ...others }))('%s runs in the version %s', (name, version) => {
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(readJson(`node_modules/${name}/package.json`).version).toBe(version);
  });

  it('runs on the Node version of the lockfile, as Lambda does', () => {
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
    const { '': _root, [LINKED]: _linked, 'node_modules/dx-migrator': link, ...fetched } = lock.packages;
    expect(link).toEqual({ resolved: LINKED, link: true });
    const entries = Object.entries<{ resolved?: string; integrity?: string }>(fetched);
    expect(entries.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
    expect(entries.filter(([, { integrity }]) => integrity === undefined)).toEqual([]);
  });

  it.each(['infra/check', 'test/bench/peers'])('does the same in %s, which is installed by itself', (workspace) => {
    const { '': root, ...fetched } = readJson(`${workspace}/package-lock.json`).packages;
    const { dependencies: pinned } = readJson(`${workspace}/package.json`);
    const entries = Object.entries<{ resolved?: string; integrity?: string; inBundle?: true }>(fetched);
    expect(root.dependencies).toEqual(pinned);
    expect(Object.values<string>(pinned).filter((version) => !/^\d+\.\d+\.\d+/.test(version))).toEqual([]);
    expect(entries.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
    expect(entries.filter(([, { integrity, inBundle }]) => integrity === undefined && !inBundle)).toEqual([]);
    const npmrc = readFileSync(new URL(`../../../${workspace}/.npmrc`, import.meta.url), 'utf8');
    expect(npmrc).toContain('ignore-scripts=true');
  });

  it('names the published package as the source does, and the service differently', () => {
    expect(contract).toBe(`file:${LINKED}`);
    const published = readJson('contracts/package.json');
    const own = readJson(`${LINKED}/package.json`);
    expect(own.name).toBe(published.name);
    expect([...Object.keys(own.exports), './v1/*', './operations/v1/*', './drain/v1/*']).toEqual(
      Object.keys(published.exports),
    );
    expect(readJson('package.json').name).not.toBe(published.name);
  });
});
