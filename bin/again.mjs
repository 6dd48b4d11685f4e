// A reporter of vitest, which wants its class as the default export.
/** Tells which tests passed only when they were tried again: on a slow machine that may be the machine, or a fault that shows seldom. */
export default class Again {
  #found = [];

  onTestCaseResult(test) {
    if (test.diagnostic()?.flaky) this.#found.push(`${test.module.relativeModuleId}: ${test.fullName}`);
  }

  onTestRunEnd() {
    if (this.#found.length > 0) console.log(`\nPassed only when tried again:\n  ${this.#found.join("\n  ")}`);
  }
}
