import { afterEach, expect, test } from "vitest";
import { close } from "#tests/support/browser/browser.ts";
import { patience } from "#tests/support/run/night.ts";
import { groups, statesOf } from "#tests/support/states/groups.ts";
import { walks } from "#tests/support/states/walks.ts";
import { keep } from "./keep.ts";
import { fileOf, keptViews } from "./kept.ts";

// Walking needs what only a test has: views.run.ts says in WALKED which groups, vitest.config.ts whose.

const names: string[] = JSON.parse(process.env.WALKED ?? "[]");
const chosen = groups.filter((group) => group.of === process.env.AUDIENCE && names.includes(group.name));

afterEach(close);

for (const group of chosen) {
  test(group.name, { timeout: patience(600_000) }, async () => {
    const seen: string[] = [];
    const houses = await walks[group.name](async (state, page) => {
      await keep(page, fileOf(keptViews, group, state));
      seen.push(state);
    });
    for (const house of houses) await house.stop();
    expect(seen).toEqual(statesOf(group));
  });
}
