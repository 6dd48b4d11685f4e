import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** How long files took when that was last recorded (`npm run test:record`), s, by path; what is not there is short or new. */
const recorded: Record<string, number> = JSON.parse(readFileSync(new URL("longest.json", import.meta.url), "utf8"));

/**
 * Browsers and processes first, then doors, then units, the longest first in each: what ends the run is short, so that no core is
 * left idle for long.
 */
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
