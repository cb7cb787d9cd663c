import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unlessInterrupted } from '../interruption.ts';
import { type LocalStack, type LocalStackOptions, startLocalStack } from './local-stack.ts';
import { type PackageOptions, packageStack } from './package-stack.ts';
import { parentsOf } from './parents-of.ts';

export interface PackagedStackOptions
  extends Omit<LocalStackOptions, 'packageDirectory'>,
    Pick<PackageOptions, 'stage' | 'parameters'> {
  progress: (text: string) => void;
  /** Ends the run: it closes what it has opened and rejects with the reason. */
  interruption: AbortSignal;
}

/** Packages the service for the topology's tenants, starts it on this machine, and closes it when the work with it is done. */
export async function withPackagedStack<T>(
  { stage, parameters, progress, interruption, ...options }: PackagedStackOptions,
  work: (stack: LocalStack) => Promise<T>,
): Promise<T> {
  const { region, tenants = [] } = options.topology;
  const directory = await mkdtemp(join(tmpdir(), 'dx-migrator-package-'));
  try {
    progress('Packaging the service');
    const variant = { ...(stage && { stage }), parameters: { ...parentsOf(options.topology), ...parameters } };
    await packageStack({ directory, region, tenants: { tenants }, ...variant, interruption });
    progress('Starting the local stack');
    const stack = await startLocalStack({ packageDirectory: directory, ...options });
    try {
      return await unlessInterrupted(interruption, () => work(stack));
    } finally {
      progress('Stopping the local stack');
      await stack.close();
      interruption.throwIfAborted();
    }
  } finally {
    await rm(directory, { recursive: true });
  }
}
