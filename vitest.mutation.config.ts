import { defineConfig } from 'vitest/config';

/** Mutation runs every mutant against the tests of the core and the contract: those without servers or processes. */
export default defineConfig({
  test: {
    include: [
      'test/unit/{contract,migration,handlers}/**/*.test.ts',
      'test/contracts/{golden,operations,schemas}.test.ts',
      'test/pace/pace.test.ts',
    ],
  },
});
