import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Drill } from "#src/backup/drill.ts";
import { BackupError } from "#src/backup/making.ts";
import { secondsInWords, whyNoDrill } from "#src/http/admin/backup/backup-words.ts";
import { translate } from "#src/i18n/i18n.ts";
import { askedWords } from "#src/staff/keys/recovery-sheet.ts";
import { sheetAtHand } from "#tests/backup/copies.ts";
import { type FakeClock, fakeClock, type House, house } from "#tests/support/house/helpline.ts";
import { htmx, type Person, says, staff } from "#tests/support/house/http.ts";
import { houseOnDisk, layCopy, type Place, placeForCopies } from "#tests/support/keys/copies.ts";
import { sheet } from "#tests/support/people/plain-form.ts";

const day = 86_400_000;
/** Tuesday, 19:00 in Brussels. */
const evening = Date.UTC(2026, 10, 24, 18);
const form = "form[action='/admin/backup/drill']";

let clock: FakeClock;
let place: Place;
let line: House;
let aino: Person;
/** How often a drill was begun. */
let begun: number;
beforeEach(async () => {
  clock = fakeClock(evening);
  place = placeForCopies();
  await live();
});
afterEach(() => place.remove());

/** A helpline that begins drills without doing them. */
async function live() {
  line = await house({ clock, config: place.config });
  aino = await staff(line, line.aino);
  begun = 0;
  line.helpline.backups.drill = async () => {
    begun += 1;
    throw new BackupError("disk");
  };
}

/** Leaves the note of a drill, as a start finds it. */
async function drilled(at: number) {
  mkdirSync(place.config.backupDir, { recursive: true });
  const seconds = { copying: 0.52, sealing: 1, opening: 2, restoring: 3, starting: 5.6 };
  writeFileSync(join(place.config.backupDir, "drill.json"), JSON.stringify({ at, seconds } satisfies Drill));
  await live();
}

/** The two words that the page asks for today. */
async function todays() {
  const { checks } = await sheetAtHand(line);
  const good = line.helpline.db.keyring.sheets.good()!;
  const places = askedWords(good, clock.now());
  return { places, right: { "word-0": checks[places[0]]!, "word-1": checks[places[1]]! } };
}

const shown = () => sheet(aino, "/admin/backup");

test("before the first drill the page says so; without a sheet it says to make one, and a drill may be run all the same", async () => {
  const page = await shown();
  expect(page.words("#drill")).toContain(says("admin.backup.drill.none"));
  expect(page.words("#drill")).toContain(says("admin.backup.drill.monthly"));
  expect(page.words(form)).toContain("so a drill cannot show that one is at hand. Make one first");
  expect(page.answer.text).toContain('<a href="/admin/keys">Make one first</a>');
  expect(page.fields(form)).toEqual([]);
  const after = await page.press("", form);
  expect([after.answer.status, begun]).toEqual([200, 1]);
});

test("the last drill stands there with its day and what it took, and after 31 days that it was too long ago", async () => {
  await drilled(Date.UTC(2026, 10, 3, 12));
  const words = (await shown()).words("#drill");
  expect(words).toContain("Last drill: 3 November 2026, 12 seconds");
  expect(words).toContain(
    "Copied in 0.5 seconds, sealed in 1 second, opened in 2 seconds, restored in 3 seconds, started in 5.6 seconds.",
  );
  expect(words).not.toContain(says("admin.backup.drill.due"));
  expect((await shown()).answer.text).toMatch(/id="drill".*<p class="state ok">/);
  clock.pass(11 * day);
  aino = await staff(line, line.aino);
  expect((await shown()).words("#drill")).toContain(says("admin.backup.drill.due"));
  expect((await shown()).answer.text).toMatch(/id="drill".*<p class="state warn">/);
});

test("the way to opening says the same once there is a copy; no bar of another page asks for a drill", async () => {
  layCopy(place.config.backupDir, evening - 3_600_000);
  await live();
  const step = async () => (await sheet(aino, "/admin/open")).words("#backup");
  expect(await step()).toContain(`${says("admin.backup.drill.none")} ${says("admin.backup.drill.monthly")}`);
  await drilled(Date.UTC(2026, 10, 3, 12));
  expect(await step()).toContain("Last drill: 3 November 2026, 12 seconds");
  expect(await step()).not.toContain(says("admin.backup.drill.due"));
  await drilled(Date.UTC(2026, 9, 3, 12));
  expect(await step()).toContain(`Last drill: 3 October 2026, 12 seconds ${says("admin.backup.drill.due")}`);
  for (const path of ["/admin", "/admin/lines", "/staff"]) {
    expect((await sheet(aino, path)).words("body")).not.toContain(says("admin.backup.drill.due"));
  }
});

test("two words of the sheet that opens copies are asked for: wrong ones are told beside the field and stay, right ones begin a drill", async () => {
  const { places, right } = await todays();
  const page = await shown();
  for (const place of places) expect(page.words(form)).toContain(says("admin.keys.word", { n: place + 1 }));
  expect(page.words(form)).toContain("the recovery sheet of 24 November 2026");
  const wrong = await page.fill({ "word-0": "lantern", "word-1": right["word-1"] }).press("", form);
  expect([wrong.answer.status, begun]).toEqual([422, 0]);
  expect(wrong.beside("word-0").wrong).toBe(says("error.keys_check_words"));
  expect(wrong.words(".summary")).toContain(says("admin.backup.drill.not_begun"));
  expect([wrong.value("word-0"), wrong.value("word-1")]).toEqual(["lantern", right["word-1"]]);
  expect(await (await shown()).press("", form).then(({ answer }) => answer.status)).toBe(422);

  const seen = () => line.helpline.db.keyring.sheets.good()!.provedAt;
  clock.pass(60_000);
  await (await shown()).fill(right).press("", form);
  expect([begun, seen()]).toEqual([1, clock.now()]);
});

test("while a copy or a drill is being made no other begins: told beside the field, and what was typed stays", async () => {
  const { right } = await todays();
  line.helpline.backups.now = () => ({ step: "restoring", part: 0, drill: true });
  const page = await shown();
  expect(page.words("#drill [role=status]")).toBe(says("admin.backup.drill.step.restoring"));
  expect(page.words("#backup-now .making")).toContain(says("admin.backup.make"));
  expect(page.answer.text).toMatch(/<noscript><p><a href="\/admin\/backup">/);
  const again = await page.fill(right).press("", form);
  expect([again.answer.status, begun]).toEqual([409, 0]);
  expect(again.beside("word-0").wrong).toBe(says("admin.backup.drill.why.running"));
  expect(again.value("word-0")).toBe(right["word-0"]);
  const { text } = await aino.get("/admin/backup/state", htmx);
  expect(text).toContain(says("admin.backup.drill.step.restoring"));
  expect(text).not.toContain("word-0");
});

test("words cannot be tried one after the other", async () => {
  await todays();
  line = await house({ clock, config: place.config, files: line.files, asShipped: true });
  aino = await staff(line, line.aino);
  const answers: number[] = [];
  for (let n = 0; n < 8; n += 1) answers.push((await aino.post("/admin/backup/drill", { sheet: "1" })).status);
  expect(answers.slice(0, 6)).toEqual(Array(6).fill(422));
  expect(answers[7]).toBe(429);
});

test.each([
  [new BackupError("no_key"), "the master key, and its file is not on the server"],
  [new BackupError("not_started", "unknown"), "porchlight backup drill"],
  [new BackupError("too_slow"), "within a minute"],
  [new BackupError("disk", "SQLITE_FULL"), "made no copy. The disk is full."],
  [new BackupError("not_whole", "x"), "porchlight doctor"],
])("that it failed with %s is said with what to do", async (error, words) => {
  line.helpline.backups.drillFailed = () => error;
  const told = (await shown()).words("#drill [role=alert]");
  expect(told).toBe(`${says("admin.backup.drill.failed")} ${whyNoDrill(translate("en"), error)}`);
  expect(told).toContain(words);
});

test("times are said in words", () => {
  const said = [0, 0.52, 1, 9.96, 12.3].map((one) => secondsInWords(translate("en"), one));
  expect(said).toEqual(["0.1 seconds", "0.5 seconds", "1 second", "10 seconds", "12 seconds"]);
  expect(secondsInWords(translate("hu"), 0.52)).toBe("0,5 másodperc");
});

test("only admins begin one", async () => {
  for (const who of [line.anna, line.bela]) {
    const one = await staff(line, who);
    expect((await one.post("/admin/backup/drill")).status).toBe(403);
  }
  expect(begun).toBe(0);
});

test("R7: without scripts: a drill is run, and the page says how far it is and what it took", {
  timeout: 60_000,
}, async () => {
  const here = await houseOnDisk(clock);
  line = here;
  aino = await staff(line, line.aino);
  const { right } = await todays();
  const running = await (await shown()).fill(right).press("", form);
  expect(running.words("#drill [role=status]")).toBe(says("admin.backup.drill.step.copying"));
  await expect.poll(() => line.helpline.backups.now(), { timeout: 30_000 }).toBe(null);
  expect((await shown()).words("#drill")).toContain("Last drill: 24 November 2026, ");
  expect(line.reported).toEqual([]);
  here.remove();
});
