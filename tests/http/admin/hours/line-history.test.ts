import { beforeEach, describe, expect, test } from "vitest";
import { lineHistory } from "#src/hours/line-changes.ts";
import { isInUse, lineValues } from "#src/hours/lines.ts";
import { heardSince, type Person, says } from "#tests/support/house/http.ts";
import { stored as everything } from "#tests/support/house/tables.ts";
import { type Desk, desk } from "#tests/support/people/admin.ts";
import { type Sheet, sheet } from "#tests/support/people/plain-form.ts";

let at: Desk;

beforeEach(async () => {
  at = await desk();
});

const open = (who: Person = at.aino, id = 1) => sheet(who, `/admin/lines/${id}`);
const save = (page: Sheet, changes: Record<string, string | string[]>) => page.fill(changes).press("", "form.fields");
const values = (id = 1) => lineValues(at.line.helpline.db, id);
const item = (n: number) => `.history li:nth-child(${n})`;
const hour = 3_600_000;

describe("two admins at once", () => {
  test("whoever saves second is told who changed what, keeps all that was typed, and may save again", async () => {
    const sven = await at.sven();
    const slow = await open(sven);
    const { anna, bela } = at.line;
    await save(await open(), { name: "Awel", age_from: "12", staff: [String(anna.id), String(bela.id)] });
    await save(await open(), { languages: ["fr", "nl"], country: "FI" });
    const before = everything(at.files);
    const typed = { name: "Nachtlijn", intake_cap: "4", pause_after: "20" };
    const refused = await save(slow, typed);
    expect(refused.answer.status).toBe(409);
    const told = refused.words("[role=alert]");
    expect(told).toContain(says("admin.history.meanwhile"));
    expect(told).toMatch(/Robin, .*: Name: Main line → Awel; Who answers: Everyone → Mika, Luna; Ages: as for/);
    expect(told).toMatch(/Languages: All languages → Français, Nederlands; Country: Belgium → Finland/);
    expect(told).not.toContain("Aino");
    for (const [name, value] of Object.entries(typed)) expect([name, refused.value(name)]).toEqual([name, value]);
    expect(everything(at.files)).toEqual(before);

    const saved = await refused.press("", "form.fields");
    expect(saved.words("[role=status]")).toContain(says("admin.form.saved"));
    expect(values()).toMatchObject({ name: "Nachtlijn", intakeCap: 4, pauseAfterMinutes: 20 });
    expect(saved.words(item(1))).toContain("Ash");
    expect(saved.words(item(2))).toContain("Robin");
    // What Aino had set is one press away.
    await saved.press("", "form#undo");
    expect(values()).toMatchObject({ name: "Awel", country: "FI" });
  });

  test("something wrong in between does not hide the colleague’s change", async () => {
    const slow = await open(await at.sven());
    await save(await open(), { name: "Awel" });
    const wrong = await save(slow, { name: "" });
    expect(wrong.words("[role=alert]")).not.toContain(says("admin.history.meanwhile"));
    const refused = await save(wrong, { name: "Nachtlijn" });
    expect(refused.words("[role=alert]")).toContain("Name: Main line → Awel");
    expect(values().name).toBe("Awel");
  });

  test("a line that a colleague took out of use meanwhile says so", async () => {
    await at.addLine({ name: "Nederlands" });
    const slow = await open(await at.sven(), 2);
    await (await open(at.aino, 2)).press("yes", 'form[action="/admin/lines/2/retire"]');
    const refused = await save(slow, { intake_cap: "4" });
    expect(refused.words("[role=alert]")).toContain(`Robin, 19 October 2026 at 11:00: ${says("admin.lines.retired")}`);
    expect(refused.value("intake_cap")).toBe("4");
  });

  test("both set the same: nobody is in the way of anybody", async () => {
    const slow = await open(await at.sven());
    await save(await open(), { name: "Awel" });
    expect((await save(slow, { name: "Awel" })).answer.status).toBe(200);
  });

  test.each([[[]], [["x"]], [["-1"]], [["999999"]]])(
    "a form that does not say what it had seen (%j) is asked to look once more, and loses nothing",
    async (given) => {
      const before = everything(at.files);
      const fields = (await open()).fill({ name: "Awel" }).fields("form.fields");
      const rest = fields.filter(([name]) => name !== "based_on");
      const { status, text } = await at.aino.post("/admin/lines/1", [
        ...rest,
        ...given.map((one) => ["based_on", one] as [string, string]),
      ]);
      expect([status, text.includes(says("admin.history.unknown"))]).toEqual([422, true]);
      expect(text).toContain('value="Awel"');
      expect(text).toContain('name="based_on" value="0"');
      expect(everything(at.files)).toEqual(before);
    },
  );
});

describe("the history of a line", () => {
  /** Aino names the line, and an hour later she gives it ages. */
  async function twoChanges() {
    await save(await open(), { name: "Awel" });
    at.clock.pass(hour);
    return save(await open(), { age_from: "12", age_to: "18" });
  }

  test("nothing has been changed yet", async () => {
    expect((await open()).words("#history")).toContain(says("admin.entry.history_none"));
  });

  test("who changed what when, the newest first, in the zone of the line", async () => {
    const page = await twoChanges();
    expect(page.words(item(1))).toMatch(/Ages: as for the whole helpline → 12–18.*12:00 · Robin/);
    expect(page.words(item(2))).toMatch(/Name: Main line → Awel.*11:00 · Robin/);
    expect(page.words("#history")).not.toContain("Aino");
  });

  test("the last change is undone by one press after saving, and the undo by another", async () => {
    const undone = await (await twoChanges()).press("", "form#undo");
    expect(values()).toMatchObject({ name: "Awel", ageFrom: null, ageTo: null });
    expect(undone.words("[role=status]")).toContain("Saved");
    await undone.press("", "form#undo");
    expect(values()).toMatchObject({ name: "Awel", ageFrom: 12, ageTo: 18 });
  });

  test("back before an earlier change also undoes what came after it, out of use and back included", async () => {
    await at.addLine({ name: "Nederlands", staff: [String(at.line.bela.id)] });
    await save(await open(at.aino, 2), { name: "Vlaams" });
    await (await open(at.aino, 2)).press("yes", 'form[action="/admin/lines/2/retire"]');
    const gone = await open(at.aino, 2);
    expect(gone.words(item(1))).toContain(says("admin.lines.retired"));
    expect(gone.words(item(3))).toContain(says("admin.line.did.made"));
    expect(gone.answer.text.match(/action="\/admin\/lines\/2\/undo"/g)).toHaveLength(2);
    const back = await gone.press("", `${item(2)} form`);
    expect(values(2)).toMatchObject({ name: "Nederlands", staffIds: [at.line.bela.id] });
    expect(isInUse(at.line.helpline.db, 2)).toBe(true);
    // It was two changes, and one press takes both back.
    await back.press("", "form#undo");
    expect(values(2).name).toBe("Vlaams");
    expect(isInUse(at.line.helpline.db, 2)).toBe(false);
  });

  test("an undo that a colleague's change came before is not made, and tells what the colleague did", async () => {
    const page = await twoChanges();
    await save(await open(await at.sven()), { intake_cap: "3" });
    const before = everything(at.files);
    const refused = await page.press("", "form#undo");
    expect(refused.answer.status).toBe(409);
    expect(refused.words("[role=alert]")).toMatch(/Ash, .*Maximum waiting: as many as can be helped → 3/);
    expect(everything(at.files)).toEqual(before);
  });

  test("an undo that cannot stand is refused in words", async () => {
    await at.addLine({ name: "Nederlands" });
    const page = await save(await open(at.aino, 2), { name: "Vlaams" });
    await at.addLine({ name: "Nederlands" });
    const refused = await page.press("", "form#undo");
    expect(refused.answer.status).toBe(422);
    expect(refused.words("[role=alert]")).toBe(says("admin.line.problem.name_taken"));
    expect(values(2).name).toBe("Vlaams");
  });

  test("pressed twice it does no more", async () => {
    const page = await twoChanges();
    await page.press("", "form#undo");
    const before = at.line.heard.length;
    const again = await page.press("", "form#undo");
    expect([again.answer.status, again.answer.text.includes('id="undo"')]).toEqual([200, false]);
    expect(heardSince(at.line, before)).toEqual([]);
  });

  test("a change that there is not, of another line or of something else, is none", async () => {
    await twoChanges();
    await at.addLine({ name: "Nederlands" });
    await (await at.hours()).fill({ mode: "hours", "week.0": "9-10" }).press("save");
    const before = everything(at.files);
    const newest = String(lineHistory.newest(at.line.helpline.db, 1));
    const made = String(lineHistory.newest(at.line.helpline.db, 2));
    for (const change of [made, "999", "x", "", "-1", "__proto__", String(Number(made) + 1)]) {
      const { status } = await at.aino.post("/admin/lines/1/undo", { change, based_on: newest });
      expect([change, status]).toEqual([change, 404]);
    }
    expect((await at.aino.post("/admin/lines/2/undo", { change: made, based_on: made })).status).toBe(404);
    expect((await at.aino.post("/admin/lines/9/undo", { change: newest, based_on: newest })).status).toBe(404);
    expect(everything(at.files)).toEqual(before);
  });
});
