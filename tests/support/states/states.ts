import { appendFileSync } from "node:fs";
import { afterAll, afterEach, expect, test } from "vitest";
import { close } from "#tests/support/browser/browser.ts";
import { fromAllSides, type Looked, look } from "#tests/support/browser/look.ts";
import { changedLately } from "#tests/support/run/changed.ts";
import { dayOrNight, patience } from "#tests/support/run/night.ts";
import { type Audience, type Group, groups, statesOf } from "./groups.ts";
import { today, type Why } from "./today.ts";
import { walks } from "./walks.ts";

/** Makes the tests of one audience: one for each group of the table, of the day or all. */
export function lookAtStatesOf(audience: Audience): void {
  const own = groups.filter(({ of }) => of === audience);
  const chosen = fromAllSides
    ? own.map((group) => ({ group, why: "always" as const }))
    : today(groups, changedLately());
  const walked = chosen.filter(({ group }) => group.of === audience);
  afterEach(close);
  afterAll(() => note(audience, own, walked));

  const time = dayOrNight(120_000, 600_000);
  for (const { group } of walked) {
    test(`every state of ${group.name} is looked at`, { timeout: patience(time) }, () => walk(group));
  }
}

/** Goes to every state of a group; none may have a fault. */
async function walk(group: Group): Promise<void> {
  const seen: Looked[] = [];
  const houses = await walks[group.name](async (name, page) => {
    seen.push(await look(page, name, { whole: true }));
  });
  const found = {
    complaints: seen.flatMap(({ complaints }) => complaints),
    unchecked: seen.flatMap(({ unchecked }) => unchecked),
    wide: seen.flatMap(({ wide }) => wide),
    reported: houses.flatMap(({ reported }) => reported),
  };
  for (const house of houses) await house.stop();
  expect(found).toEqual({ complaints: [], unchecked: [], wide: [], reported: [] });
  expect(seen.map(({ name }) => name)).toEqual(statesOf(group));
}

/** Lists what was walked and what is left to the night, in the file NOTES for `npm test`, or here. */
function note(audience: Audience, own: Group[], walked: { group: Group; why: Why }[]): void {
  const count = (some: Group[]) => some.reduce((sum, group) => sum + statesOf(group).length, 0);
  const all = count(own);
  const done = count(walked.map(({ group }) => group));
  const because = (why: Why) => walked.filter((one) => one.why === why).map(({ group }) => group.name);
  const reasons = { "shown by what was changed": because("changed"), "in turn": because("turn") };
  const which = Object.entries(reasons).flatMap(([why, names]) =>
    names.length ? [`${why}: ${names.join(", ")}`] : [],
  );
  const more = which.length ? ` (${which.join("; ")})` : "";
  const line = `states of ${audience}: ${done} of ${all} walked${more}, ${all - done} left to the night`;
  if (process.env.NOTES) appendFileSync(process.env.NOTES, `${line}\n`);
  else console.log(line);
}
