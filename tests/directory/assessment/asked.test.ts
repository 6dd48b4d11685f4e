import { describe, expect, test } from "vitest";
import { answersIn, broughtAlong } from "#src/directory/assessment/asked.ts";
import { offeredIn, readAnswers, regionChoices } from "#src/directory/assessment/assessment.ts";
import { addRegion } from "#src/directory/regions.ts";
import type { Topic } from "#src/directory/topics.ts";
import { noAnswers, questionNames } from "#src/settings/assessment.ts";
import { setSetting, settings } from "#src/settings/settings.ts";
import { daily, place } from "#tests/support/house/directory.ts";
import { evening, house } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";

describe("answers in a form", () => {
  test("codes are read, each once; what is none was not said", () => {
    const given = {
      urgent: ["no", "danger"],
      topics: ["grief", "x", "grief", "emergency"],
      age: ["13"],
      channel: ["chat"],
    };
    expect(readAnswers(given, [])).toEqual({ ...noAnswers, urgent: "danger", topics: ["grief"], channel: "chat" });
    expect(readAnswers({ region: ["BE"] }, ["BE", "FR"]).region).toBe("BE");
    expect(readAnswers({ region: ["XX"] }, ["BE", "FR"]).region).toBeNull();
    expect(readAnswers({}, [])).toEqual(noAnswers);
  });

  test("nothing is said while nothing is asked, and of what is not asked nothing counts", async () => {
    const one = await house();
    const { db } = one.helpline;
    const given = { urgent: ["danger"], topics: ["grief"], age: ["13-14"] };
    expect(answersIn(db, given)).toEqual(noAnswers);
    expect(broughtAlong(db, given)).toEqual({ chosen: noAnswers, urgent: false });
    const asked = (questions: ("age" | "urgent" | "topics")[]) =>
      act(one, one.aino, (tx, emit) => setSetting(tx, emit, { name: "assessment", value: { on: true, questions } }));
    await asked(["age"]);
    expect(broughtAlong(db, given)).toEqual({ chosen: { ...noAnswers, age: "13-14" }, urgent: false });
    await asked(["age", "urgent"]);
    expect(broughtAlong(db, given).urgent).toBe(true);
  });

  test("where a rule lets them ask to be taken first, they are when they do", async () => {
    const one = await house();
    const { db } = one.helpline;
    const value = { on: true, questions: [...questionNames] };
    await act(one, one.aino, (tx, emit) => setSetting(tx, emit, { name: "assessment", value }));
    expect(broughtAlong(db, { topics: ["suicide"] }).urgent).toBe(false);
    expect(broughtAlong(db, { topics: ["suicide"], first: ["yes"] }).urgent).toBe(true);
    expect(broughtAlong(db, { topics: ["grief"], first: ["yes"] }).urgent).toBe(false);
    expect(settings(db).assessment.on).toBe(true);
  });

  test("a region is asked only where some place is of several, and what is of another is not shown", async () => {
    const one = await house();
    const { db } = one.helpline;
    const topics: Topic[] = ["grief"];
    expect(regionChoices(db, evening.now())).toEqual([]);
    await place(db, "Of Liège", { topics, regions: ["BE-WLG"], calendar: daily(0, 1440) });
    await act(one, one.aino, (tx, emit) => addRegion(tx, emit, { code: "BE-WLG", parent: "BE", name: "Liège" }));
    await act(one, one.aino, (tx, emit) => addRegion(tx, emit, { code: "BE-VAN", parent: "BE", name: "Antwerp" }));
    await act(one, one.aino, (tx, emit) => addRegion(tx, emit, { code: "BE-BRU", parent: "BE", name: "Brussels" }));
    await place(db, "For counsellors", { regions: ["FR"], visibility: "counsellors" });
    await place(db, "Of Antwerp", { topics, regions: ["BE-VAN"], calendar: daily(0, 1440) });
    expect(regionChoices(db, evening.now()).map(({ code }) => code)).toEqual(["BE", "BE-VAN", "BE-WLG"]);
    const shown = offeredIn(db, "BE-VAN", evening.now()).map(({ entry }) => entry.name);
    expect(shown).toEqual(["Of Antwerp"]);
  });
});
