import { beforeEach, expect, test } from "vitest";
import { goodWay } from "#src/practice/readings.ts";
import { fakeClock, type House, house } from "#tests/support/house/helpline.ts";
import { type Person, says, staff, unescaped } from "#tests/support/house/http.ts";
import { practiceLines } from "#tests/training/in-practice.ts";
import { scenarioOf } from "../../../practice/walks.ts";

let line: House;
let anna: Person;
const at = "/staff/practice/scenario/home-brother";

beforeEach(async () => {
  line = await house({ clock: fakeClock() });
  anna = await staff(line, line.anna);
});

test("before she begins, Anna reads what it is about, what to try, and that two practitioners have still to read it", async () => {
  const text = unescaped((await anna.get(at)).text);
  const { warns, goals } = scenarioOf("home-brother");
  for (const words of [...warns.en!, ...goals.en!, says("staff.practice.to_be_read")]) expect(text).toContain(words);
  for (const way of ["guided", "hints", "alone", "colleague"]) expect(text).toContain(`value="${way}"`);
  expect((await anna.get("/staff/practice/scenario/nothing")).status).toBe(404);
});

test("reading stops before each answer: what would she write now, and then what was written", async () => {
  const { steps } = goodWay(scenarioOf("home-brother"))!;
  const [first, second] = steps.flatMap(({ event }) => (event.kind === "message" ? [event.text] : []));
  const before = unescaped((await anna.get(`${at}?stop=0`)).text);
  expect(practiceLines(before).every((one) => one.startsWith("youth: "))).toBe(true);
  expect(before).not.toContain(first);
  expect(before).toContain(says("staff.practice.stop"));
  const after = unescaped((await anna.get(`${at}?stop=1`)).text);
  expect(after).toContain(first);
  expect(after).not.toContain(second);
  const whole = unescaped((await anna.get(`${at}?stop=${steps.length}`)).text);
  expect(whole).toContain(scenarioOf("home-brother").debrief.en);
  expect(whole).not.toContain(says("staff.practice.go_on"));
  expect((await anna.get(`${at}?stop=x`)).status).toBe(404);
});
