/** Prints the closing line `N passed, N failed, N skipped` of a run from vitest's JSON report. */
import { readFileSync } from 'node:fs';

const report = read(process.argv[2]);
const passed = report?.numPassedTests ?? 0;
const skipped = (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0);
// A test file that cannot be loaded has no failed test: it counts as one.
const unloaded = (report?.testResults ?? []).filter(
  (file) => file.status === 'failed' && !file.assertionResults.some((t) => t.status === 'failed'),
).length;
const failed = report === undefined ? 1 : report.numFailedTests + unloaded;

if (report === undefined) console.log('The test run ended without a report.');
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
