import { expect, it } from 'vitest';
import { type Sbom, sbomProblems } from '../../infra/check/sbom-problems.ts';

const SBOM: Sbom = {
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  components: [
    { group: '@middy', name: 'core', version: '7.9.2', purl: 'pkg:npm/%40middy/core@7.9.2', licenses: [{}] },
    { name: 'valibot', version: '1.5.0', purl: 'pkg:npm/valibot@1.5.0', licenses: [{}] },
  ],
};
const BUNDLED = ['@middy/core 7.9.2', 'valibot 1.5.0'];
const problemsOf = (sbom: Sbom, bundled = BUNDLED, dependencies: Record<string, string> = { valibot: '1.5.0' }) =>
  sbomProblems(sbom, bundled, dependencies, ['/home/someone']);

it('accepts a document of what is bundled', () => {
  expect(problemsOf(SBOM)).toEqual([]);
});

it.each<[string, Partial<Sbom>]>([
  ['It is no CycloneDX 1.6 document.', { specVersion: '1.2' }],
  ['It has a serial number or a time, so that no two are the same.', { serialNumber: 'urn:uuid:1' }],
  ['It has a serial number or a time, so that no two are the same.', { metadata: { timestamp: '2026-01-01' } }],
  ['valibot 1.5.0 is a dependency, and missing.', { components: [] }],
  ['@middy/core 7.9.2 is bundled, and missing.', { components: [] }],
])('%s %j', (problem, change) => {
  expect(problemsOf({ ...SBOM, ...change })).toContain(problem);
});

it.each(['version', 'purl', 'licenses'] as const)('a package has its %s', (field) => {
  const [first, { [field]: _, ...second }] = SBOM.components as [object, Record<string, never>];
  const problems = problemsOf({ ...SBOM, components: [first, second] as never });
  expect(problems.join()).toContain('has no version, no purl or no licence.');
});

it('names what is not in the bundle, and folders of the machine', () => {
  const [first] = BUNDLED as [string];
  expect(problemsOf(SBOM, [first])).toEqual(['valibot 1.5.0 is not bundled.']);
  const [component] = SBOM.components ?? [];
  const local = { ...SBOM, components: [{ ...component, name: 'core', purl: '/home/someone/core' }] };
  expect(problemsOf(local, [first], {})).toEqual(['It names /home/someone.']);
});
