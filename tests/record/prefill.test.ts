import { beforeEach, expect, test } from "vitest";
import { keepChosen } from "#src/conversation/messages/intake.ts";
import { markRisk } from "#src/conversation/safety/risk.ts";
import { setAside, undoAside } from "#src/queue/end/dismiss.ts";
import { end } from "#src/queue/end/ending.ts";
import { blankCoding } from "#src/record/coding.ts";
import { prefilled } from "#src/record/prefill.ts";
import { recordOfChat } from "#src/record/reading.ts";
import { putBy, saveRecord } from "#src/record/record.ts";
import { noAnswers } from "#src/settings/assessment.ts";
import { talking } from "#tests/support/house/chats.ts";
import { type House, house, open } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { endedChat } from "#tests/support/house/records.ts";

let home: House;
beforeEach(async () => {
  home = await house();
  await open(home);
});
const known = (id: number) => prefilled(home.helpline.db, id);

test("of a chat that nobody said anything of beside its words, nothing is ticked", async () => {
  expect(known(await endedChat(home))).toEqual(blankCoding);
});

test("what was chosen in the first questions, and that somebody was in danger, is ticked already", async () => {
  const id = await talking(home);
  const chosen = { ...noAnswers, age: "13-14" as const, region: "BE", topics: ["bullying"] };
  await act(home, home.anna, (tx, emit) => {
    keepChosen(tx, id, chosen);
    markRisk(tx, emit, { conversationId: id, staffId: home.anna.id, present: true });
  });
  expect(known(id)).toEqual({ ...blankCoding, age: "13-14", region: "BE", riskPresent: "yes" });
});

test.each([
  ["talked", { riskPresent: "yes", riskAssessed: "yes" }],
  ["plan", { riskPresent: "yes", riskAssessed: "yes", riskPlan: "yes" }],
  ["mistake", {}],
] as const)("a mark of risk that ended (%s) is in the record with its reason", async (why, ticked) => {
  const id = await talking(home);
  const mark = { conversationId: id, staffId: home.anna.id };
  await act(home, home.anna, (tx, emit) => {
    markRisk(tx, emit, { ...mark, present: true });
    markRisk(tx, emit, { ...mark, present: false, why });
  });
  expect(known(id)).toEqual({ ...blankCoding, ...ticked });
});

test.each(["faded_out", "joke", "test", "abusive"] as const)("a chat that was %s says so itself", async (reason) => {
  const id = await talking(home);
  await home.helpline.db.change("porchlight", (tx, emit) =>
    end(tx, emit, { conversationId: id, reason, staffId: null }),
  );
  expect(known(id)).toEqual({ ...blankCoding, outcome: reason });
});

test("a joke that was taken back is one in no record that is not finished; what somebody said stays", async () => {
  const put = async (finished: boolean) => {
    const id = await talking(home);
    await act(home, home.anna, (tx, emit) =>
      setAside(tx, emit, { conversationId: id, staffId: home.anna.id, why: "joke" }),
    );
    await act(home, home.anna, (tx, emit) => {
      if (!finished) return putBy(tx, emit, { member: home.anna, conversationId: id });
      const coding = { ...blankCoding, outcome: "joke" as const };
      return saveRecord(tx, emit, {
        member: home.anna,
        of: { conversationId: id },
        coding,
        note: null,
        wish: "finish",
      });
    });
    await act(home, home.anna, (tx, emit) => undoAside(tx, emit, { conversationId: id, staffId: home.anna.id }));
    return recordOfChat(home.helpline.db, id)!.coding.outcome;
  };
  expect(await put(false)).toBeNull();
  expect(await put(true)).toBe("joke");
});
