// A process that lane.ts starts in a copy of the tree: it keeps one vitest open, so that a run costs only its tests.
import { BaseSequencer, createVitest, type TestModule, type TestSpecification } from "vitest/node";
import type { Answer, Asked, Failed } from "./lane.ts";

/** In the order asked for: the likeliest finder first. */
class AsAsked extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return Promise.resolve(files);
  }
}

const vitest = await createVitest("test", {
  ...{ watch: false, run: true, reporters: [{}], maxWorkers: 1, bail: 1 },
  sequence: { sequencer: AsAsked },
});
await vitest.standalone();
const all = await vitest.globTestSpecifications();

process.on("message", (asked: Asked) => {
  answerTo(asked).then(tell, (error: unknown) => tell({ kind: "broken", why: String(error) }));
});
tell({ kind: "ready", files: [...new Set(all.map(({ moduleId }) => moduleId))] });

async function answerTo({ changed, files, bail }: Asked): Promise<Answer> {
  for (const path of changed) vitest.invalidateFile(path);
  for (const project of vitest.projects) project.config.bail = bail ? 1 : 0;
  vitest.config.bail = bail ? 1 : 0;
  const specifications = files.flatMap((file) => all.filter(({ moduleId }) => moduleId === file));
  const ran = await vitest.runTestSpecifications(specifications);
  // It includes those of earlier runs, as they ended then.
  const testModules = ran.testModules.filter(({ moduleId }) => files.includes(moduleId));
  const failed = testModules.flatMap(failedIn);
  const errors = ran.unhandledErrors.map((error) => String((error as Error)?.message ?? error));
  const seconds = Object.fromEntries(testModules.map((one) => [one.moduleId, one.diagnostic().duration / 1_000]));
  return { kind: "ran", failed, errors, seconds };
}

function failedIn(module: TestModule): Failed[] {
  const tests = [...module.children.allTests("failed")].map((test) => {
    const { errors = [] } = test.result();
    return { file: module.moduleId, test: test.fullName, why: errors[0]?.message ?? "" };
  });
  const around = module.state() === "failed" && tests.length === 0 ? suiteErrors(module) : [];
  return [...tests, ...around];
}

/** Failures outside any test: loading a file, or what comes before its tests. */
function suiteErrors(module: TestModule): Failed[] {
  const errors = [module.errors(), ...[...module.children.allSuites()].map((suite) => suite.errors())].flat();
  return [{ file: module.moduleId, test: "before its tests", why: errors[0]?.message ?? "" }];
}

function tell(answer: Answer) {
  process.send!(answer);
}
