import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type FakeClock, fakeClock, type House, house } from "#tests/support/house/helpline.ts";
import { htmx, type Person, says, staff } from "#tests/support/house/http.ts";
import { houseOnDisk, layCopy, type Place, placeForCopies } from "#tests/support/keys/copies.ts";
import { sheet } from "#tests/support/people/plain-form.ts";

const hour = 3_600_000;
const day = 24 * hour;
/** Tuesday, 19:00 in Brussels. */
const evening = Date.UTC(2026, 10, 24, 18);

let clock: FakeClock;
let place: Place;
let line: House;
let aino: Person;
beforeEach(async () => {
  clock = fakeClock(evening);
  place = placeForCopies();
  line = await house({ clock, config: place.config });
  aino = await staff(line, line.aino);
});
afterEach(() => place.remove());

const lay = (at: number, noted?: Parameters<typeof layCopy>[2]) => {
  layCopy(place.config.backupDir, at, noted);
  line.helpline.backups.forget();
};
/** Time passes, and Aino signs in again. */
const later = async (ms: number) => {
  clock.pass(ms);
  aino = await staff(line, line.aino);
};
const words = async (selector = "main", path = "/admin/backup") => (await sheet(aino, path)).words(selector);

describe("GET /admin/backup", () => {
  test("before the first copy it says that one comes by itself, and what to do until a sheet is there", async () => {
    const shown = await sheet(aino, "/admin/backup");
    expect(shown.words()).toContain(says("admin.backup.lead"));
    expect(shown.words("#backup-now")).toContain(says("admin.backup.state.none"));
    expect(shown.words("#backup-now")).toContain(says("admin.backup.none"));
    expect(shown.words("#backup-now")).toContain(says("admin.backup.kept.none"));
    expect(shown.words("#backup-now")).toContain("only the master key opens copies");
    expect(shown.answer.text).toContain('<a href="/admin/keys">Make a recovery sheet</a>');
  });

  test("the last copy: when, what is in it, how large, and who opens it", async () => {
    lay(evening - 22 * hour - 45 * 60_000, { bytes: 12_300_000 });
    expect(await words("#backup-now")).toContain(
      "Yesterday 20:15: opened, 12,034 rows, the words of 41 chats, 12 MB. The recovery sheet opens it.",
    );
    expect(await words("#backup-now")).toContain(says("admin.backup.state.ok"));
    lay(evening - hour, { sealedTo: "master" });
    expect(await words("#backup-now")).toContain(says("admin.backup.opens.master"));
  });

  test("a late one is red in words, with a sign that is no colour, and its age; so it is in the bar of every other admin page", async () => {
    lay(evening - 20 * hour);
    await later(9 * hour);
    const shown = await sheet(aino, "/admin/backup");
    expect(shown.words("#backup-now")).toContain(says("admin.backup.state.late"));
    expect(shown.answer.text).toMatch(/<p class="error"><svg/);
    expect(shown.words("#backup-now")).toContain("It is 29 hours old.");
    expect(shown.answer.text).not.toContain('banner nag">The last copy');
    for (const path of ["/admin", "/admin/hours", "/admin/open"]) {
      expect(await words("body", path)).toContain("The last copy of the data is 29 hours old. Backup");
    }
    expect((await (await staff(line, line.anna)).get("/staff/me")).text).not.toContain("29 hours");
    await later(3 * day);
    expect(await words("body", "/admin/lines")).toContain("The last copy of the data is 4 days old.");
  });

  test("where none could be made for 26 hours, page and bar say so", async () => {
    await later(26 * hour + 1);
    expect(await words("#backup-now")).toContain(says("admin.backup.none_late"));
    expect(await words("body", "/admin")).toContain(says("admin.backup.nag.none"));
  });

  test("what is kept, with the days on which its parts go; what was never opened does not count", async () => {
    lay(evening - 10 * day);
    lay(evening - 2 * day, null);
    lay(evening - hour);
    const list = await words("#backup-now .list");
    expect(list).toContain("24 November 2026 at 18:00 · data until");
    expect(list).toContain("keys until 1 December 2026");
    expect(list).toContain(says("admin.backup.kept.unopened"));
    expect(list).toContain(says("admin.backup.kept.no_keys"));
    expect(list.match(/keys until/g)).toHaveLength(2);
    expect(await words("#backup-now")).toContain("The keys in a copy go after 7 days");
  });

  test("keys that should be gone and cannot be removed are named, with what to do", async () => {
    lay(evening - 10 * day);
    const name = readdirSync(place.config.backupDir)[0]!.split(".")[0]!;
    writeFileSync(`${place.config.backupDir}/${name}.keys.age`, "");
    line = await house({ clock, config: place.config, files: line.files });
    aino = await staff(line, line.aino);
    expect(await words("#backup-now")).toContain(says("admin.backup.kept.overdue", { file: `${name}.keys.age` }));
  });

  test("where copies lie, that the disk of the data is no help when it breaks, and the command for a stick", async () => {
    mkdirSync(place.config.dataDir);
    lay(evening - hour);
    const shown = await words();
    expect(shown).toContain(place.config.backupDir);
    expect(shown).toContain(says("admin.backup.where.same"));
    const command = "sudo -u porchlight porchlight backup /media/stick";
    expect(shown).toContain(`${command} --data-dir ${place.config.dataDir}`);
  });

  test("the page for the envelope: machine, address, folders, three commands, and no key", async () => {
    const { answer, words } = await sheet(aino, "/admin/backup");
    const paper = words(".paper");
    for (const part of [place.config.dataDir, place.config.backupDir, place.config.masterKeyFile, "http://localhost"]) {
      expect(paper).toContain(part);
    }
    expect(answer.text.match(/<code class="command">sudo [^<]+/g)).toHaveLength(4);
    // For those whose machine is gone, the lines of the manual.
    const manual = /\n## A new machine\n.*?```sh\n(.*?)```/s.exec(readFileSync("docs/backup.md", "utf8"))![1]!;
    expect(manual).toContain("porchlight restore ");
    expect(paper).toContain(manual.trim().replaceAll("\n", " "));
    expect(paper).toContain(says("admin.backup.paper.machine_asks"));
    expect(answer.text).not.toMatch(/AGE-SECRET-KEY|porchlight-master/i);
  });

  test("only admins come here", async () => {
    for (const who of [line.anna, line.bela]) {
      const one = await staff(line, who);
      for (const path of ["/admin/backup", "/admin/backup/state"]) expect((await one.get(path)).status).toBe(403);
      expect((await one.post("/admin/backup")).status).toBe(403);
    }
  });

  test("a script gets the state alone, with step and percent while one is made", async () => {
    line.helpline.backups.now = () => ({ step: "sealing", part: 0.427 });
    const { text } = await aino.get("/admin/backup/state", htmx);
    expect(text).not.toContain("<html");
    expect(text).toContain(says("admin.backup.step.sealing"));
    expect(text).toContain("42%");
    expect(text).not.toContain("<form");
    const whole = await aino.get("/admin/backup");
    expect(whole.text).toContain('hx-trigger="every 2s"');
    expect(whole.text).toMatch(/<noscript><p><a href="\/admin\/backup">/);
  });
});

describe("POST /admin/backup", () => {
  const pressed = async () => {
    const shown = await (await sheet(aino, "/admin/backup")).press("", "#backup-now form");
    await expect.poll(() => line.helpline.backups.now(), { timeout: 30_000 }).toBe(null);
    return shown;
  };

  test("R7: without scripts: a copy is made and opened, the page says it, and the step on the way to opening is done", {
    timeout: 60_000,
  }, async () => {
    const here = await houseOnDisk(clock);
    line = here;
    aino = await staff(line, line.aino);
    expect(await words("#backup", "/admin/open")).toContain(says("admin.open.missing"));
    const shown = await pressed();
    expect(shown.words("#backup-now")).toContain(says("admin.backup.step.copying"));
    const after = await words("#backup-now");
    expect(after).toContain(says("admin.backup.state.ok"));
    expect(after).toMatch(
      /Today 19:00: opened, \d[\d,]+ rows, the words of 0 chats, [\d.]+ [kM]B\. Only the master key opens it\./,
    );
    expect(await words("#backup", "/admin/open")).toContain(says("admin.open.done"));
    // Pressed again in the same minute it is as new as can be.
    clock.pass(30_000);
    await pressed();
    expect(line.helpline.backups.all()).toHaveLength(1);
    expect(line.reported).toEqual([]);
    await aino.post("/admin/audit");
    const asked = `Robin asked for a copy of the data, in the folder ${here.config.backupDir}`;
    expect((await words("main", "/admin/audit")).split(asked)).toHaveLength(2);
    here.remove();
  });

  test("a copy that cannot be made: why, and what to do; the button stays", async () => {
    await pressed();
    const shown = await sheet(aino, "/admin/backup");
    expect(shown.words("#backup-now [role=alert]")).toBe(
      `${says("admin.backup.failed")} ${says("admin.backup.why.gone")}`,
    );
    expect(shown.words("#backup-now form")).toContain(says("admin.backup.make"));
    rmSync(place.config.backupDir, { recursive: true, force: true });
  });
});
