import { beforeEach, expect, test } from "vitest";
import { dayMs } from "#src/clock.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { setMember } from "#src/staff/accounts/member.ts";
import { signOffsOf } from "#src/training/sign-off.ts";
import { papersSeen } from "#src/training/stages.ts";
import { type FakeClock, fakeClock, type House, house, newcomer } from "#tests/support/house/helpline.ts";
import { act, says, staff, unescaped } from "#tests/support/house/http.ts";

let line: House;
let clock: FakeClock;
beforeEach(async () => {
  clock = fakeClock();
  line = await house({ clock });
});

test("Anna reads how far she is and what was seen of her; the team is Béla’s and Aino’s to read", async () => {
  await newcomer(line.helpline, "noa", "Noa Claes", "Juno", ["counsellor"]);
  const { text } = await (await staff(line, line.anna)).get("/staff/learning");
  expect(text).toContain(says("staff.learning.now.alone"));
  expect(text.split(says("staff.learning.unseen"))).toHaveLength(4);
  expect(text).not.toContain("Juno");
  const team = unescaped((await (await staff(line, line.bela)).get("/staff/learning")).text);
  expect(team).toMatch(/Juno<\/a> <span class="soft">In training · 3 papers not seen</);
  expect(team).toMatch(/Mika<\/a> <span class="soft">Alone</);
  expect(team).not.toContain("Claes");
});

test("how she saw herself comes back to her form; ratings are forgotten a year after the sign-off", async () => {
  const anna = await staff(line, line.anna);
  const rating: [string, string][] = ["welcome", "clarify", "goal", "work", "close"].map((one) => [one, "1"]);
  await anna.post("/staff/learning", [...rating, ["safety", "limits"], ["act", "rate"]]);
  const { text } = await anna.get("/staff/learning");
  expect(text.match(/value="1" required="" checked=""/g)).toHaveLength(5);
  expect(text).toContain('value="limits" checked=""');
  const bela = await staff(line, line.bela);
  const her = `/staff/learning/${line.anna.id}`;
  const papers = { undertaking: "2026-10-01", references: "2026-10-01", certificate: "2026-10-01", act: "papers" };
  await bela.post(her, papers);
  const safe = ["risk_asked", "no_secrecy", "no_contact", "emergency", "limits"].map((one): [string, string] => [
    "safety",
    one,
  ]);
  await bela.post(her, [...rating, ...safe, ["act", "rate"]]);
  expect(signOffsOf(line.helpline.db, line.anna.id).map(({ doneAt }) => doneAt)).toEqual([clock.now()]);
  const forget = () => runJob(line.helpline, jobs.find(({ name }) => /practice kept/.test(name))!);
  clock.pass(366 * dayMs);
  await forget();
  expect(signOffsOf(line.helpline.db, line.anna.id)).toEqual([]);
  expect(papersSeen(line.helpline.db, line.anna.id)).toHaveLength(3);
  // A year after she has left, nothing of it is there.
  await act(line, line.bela, (tx, emit) => setMember(tx, emit, { staffId: line.anna.id, values: { closed: true } }));
  clock.pass(365 * dayMs);
  await forget();
  expect(papersSeen(line.helpline.db, line.anna.id)).toHaveLength(3);
  clock.pass(dayMs);
  await forget();
  expect(papersSeen(line.helpline.db, line.anna.id)).toEqual([]);
});
