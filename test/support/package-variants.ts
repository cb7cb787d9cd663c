import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { parseTopology } from '#direct-connect-simulator';
import { packageStack } from '../../local/stack/package-stack.ts';
import { parentsOf } from '../../local/stack/parents-of.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** What `osls package` made for the local stage; and the same with a reconcile that comes too late for a test. */
    packages: { usual: string; withoutReconcile: string };
  }
}

/** Packages once for all tests that run the stack: two runs at a time would meet in one work folder. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const root = await mkdtemp(join(tmpdir(), 'dx-migrator-test-'));
  const file = new URL('stack-topology.yaml', import.meta.url);
  const topology = parseTopology(await readFile(file, 'utf8'), 'stack-topology.yaml');
  const { region, tenants } = topology;
  const usual = join(root, 'usual');
  const withoutReconcile = join(root, 'without-reconcile');
  const common = { region, tenants: { tenants }, parameters: parentsOf(topology) };
  await packageStack({ ...common, directory: usual });
  await packageStack({
    ...common,
    directory: withoutReconcile,
    parameters: { ...common.parameters, pollIntervalSeconds: 60 },
  });
  project.provide('packages', { usual, withoutReconcile });
  return () => rm(root, { recursive: true });
}
