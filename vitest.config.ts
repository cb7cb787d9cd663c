import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{test,packages}/**/*.test.ts'],
    // Minutes of the AWS CLI starting: npm run walks.
    exclude: ['test/integration/runbooks/**'],
    // In every test process, before a client can be made.
    setupFiles: ['test/support/ignore-aws-settings.ts'],
    globalSetup: ['test/support/package-variants.ts'],
    // Ceilings for what hangs. How long something may take is no matter of these, on a machine that is busy as well.
    testTimeout: 600_000,
    hookTimeout: 900_000,
    // Most of the time tests wait for servers and programs: as many workers as cores leave a third of the cores idle.
    maxWorkers: 2 * availableParallelism(),
  },
});
