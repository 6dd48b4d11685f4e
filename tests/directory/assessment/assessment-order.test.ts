import { expect, test } from "vitest";
import { offeredIn, propose, proposeNow } from "#src/directory/assessment/assessment.ts";
import type { Entry } from "#src/directory/entry/entry.ts";
import { type AssessmentRule, blankRule, noAnswers, nothing } from "#src/settings/assessment.ts";
import { daily, place } from "#tests/support/house/directory.ts";
import { house } from "#tests/support/house/helpline.ts";

const at = Date.UTC(2026, 10, 24, 12);
const fitting: AssessmentRule = { ...blankRule, show: { ...nothing, fitting: true } };

test("whoever states a topic or a language that fits stands before whoever states nothing, and that before another", async () => {
  const { helpline } = await house();
  const add = (name: string, more: Partial<Entry>) =>
    place(helpline.db, name, { verifiedOn: "2026-11-01", calendar: daily(0, 1440), ...more });
  await add("A says nothing", {});
  await add("B about grief", { topics: ["grief"] });
  await add("C in Finnish", { topics: ["grief"], languages: ["fi"] });
  await add("D in French", { topics: ["grief"], languages: ["fr-BE"] });
  await add("E about anything", { topics: ["other"] });
  const inLanguage = (language: string, topics: string[]) =>
    propose({ ...noAnswers, topics }, [fitting], { ageFrom: 12, ageTo: 25, language }, offeredIn(helpline.db, null, at))
      .services.map(({ found }) => found.entry.name[0])
      .join("");
  expect(inLanguage("fr", ["grief"])).toBe("DBEAC");
  expect(inLanguage("", ["grief"])).toBe("BCDEA");
  expect(inLanguage("", ["eating"])).toBe("EABCD");
  expect(inLanguage("fi", [])).toBe("CEABD");
});

test("the same answers are worked out once a minute; another rule is another answer at once", async () => {
  const { helpline } = await house();
  await place(helpline.db, "A", { verifiedOn: "2026-11-01" });
  const ask = (rules: AssessmentRule[], when = at) =>
    proposeNow(helpline.db, noAnswers, rules, { ageFrom: 12, ageTo: 25, language: "" }, when);
  const once = ask([fitting]);
  expect(once.services).toHaveLength(1);
  expect(ask([fitting])).toBe(once);
  expect(ask([blankRule]).services).toEqual([]);
  expect(ask([fitting], at + 60_000)).not.toBe(once);
});
