import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Seconds by path, last recorded (`npm run test:record`); a missing file is short or new. */
const recorded: Record<string, number> = JSON.parse(readFileSync(new URL("longest.json", import.meta.url), "utf8"));

/** Browsers and processes first, then doors, then units, each longest first, so that no core is idle for long at the end. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]) {
    const order = ["whole", "http", "unit"];
    const seconds = ({ moduleId }: TestSpecification) => recorded[relative(this.ctx.config.root, moduleId)] ?? 0;
    const group = ({ project }: TestSpecification) => order.indexOf(project.name);
    return [...files].sort(
      (a, b) => group(a) - group(b) || seconds(b) - seconds(a) || a.moduleId.localeCompare(b.moduleId),
    );
  }
}
