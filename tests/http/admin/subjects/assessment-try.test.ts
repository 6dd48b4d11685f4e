import { beforeEach, expect, test } from "vitest";
import { daily, place } from "#tests/support/house/directory.ts";
import { fakeClock, type House, house } from "#tests/support/house/helpline.ts";
import { type Person, says, staff } from "#tests/support/house/http.ts";

let line: House;
let aino: Person;
let bully: string;

beforeEach(async () => {
  line = await house({ clock: fakeClock(Date.UTC(2026, 10, 24, 18, 0)) });
  aino = await staff(line, line.aino);
  const { db } = line.helpline;
  bully = await place(db, "Bully help", { topics: ["bullying"], calendar: daily(14 * 60, 20 * 60) });
  await place(db, "Night line", { calendar: daily(20 * 60, 26 * 60) });
});

const path = "/admin/assessment/try";

test("a Saturday at 23:00 shows which rules count, what is shown, and why", async () => {
  const { status, text } = await aino.get(`${path}?topics=bullying&age=13-14&day=5&hour=23`);
  expect(status).toBe(200);
  expect(text).toContain("Saturday");
  expect(text).toContain("28 November 2026");
  expect(text).toContain(says("admin.assessment.rule_n", { n: 5 }));
  expect(text).toContain(says("admin.assessment.rule_n", { n: 6 }));
  expect(text).not.toContain(`>${says("admin.assessment.rule_n", { n: 1 })}</a>`);
  expect(text.indexOf("Night line")).toBeLessThan(text.indexOf("Bully help"));
  expect(text).toContain(`href="/admin/directory/${bully}"`);
  expect(text).toContain(says("admin.assessment.try.state.open"));
  expect(text).toContain(says("admin.assessment.try.state.closed"));
  expect(text).toContain(says("youth.which.why", { answers: "Bullying" }));
});

test("by day another is shown, and danger takes them first", async () => {
  const day = (await aino.get(`${path}?topics=bullying&day=5&hour=15`)).text;
  expect(day).toContain(says("admin.assessment.rule_n", { n: 5 }));
  expect(day).not.toContain("Night line");
  const danger = (await aino.get(`${path}?urgent=danger&day=5&hour=15`)).text;
  expect(danger).toContain(`<dd>${says("admin.assessment.lane.urgent")}</dd>`);
});

test("until something is chosen nothing is shown, and what is none chooses nothing", async () => {
  const blank = (await aino.get(path)).text;
  expect(blank).not.toContain(says("admin.assessment.try.fired"));
  expect(blank).toMatch(/<option value="1" selected[^>]*>Tuesday/);
  expect(blank).toMatch(/<option value="19" selected/);
  const odd = await aino.get(`${path}?topics=x&age=99&day=9&hour=99&urgent=__proto__`);
  expect(odd.status).toBe(200);
});

test("entries that nobody can reach are told, with a way to each", async () => {
  const { db } = line.helpline;
  const ids = [];
  for (const n of [1, 2, 3, 4, 5, 6])
    ids.push(await place(db, `Grief ${n}`, { topics: ["grief"], calendar: daily(0, 1440) }));
  const { text } = await aino.get(`${path}?reach=1`);
  expect(text).toContain(says("admin.assessment.try.reach_some", { n: 1 }));
  expect(text).toContain(`href="/admin/directory/${ids[5]}"`);
  expect(text).not.toContain(">Night line</a>");
  expect(text).not.toContain(`href="/admin/directory/${ids[0]}"`);
  expect(text).not.toContain(`href="/admin/directory/${bully}"`);
});
