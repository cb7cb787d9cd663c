import { readFileSync } from 'node:fs';

// "N passed, N failed", from vitest's JSON report and the exit status of check:infra, which counts as one test; a run
// that ended before its tests began has failed.
const [, , file, checkStatus] = process.argv;
const isChecked = checkStatus === '0';
try {
  const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(readFileSync(file, 'utf8'));
  const failed = numFailedTests + (numFailedTests === 0 ? numFailedTestSuites : 0) + (isChecked ? 0 : 1);
  process.stdout.write(`${numPassedTests + (isChecked ? 1 : 0)} passed, ${failed} failed\n`);
  process.exitCode = failed === 0 && numPassedTests > 0 ? 0 : 1;
} catch {
  process.stdout.write('0 passed, 1 failed\n');
  process.exitCode = 1;
}
