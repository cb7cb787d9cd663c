import { defineConfig, mergeConfig } from 'vitest/config';
import usual from './vitest.config.ts';

/** The runbooks, walked through on the local stack: apart from the other tests, for each command is a program that starts. */
export default mergeConfig(
  { ...usual, test: { ...usual.test, projects: undefined } },
  defineConfig({ test: { include: ['test/integration/runbooks/*.test.ts'] } }),
);
