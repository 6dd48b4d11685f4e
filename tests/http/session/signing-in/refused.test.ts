import { beforeEach, expect, test } from "vitest";
import { jobs, runJob } from "#src/jobs.ts";
import { type FakeClock, fakeClock, type House, house, password } from "#tests/support/house/helpline.ts";
import { person, says, staff } from "#tests/support/house/http.ts";
import { rows } from "#tests/support/house/tables.ts";
import { codeOf, withApp } from "#tests/support/keys/second.ts";

let clock: FakeClock;
let line: House;

beforeEach(async () => {
  clock = fakeClock();
  line = await house({ clock });
});

const tell = () => runJob(line.helpline, jobs.find(({ name }) => name === "what was refused")!);
const tries = (name: string, typed: string) => person(line).post("/staff/sign-in", { name, password: typed });
const told = () =>
  rows<{ actor: string; action: string; object: string; after: string }>(line.files, "audit")
    .filter(({ action }) => action === "staff.sign_in_refused")
    .map(({ actor, object, after }) => ({ actor, object, after }));

test("[ASVS 6.3.5, 16.3.1] wrong passwords stand in the trail by account and number, and their owner is told", async () => {
  await tries("anna", "not hers at all, never");
  await tries("ANNA", "nor this one, as it is");
  await tries("nobody here", "whatever it may be now");
  expect(told()).toEqual([]);
  await tell();
  expect(told()).toEqual([
    { actor: "porchlight", object: `staff:${line.anna.id}`, after: "2" },
    { actor: "porchlight", object: "nobody", after: "1" },
  ]);
  // What was typed as a name may be somebody's password.
  expect(JSON.stringify(rows(line.files, "audit"))).not.toContain("nobody here");
  await tell();
  expect(told()).toHaveLength(2);
  const anna = await staff(line, line.anna);
  expect((await anna.get("/staff/me")).text).toContain(
    says("session.sessions.refused", { n: 2, when: "" }).split(",")[0],
  );
  expect((await (await staff(line, line.bela)).get("/staff/me")).text).not.toContain('id="refused"');
  const aino = await staff(line, line.aino);
  await aino.post("/admin/audit");
  const trail = (await aino.get("/admin/audit")).text;
  expect(trail).toContain("Sign-in refused 2 times for Mika: wrong name, password or code");
  expect(trail).toContain("Sign-in refused once: no account has that name");
  clock.pass(8 * 86_400_000);
  expect((await (await staff(line, line.anna)).get("/staff/me")).text).not.toContain('id="refused"');
});

test("so do wrong codes; what is right does not", async () => {
  const { secret } = await withApp(line, line.anna);
  const half = async () => {
    const page = await person(line).post("/staff/sign-in", { name: "anna", password });
    return page.text.match(/name="halfway" value="([^"]+)"/)![1]!;
  };
  await person(line).post("/staff/sign-in/code", { halfway: await half(), code: "000000" });
  clock.pass(60_000);
  const right = await person(line).post("/staff/sign-in/code", {
    halfway: await half(),
    code: codeOf(secret, clock.now()),
  });
  expect(right.status).toBe(303);
  await tell();
  expect(told()).toEqual([{ actor: "porchlight", object: `staff:${line.anna.id}`, after: "1" }]);
});
