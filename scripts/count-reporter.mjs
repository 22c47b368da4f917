/** Ends a test run with one line: `N passed, N failed`, and `, N skipped` when any were. */

export default class CountReporter {
  #line = '';

  onTestRunEnd(modules, unhandledErrors) {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    for (const module of modules) {
      let failedTests = 0;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'failed') failedTests += 1;
        counts[state === 'passed' || state === 'failed' ? state : 'skipped'] += 1;
      }
      // A file that could not be loaded, or whose set-up failed, has no failed test and is a failure all the same.
      if (!module.ok() && failedTests === 0) counts.failed += 1;
    }
    const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
    this.#line = `${counts.passed} passed, ${counts.failed} failed${skipped}\n`;
    // Other reporters print their summary after this event, so ours waits for the very end.
    process.once('exit', () => process.stdout.write(this.#line));
  }
}
