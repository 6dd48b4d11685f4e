import { beforeEach, describe, expect, test } from "vitest";
import { noteMachineShown } from "#src/backup/standby/machines.ts";
import { dayMs, hourMs, minuteMs } from "#src/clock.ts";
import { watchOnCall } from "#src/jobs/on-call.ts";
import { lastTold } from "#src/on-call/sent.ts";
import { setSettings } from "#src/settings/settings.ts";
import { type FakeClock, fakeClock, type House, house } from "#tests/support/house/helpline.ts";
import { act, heardSince, type Person, person, says, staff } from "#tests/support/house/http.ts";
import { placeForCopies } from "#tests/support/keys/copies.ts";
import { sheet } from "#tests/support/people/plain-form.ts";

/** Tuesday, 19:00 in Brussels. */
const evening = Date.UTC(2026, 10, 24, 18);
const form = "form[action='/admin/backup/machines']";

let clock: FakeClock;
let line: House;
let aino: Person;
beforeEach(async () => {
  clock = fakeClock(evening);
  line = await house({ clock, config: placeForCopies().config });
  aino = await staff(line, line.aino);
});

const page = (path = "/admin/backup") => sheet(aino, path);
const lets = async (name: string) => (await page()).fill({ name }).press("", form);
const tokenOn = (text: string) => /id="token"[^>]*value="([\w-]{43})"/.exec(text)?.[1] ?? "";
const shows = (until: number | null, machineId = 1) =>
  act(line, line.aino, (tx, emit) => noteMachineShown(tx, emit, { machineId, until, copies: [] }));
const asks = async (token: string) => {
  const headers = { Authorization: `Bearer ${token}` };
  return (await person(line).send("/copies", { headers })).status;
};

describe("POST /admin/backup/machines", () => {
  test("Aino lets “cellar” fetch: the command, and its token, which is in no page after that and not in the command", async () => {
    const before = line.heard.length;
    const shown = await lets("  cellar ");
    const token = tokenOn(shown.answer.text);
    const words = shown.words("#made");
    expect(words).toContain(says("admin.backup.machine.may", { name: "cellar" }));
    expect(words).toContain("porchlight fetch-backups http://localhost");
    expect(words).toContain("sudo systemctl enable --now porchlight-standby");
    expect(shown.answer.text.split(token)).toHaveLength(2);
    expect(await asks(token)).toBe(200);
    expect(heardSince(line, before)).toEqual(["backup.machine_let"]);
    const again = await page();
    expect(tokenOn(again.answer.text)).toBe("");
    expect(again.words("#backup-now")).toContain("cellar has fetched nothing yet.");
    const told = line.files.data.prepare("SELECT actor, object FROM audit WHERE action = 'backup.machine_let'").get();
    expect(told).toEqual({ actor: `staff:${line.aino.id}`, object: "machine:cellar" });
    await aino.post("/admin/audit");
    expect((await page("/admin/audit")).words()).toContain(
      "Robin allowed the machine cellar to fetch sealed copies of the data",
    );
  });

  test("a password given a while ago is asked for once more: a page found open lets no machine in", async () => {
    line.files.data.exec("UPDATE staff_session SET confirmed_at = 0");
    const asked = await aino.post("/admin/backup/machines", { name: "cellar" });
    expect(asked.status).toBe(403);
    expect(asked.text).toContain('name="confirm_password"');
    expect(line.files.data.prepare("SELECT * FROM second_machine").all()).toEqual([]);
  });

  test.each([
    ["", "Give the machine a name."],
    ["x".repeat(41), "The name has at most 40 characters."],
    ["Cellar", "There is a machine of this name already."],
  ])("the name “%s” is refused beside its field, and stays in it", async (name, said) => {
    await lets("cellar");
    const shown = await lets(name);
    expect(shown.answer.status).toBe(422);
    expect(shown.words("#name-wrong")).toContain(said);
    expect(shown.answer.text).toContain(`value="${name}"`);
    expect(line.files.data.prepare("SELECT name FROM second_machine").all()).toEqual([{ name: "cellar" }]);
  });

  test("three machines are enough", async () => {
    for (const name of ["cellar", "attic", "Béla’s"]) expect((await lets(name)).answer.status).toBe(200);
    expect((await lets("fourth")).words("#name-wrong")).toContain("3 machines fetch copies already.");
  });
});

describe("POST /admin/backup/machines/:id/remove", () => {
  test("a second press is needed; then it fetches nothing more, and the trail says so", async () => {
    const token = tokenOn((await lets("cellar")).answer.text);
    await lets("attic");
    const shown = await page();
    expect(shown.answer.text).toMatch(/<details class="group"><summary><b>Remove cellar<\/b>/);
    expect(shown.words("#machine")).toContain("The copies that lie there stay");
    const before = line.heard.length;
    await shown.press("", "form[action='/admin/backup/machines/1/remove']");
    expect(heardSince(line, before)).toEqual(["backup.machine_removed"]);
    expect(await asks(token)).toBe(401);
    expect((await page()).words("#backup-now")).not.toContain("cellar");
    expect((await page()).words("#backup-now")).toContain("attic");
    expect((await aino.post("/admin/backup/machines/1/remove")).status).toBe(404);
    expect((await aino.post("/admin/backup/machines/x/remove")).status).toBe(404);
    await aino.post("/admin/audit");
    expect((await page("/admin/audit")).words()).toContain(
      "Robin removed the machine cellar: it can no longer fetch copies",
    );
  });
});

describe("GET /admin/backup", () => {
  const now = async () => (await page()).words("#backup-now");

  test("when it last asked, and up to when it has everything; fifteen minutes are promised only while that is so", async () => {
    expect(await now()).not.toContain("second machine");
    await lets("cellar");
    await shows(null);
    expect(await now()).toContain("cellar last asked: Today 19:00. It has no whole copy yet.");
    expect(await now()).not.toContain("15 minutes");
    await shows(evening - 14 * minuteMs);
    expect(await now()).toContain("cellar last asked: Today 19:00. It has everything up to: Today 18:46.");
    expect(await now()).toContain(says("admin.backup.machine.promise"));
    clock.pass(minuteMs);
    expect(await now()).toContain(says("admin.backup.machine.promise"));
    clock.pass(1);
    expect(await now()).not.toContain("15 minutes");
    expect(await now()).toContain("It has everything up to: Today 18:46.");
  });

  test("fifteen minutes are promised by what a machine here has shown, not by a store, nor by a clock that ran ahead", async () => {
    await lets("cellar");
    line.helpline.backups.savedUntil = () => evening;
    expect(await now()).not.toContain("15 minutes");
    await shows(evening + hourMs);
    expect(await now()).not.toContain("15 minutes");
    await shows(evening);
    expect(await now()).toContain("15 minutes");
    clock.set(-hourMs);
    aino = await staff(line, line.aino);
    expect(await now()).not.toContain("15 minutes");
  });

  test("after an hour without anything new it is red; after 26 it is in the bar of the other admin pages, and told on call", async () => {
    await lets("cellar");
    await shows(evening);
    clock.pass(hourMs);
    expect(await now()).not.toContain("nothing new");
    clock.pass(1);
    expect(await now()).toContain("cellar has had nothing new for 1 hour.");
    line.helpline.backups.lateSince = () => null;
    await line.helpline.db.change("command line", (tx, emit) =>
      setSettings(tx, emit, { subject: "on_call", values: { onCallWeek: Array(7).fill(line.bela.id) } }),
    );
    clock.pass(25 * hourMs - 1);
    aino = await staff(line, line.aino);
    const told = () => lastTold(line.helpline.db, 50).length;
    await watchOnCall(line.helpline);
    expect([(await page("/admin/lines")).words("body").includes("no new copy"), told()]).toEqual([false, 0]);
    clock.pass(1);
    expect(await now()).toContain("cellar has had nothing new for 26 hours.");
    expect((await page()).answer.text).toMatch(/<p class="error"><svg/);
    await watchOnCall(line.helpline);
    await watchOnCall(line.helpline);
    expect(told()).toBe(1);
    expect((await page("/admin/lines")).words("body")).toContain("cellar has fetched no new copy for 26 hours. Backup");
    clock.pass(3 * dayMs);
    aino = await staff(line, line.aino);
    // A machine that never came is missed as well.
    await lets("attic");
    await shows(clock.now());
    clock.pass(27 * hourMs);
    aino = await staff(line, line.aino);
    expect(await now()).toContain("attic has had nothing new for 27 hours.");
  });

  test("the page in the envelope says what to type on the second machine, and no token", async () => {
    expect((await page()).words(".paper")).not.toContain("promote");
    const { answer } = await lets("cellar");
    const paper = (await page()).words(".paper");
    expect(paper).toContain("a second machine fetches copies (cellar), type this there");
    expect(paper).toContain("sudo porchlight promote");
    expect(answer.text.slice(answer.text.indexOf('class="paper"'))).not.toContain(tokenOn(answer.text));
  });

  test("hostile names are only text", async () => {
    await lets('<img src=x onerror="x">');
    expect((await page()).answer.text).not.toContain("<img src=x");
  });
});
