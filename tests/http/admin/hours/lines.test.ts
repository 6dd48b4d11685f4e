import { beforeEach, describe, expect, test } from "vitest";
import { q } from "#src/db/schema.ts";
import { lines } from "#src/hours/lines.ts";
import { open } from "#tests/support/house/helpline.ts";
import { heardSince, person, says, staff } from "#tests/support/house/http.ts";
import { stored as everything } from "#tests/support/house/tables.ts";
import { type Desk, desk, evenings } from "#tests/support/people/admin.ts";
import { sheet } from "#tests/support/people/plain-form.ts";

let at: Desk;

beforeEach(async () => {
  at = await desk();
});

const list = () => sheet(at.aino, "/admin/lines");
const add = (changes: Record<string, string | string[]>) => at.addLine(changes);
const names = () => lines(at.line.helpline.db).map(({ name }) => name);

describe("GET /admin/lines", () => {
  test("one line: nobody has to choose, and how it stands now", async () => {
    const page = await list();
    expect(page.words("main")).toContain(says("admin.lines.only"));
    expect(page.words(".lines")).toContain(says("admin.lines.reason.nobody_there"));
    expect(page.words(".lines")).toMatch(/Whenever a counsellor is available.*All languages.*Everyone/);
    expect(page.answer.text).toContain('class="dot paused"');
    await open(at.line);
    const opened = await list();
    expect(opened.words(".lines")).toContain(says("admin.lines.reason.without_hours"));
    expect(opened.answer.text).toContain('class="dot open"');
  });

  test("with hours: days in a row that are alike are told together, in the zone of the line", async () => {
    await (await at.hours()).fill(evenings).press("save");
    const shown = (await list()).words(".lines");
    expect(shown).toContain("Mon–Thu 16:00–22:00; Fri 22:00–02:00; Sat 09:00–12:00, 22:00–04:00; Sun closed");
    expect(shown).toContain("Europe/Helsinki");
    expect(shown).toContain(says("admin.lines.reason.outside_hours"));
  });

  test("how well what those who wait were told came true, without whoever left", async () => {
    expect((await list()).words(".lines")).toContain(says("admin.lines.waits_none"));
    const minute = 60_000;
    const told = { line_id: 1, place: 1, low: 5, high: 10, by_line: minute, at: 1 };
    // On the edges of the range, within it, sooner, later twice, and one who was never taken.
    const waited = [5 * minute, 7 * minute, 10 * minute, 4 * minute, 10 * minute + 1, 60 * minute, null];
    await at.line.helpline.db.change("porchlight", (tx) => {
      for (const one of waited) tx.run(q.insertInto("wait_promise").values({ ...told, waited: one }));
    });
    const values = { share: "50%", inside: 3, told: 6, sooner: 1, later: 2 };
    expect((await list()).words(".lines")).toContain(says("admin.lines.waits_kept", values));
  });

  test("only for an admin", async () => {
    for (const who of [at.line.anna, at.line.bela]) {
      const one = await staff(at.line, who);
      expect((await one.get("/admin/lines")).status).toBe(403);
      expect((await one.post("/admin/lines", { name: "x", pause_after: "10" })).status).toBe(403);
    }
    expect((await person(at.line).get("/admin/lines")).to).toBe("/staff/sign-in");
    expect(names()).toHaveLength(1);
  });
});

describe("POST /admin/lines", () => {
  test("another line, for a language and with people of its own; it begins without hours", async () => {
    const page = await add({ name: "Nederlands", languages: ["nl"], staff: [String(at.line.bela.id)], age_to: "18" });
    expect(page.words("h1")).toBe("Nederlands");
    expect(page.words("[role=status]")).toContain(says("admin.form.saved"));
    const [first, second] = lines(at.line.helpline.db);
    expect(second).toMatchObject({ name: "Nederlands", languages: ["nl"], ageTo: 18, calendar: null, intakeCap: null });
    expect([second!.country, second!.timeZone]).toEqual([first!.country, first!.timeZone]);
    const shown = await list();
    expect(shown.words(".lines li:nth-child(2)")).toMatch(/Nederlands.*Nederlands.*Luna/);
    expect(shown.words("main")).not.toContain(says("admin.lines.only"));
    expect((await person(at.line).get("/")).text).toContain("Nederlands");
  });

  test("refused: the form is open, all that was typed and ticked is in it, no line has come", async () => {
    const before = everything(at.files);
    const typed = { name: "***", languages: ["nl", "fr"], country: "FI", age_from: "12", age_to: "x" };
    const page = await add({ ...typed, staff: [String(at.line.anna.id)] });
    expect(page.answer.status).toBe(422);
    expect(page.answer.text).toMatch(/<details[^>]* open=""[^>]*id="another"|<details[^>]*id="another"[^>]* open=""/);
    expect(page.beside("name").wrong).toBe(says("admin.line.problem.no_name"));
    expect(page.beside("age_to").wrong).toBe(says("admin.line.problem.bad_age"));
    const kept = page.fields("form.fields");
    for (const pair of [
      ["name", "***"],
      ["languages", "nl"],
      ["country", "FI"],
      ["age_to", "x"],
      ["staff", "1"],
    ])
      expect(kept).toContainEqual(pair);
    expect(everything(at.files)).toEqual(before);
    await page.fill({ name: "Suomi", age_to: "" }).press("", "form.fields");
    expect(names()).toHaveLength(2);
  });

  test("a name that another line has, or had in other letters, is refused", async () => {
    await add({ name: "Français" });
    const page = await add({ name: " FRANÇAIS " });
    expect(page.beside("name").wrong).toBe(says("admin.line.problem.name_taken"));
  });

  test("reads no more than any other form: only that of the hours may be large", async () => {
    const { status, text } = await at.aino.post("/admin/lines", { name: "x".repeat(300_000), pause_after: "10" });
    expect([status, text.includes(says("error.too_big"))]).toEqual([413, true]);
  });

  test("words in other scripts are names like any other; markup stays words", async () => {
    await add({ name: "עברית 🌈" });
    await add({ name: "<b data-planted>x</b>" });
    const { text } = (await list()).answer;
    expect(text).toContain("עברית 🌈");
    expect(text).not.toContain("<b data-planted>");
    expect((await person(at.line).get("/")).text).not.toContain("<b data-planted>");
  });

  test("not more than a page can show: the form is gone, and a forged one is refused in words", async () => {
    for (let n = 2; n <= 12; n += 1) await add({ name: `Line ${n}` });
    const before = at.line.heard.length;
    const page = await list();
    expect(page.words("main")).toContain(says("error.too_many_lines", { most: 12 }));
    expect(page.answer.text).not.toContain('action="/admin/lines"');
    const forged = await at.aino.post("/admin/lines", { name: "Line 13", pause_after: "10" });
    expect([forged.status, forged.text.includes(says("error.too_many_lines", { most: 12 }))]).toEqual([422, true]);
    expect(heardSince(at.line, before)).toEqual([]);
  });
});

describe("a second line beside one that nobody has named", () => {
  test("asks what the first shall be called, and one save does both", async () => {
    const page = await list();
    expect(page.words("#firstName-hint")).toBe(says("admin.line.first_name_hint", { line: "Main line" }));
    expect(page.value("first_name")).toBe("");
    await page.fill({ name: "Nederlands", first_name: " English " }).press("", "form.fields");
    expect(names()).toEqual(["English", "Nederlands"]);
    const door = (await person(at.line).get("/")).text;
    expect([door.includes("English"), door.includes("Main line")]).toEqual([true, false]);
  });

  test.each([
    ["", "no_first_name"],
    [" *** ", "no_first_name"],
    ["é".repeat(61), "name_too_long"],
    ["ＮＥＤＥＲＬＡＮＤＳ", "same_names"],
  ] as const)("“%s” is refused beside its field, and neither is done", async (first_name, problem) => {
    const before = everything(at.files);
    const page = await add({ name: "Nederlands", first_name });
    expect(page.answer.status).toBe(422);
    expect(page.beside("first_name").wrong).toBe(says(`admin.line.problem.${problem}`));
    expect(page.words(".summary")).toContain(says(`admin.line.problem.${problem}`));
    expect([page.value("name"), page.value("first_name")]).toEqual(["Nederlands", first_name]);
    expect(everything(at.files)).toEqual(before);
    await page.fill({ first_name: "English" }).press("", "form.fields");
    expect(names()).toEqual(["English", "Nederlands"]);
  });

  test("a form without the field is asked for it", async () => {
    const { status, text } = await at.aino.post("/admin/lines", { name: "Nederlands", pause_after: "10" });
    expect([status, text.includes(says("admin.line.problem.no_first_name"))]).toEqual([422, true]);
    expect(names()).toEqual(["Main line"]);
  });

  test("the new line may take the name that nobody used", async () => {
    await add({ name: "Main line", first_name: "English" });
    expect(names()).toEqual(["English", "Main line"]);
  });

  test("is asked once: not for a third, nor where the first has a name", async () => {
    await add({ name: "Nederlands" });
    expect((await list()).answer.text).not.toContain("first_name");
    await add({ name: "Français" });
    expect(names()).toEqual(["English", "Nederlands", "Français"]);
  });

  test("a colleague was faster: what they called the first line holds, what was typed stays, and saving again adds it", async () => {
    const slow = await sheet(await at.sven(), "/admin/lines");
    await add({ name: "Nederlands" });
    const before = everything(at.files);
    const refused = await slow
      .fill({ name: "Français", first_name: "Deutsch", age_from: "12" })
      .press("", "form.fields");
    expect(refused.answer.status).toBe(422);
    expect(refused.beside("name").wrong).toBe(says("admin.line.problem.first_named", { line: "English" }));
    expect([refused.value("name"), refused.value("age_from")]).toEqual(["Français", "12"]);
    expect(everything(at.files)).toEqual(before);
    await refused.press("", "form.fields");
    expect(names()).toEqual(["English", "Nederlands", "Français"]);
  });
});
