import { beforeEach, expect, test } from "vitest";
import { shippedScenarios } from "#src/practice/shipped.ts";
import { fakeClock, type House, house } from "#tests/support/house/helpline.ts";
import { clientId, type Person, says, staff } from "#tests/support/house/http.ts";
import { practises } from "#tests/training/in-practice.ts";

let line: House;
let anna: Person;

beforeEach(async () => {
  line = await house({ clock: fakeClock() });
  anna = await staff(line, line.anna);
});

test("Anna finds every scenario under its theme, the easy ones first, and reads that no two practitioners have", async () => {
  const { text } = await anna.get("/staff/practice");
  for (const { id } of shippedScenarios()) expect(text).toContain(`/staff/practice/scenario/${id}"`);
  expect(text).toContain(says("staff.practice.unread"));
  const levels = [...text.matchAll(/<section class="theme" aria-labelledby="theme-[\s\S]*?<\/section>/g)].map(
    ([section]) => [...section.matchAll(/Level (\d)/g)].map(([, level]) => Number(level)),
  );
  expect(levels.length).toBeGreaterThan(3);
  for (const one of levels) expect(one).toEqual(one.toSorted());
});

test("what she has begun stands at the top until it is over; another's is nowhere", async () => {
  const room = await practises(anna, "peers-group-chat", "alone");
  const bela = await staff(line, line.bela);
  expect((await anna.get("/staff/practice")).text).toContain(`href="${room}"`);
  expect((await bela.get("/staff/practice")).text).not.toContain(`href="${room}"`);
});

test("a form that is sent twice begins one practice chat", async () => {
  const form = { start_id: clientId(), scenario: "peers-group-chat", way: "hints", language: "en" };
  const [first, again] = [await anna.post("/staff/practice", form), await anna.post("/staff/practice", form)];
  expect(again.to).toBe(first.to);
  const bela = await staff(line, line.bela);
  expect((await bela.post("/staff/practice", form)).status).toBe(422);
});

test("a scenario that is not there, or not in that language, begins nothing", async () => {
  const start = (more: Record<string, string>) =>
    anna.post("/staff/practice", {
      ...{ start_id: clientId(), scenario: "peers-group-chat", way: "alone", language: "en" },
      ...more,
    });
  expect((await start({ scenario: "nothing" })).status).toBe(404);
  expect((await start({ scenario: "school-debts", language: "hu" })).status).toBe(404);
  expect((await start({ way: "fast" })).status).toBe(422);
});
