// A reporter of vitest, which wants its class as the default export.
import { appendFileSync } from "node:fs";

/** Writes into the file that AGAIN names which tests passed only when they were tried again: the machine, or a fault that shows seldom. */
export default class Again {
  onTestCaseResult(test) {
    if (test.diagnostic()?.flaky)
      appendFileSync(process.env.AGAIN, `${test.module.relativeModuleId}: ${test.fullName}\n`);
  }
}
