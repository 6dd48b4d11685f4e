import { beforeEach, describe, expect, test } from "vitest";
import type { OpenFiles } from "#src/db/files.ts";
import { setSetting } from "#src/settings/settings.ts";
import { hasSecondStep } from "#src/staff/sign-in/second-step.ts";
import { secondStepGraceMs } from "#src/staff/sign-in/second-step-due.ts";
import { type FakeClock, fakeClock, type House, house, password } from "#tests/support/house/helpline.ts";
import { act, htmx, type Person, person, says, staff } from "#tests/support/house/http.ts";
import { rows } from "#tests/support/house/tables.ts";
import { codeOf, withApp } from "#tests/support/keys/second.ts";

let clock: FakeClock;
let files: OpenFiles;
let line: House;
let anna: Person;

beforeEach(async () => {
  clock = fakeClock();
  line = await house({ clock });
  files = line.files;
  anna = await staff(line, line.anna);
});

const has = () => hasSecondStep(line.helpline.db, line.anna.id);
const page = async () => (await anna.get("/staff/me/second")).text;
const codesOn = (text: string) => [...text.matchAll(/<code>([\w-]+)<\/code>/g)].map(([, code]) => code!);

/** As a page has its readonly field: by its id. */
function shownSecret(text: string): string {
  return text.match(/<input id="secret"[^>]*value="([^"]*)"/)![1]!.replaceAll(" ", "");
}

describe("/staff/me/second", () => {
  test("is set up in two steps: the app is told, and shows that it was; then the codes, once", async () => {
    expect((await anna.get("/staff/me")).text).toContain(says("session.second.none"));
    expect(await page()).toContain(says("session.second.how"));
    expect((await anna.post("/staff/me/second/app")).to).toBe("/staff/me/second");
    const waiting = await page();
    expect(waiting).toContain(says("session.second.qr"));
    const secret = shownSecret(waiting);
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(has()).toBe(false);
    // Sent twice it is the same: an app may know it already.
    await anna.post("/staff/me/second/app");
    expect(shownSecret(await page())).toBe(secret);
    const wrong = await anna.post("/staff/me/second/confirm", { code: "000000" });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain(says("session.step.wrong"));
    const done = await anna.post("/staff/me/second/confirm", { code: codeOf(secret, clock.now()) });
    expect(done.status).toBe(200);
    expect(codesOn(done.text)).toHaveLength(10);
    expect(has()).toBe(true);
    const after = await page();
    expect(codesOn(after)).toEqual([]);
    expect(after).not.toContain(secret);
    expect(after).toContain(says("session.second.codes_left", { n: 10 }));
    expect((await anna.get("/staff/me")).text).toContain(says("session.second.has"));
  });

  test("new codes end the old ones; taken off, the password is enough", async () => {
    await withApp(line, line.anna);
    const before = rows(files, "staff_recovery_code");
    expect(codesOn((await anna.post("/staff/me/second/codes")).text)).toHaveLength(10);
    expect(rows(files, "staff_recovery_code")).not.toEqual(before);
    expect((await anna.post("/staff/me/second/off")).to).toBe("/staff/me/second");
    expect(has()).toBe(false);
    expect((await person(line).post("/staff/sign-in", { name: "anna", password })).to).toBe("/staff");
  });

  test("[ASVS 6.5.6] whatever of it is taken away opens nothing any more: codes, app, sessions, a password", async () => {
    const { secret, codes } = await withApp(line, line.anna);
    const half = async () => {
      const page = await person(line).post("/staff/sign-in", { name: "anna", password });
      return page.text.match(/name="halfway" value="([^"]+)"/)![1]!;
    };
    const tries = async (code: string) =>
      (await person(line).post("/staff/sign-in/code", { halfway: await half(), code })).status;
    await anna.post("/staff/me/second/codes");
    expect(await tries(codes[0]!)).toBe(422);
    // The app is taken off by an admin, and another one set up: the old one shows codes of nobody.
    const aino = await staff(line, line.aino);
    await aino.post(`/admin/staff/${line.anna.id}/second-off`, { confirm_password: password });
    expect(has()).toBe(false);
    await withApp(line, line.anna);
    clock.pass(60_000);
    expect(await tries(codeOf(secret, clock.now()))).toBe(422);
    await aino.post(`/admin/staff/${line.anna.id}/sessions`, { confirm_password: password });
    expect((await anna.get("/staff/me")).status).toBe(303);
  });

  test("[ASVS 7.5.1] a session that somebody found open changes nothing of it without the password", async () => {
    await withApp(line, line.anna);
    clock.pass(600_000);
    for (const what of ["codes", "off", "app"]) {
      const { status, text } = await anna.post(`/staff/me/second/${what}`);
      expect(status).toBe(403);
      expect(text).toContain(says("session.confirm.title"));
    }
    expect(has()).toBe(true);
  });

  test("without the master key it says so and changes nothing", async () => {
    const locked = await house({ clock, files, master: null });
    const who = await staff(locked, locked.anna);
    expect((await who.post("/staff/me/second/app")).status).toBe(503);
    expect(rows(files, "staff_totp")).toEqual([]);
  });
});

describe("a helpline that asks everybody", () => {
  const asks = () => act(line, line.aino, (tx, emit) => setSetting(tx, emit, { name: "secondStepAll", value: true }));

  test("leads whoever has none to setting it up, and lets them put it off for a while", async () => {
    await asks();
    const { to } = await person(line).post("/staff/sign-in", { name: "anna", password });
    expect(to).toBe("/staff/me/second");
    const { text } = await anna.get(to!);
    expect(text).toContain(says("session.second.later"));
    expect((await anna.get("/staff")).status).toBe(200);
    const asked = "Your helpline requires this for everyone. From ";
    expect((await anna.get("/staff/me")).text).toContain(asked);
    await withApp(line, line.anna);
    expect((await anna.get("/staff/me")).text).not.toContain(asked);
  });

  test("and after that to nowhere else; who is signed in already goes on", async () => {
    await asks();
    clock.pass(secondStepGraceMs - 60_000);
    const before = await staff(line, line.bela);
    clock.pass(120_000);
    const late = await staff(line, line.anna);
    expect((await late.get("/staff")).to).toBe("/staff/me/second");
    for (const path of ["/staff/me", "/staff/records"]) {
      expect((await late.get(path)).to).toBe("/staff/me/second");
    }
    const other = { old_password: password, password: "five words of mine now" };
    expect((await late.post("/staff/me/password", other)).status).toBe(403);
    expect((await late.get("/staff", htmx)).text).toBe(says("error.second_step"));
    expect((await late.post("/staff/available", { availability: "available" })).status).toBe(403);
    expect((await late.get("/staff/me/second")).status).toBe(200);
    expect((await before.get("/staff")).status).toBe(200);
    await withApp(line, line.anna);
    expect((await late.get("/staff")).status).toBe(200);
    expect((await late.post("/staff/sign-out")).to).toBe("/staff/sign-in");
  });
});

describe("an admin takes it off for whoever has lost phone and codes", () => {
  test("they are told by whom, on every page, and the trail says so", async () => {
    await withApp(line, line.anna);
    const aino = await staff(line, line.aino);
    const path = `/admin/staff/${line.anna.id}`;
    expect((await aino.get(path)).text).toContain(`action="${path}/second-off"`);
    expect((await aino.post(`${path}/second-off`)).to).toBe(`${path}?saved=second`);
    expect(has()).toBe(false);
    expect((await anna.get("/staff/me")).text).toContain("Robin turned off your two-step verification");
    expect((await aino.get(path)).text).toContain(says("admin.member.second_none"));
    clock.pass(8 * 24 * 3_600_000);
    expect((await (await staff(line, line.anna)).get("/staff/me")).text).not.toContain(
      "turned off your two-step verification",
    );
  });

  test("with the password once more; never one’s own there; nobody but an admin", async () => {
    await withApp(line, line.anna);
    const path = `/admin/staff/${line.anna.id}/second-off`;
    expect((await (await staff(line, line.bela)).post(path)).status).toBe(403);
    const aino = await staff(line, line.aino);
    expect((await aino.post(`/admin/staff/${line.aino.id}/second-off`)).status).toBe(422);
    clock.pass(600_000);
    expect((await aino.post(path)).text).toContain(says("session.confirm.title"));
    expect(has()).toBe(true);
    expect((await aino.post(path, { confirm_password: password })).status).toBe(303);
    expect(has()).toBe(false);
  });
});
