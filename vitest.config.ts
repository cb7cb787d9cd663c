import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// Test processes, and the programs that tests start, find compiled what the ones before them imported.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('.build/compile-cache', import.meta.url));

/**
 * Tests that leave their process as they found it: files of them run one after the other in the same few processes, whose start
 * and imports took more than most of the tests do. What starts the stack or programs has a process for each file.
 */
const SHARING = [
  '{test/unit,test/contracts,test/infra,packages}/**/*.test.ts',
  'test/integration/{aws,dynamodb,eventbridge,ledger,sqs}/**/*.test.ts',
];

export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: 'sharing', include: SHARING, isolate: false } },
      {
        extends: true,
        test: {
          name: 'alone',
          include: ['test/**/*.test.ts'],
          // Runbooks are minutes of the AWS CLI starting: npm run walks. The bench's peers have packages with tests of their own.
          exclude: [...SHARING, 'test/integration/runbooks/**', 'test/bench/peers/**'],
        },
      },
    ],
    // In every test process, before a client can be made.
    setupFiles: ['test/support/ignore-aws-settings.ts'],
    globalSetup: ['test/support/package-variants.ts', 'test/support/build-dxm.ts'],
    // Ceilings for what hangs. How long something may take is no matter of these, on a machine that is busy as well.
    testTimeout: 600_000,
    hookTimeout: 900_000,
    // Most of the time tests wait for servers and programs: as many workers as cores leave a third of the cores idle.
    maxWorkers: 2 * availableParallelism(),
  },
});
