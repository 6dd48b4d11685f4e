// A reporter of vitest, which wants its class as the default export.
import { appendFileSync } from "node:fs";

/**
 * Writes into the file that AGAIN names which tests passed only when they were tried again, and says why they had not: the machine,
 * or a fault that shows seldom.
 */
export default class Again {
  onTestCaseResult(test) {
    if (!test.diagnostic()?.flaky) return;
    const name = `${test.module.relativeModuleId}: ${test.fullName}`;
    appendFileSync(process.env.AGAIN, `${name}\n`);
    for (const { stack, message } of test.result().errors ?? []) console.error(`\n${name}\n${stack ?? message}`);
  }
}
