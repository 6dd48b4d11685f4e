// vitest wants a reporter's class as the default export.
import { appendFileSync } from "node:fs";

/** Writes to the file named by AGAIN which tests passed only on a second try, and why: the machine, or a rare fault. */
export default class Again {
  onTestCaseResult(test) {
    if (!test.diagnostic()?.flaky) return;
    const name = `${test.module.relativeModuleId}: ${test.fullName}`;
    appendFileSync(process.env.AGAIN, `${name}\n`);
    for (const { stack, message } of test.result().errors ?? []) console.error(`\n${name}\n${stack ?? message}`);
  }
}
