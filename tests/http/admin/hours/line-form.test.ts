import { beforeEach, describe, expect, test } from "vitest";
import { lineValues, staffOfLine } from "#src/hours/lines.ts";
import { says } from "#tests/support/house/http.ts";
import { stored as everything } from "#tests/support/house/tables.ts";
import { type Desk, desk } from "#tests/support/people/admin.ts";
import { type Sheet, sheet } from "#tests/support/people/plain-form.ts";

let at: Desk;

beforeEach(async () => {
  at = await desk();
});

const open = () => sheet(at.aino, "/admin/lines/1");
const save = (page: Sheet, changes: Record<string, string | string[]> = {}) =>
  page.fill(changes).press("", "form.fields");
const values = () => lineValues(at.line.helpline.db, 1);
/** A form field by the id of the element beside it. */
const fields = {
  name: "name",
  country: "country",
  languages: "languages",
  ageFrom: "age_from",
  ageTo: "age_to",
  intakeCap: "intake_cap",
  pauseAfter: "pause_after",
  staffIds: "staff",
} as const;

describe("what is set of a line", () => {
  test("name, languages, ages, cap, pause, country and people, all at once", async () => {
    const page = await save(await open(), {
      name: "Français",
      languages: ["fr", "nl"],
      country: "LU",
      age_from: "12",
      age_to: "18",
      intake_cap: "5",
      pause_after: "15",
      staff: [String(at.line.anna.id), String(at.line.bela.id)],
    });
    expect(page.words("[role=status]")).toContain(says("admin.form.saved"));
    expect(values()).toEqual({
      name: "Français",
      country: "LU",
      languages: ["fr", "nl"],
      ageFrom: 12,
      ageTo: 18,
      intakeCap: 5,
      pauseAfterMinutes: 15,
      staffIds: [at.line.anna.id, at.line.bela.id],
    });
    expect(page.fields("form.fields").filter(([name]) => name === "languages")).toEqual([
      ["languages", "fr"],
      ["languages", "nl"],
    ]);
    expect(page.words(".about-line")).toMatch(/Français, Nederlands.*Mika, Luna/);
  });

  test("empty is: every language, everybody, the ages of the helpline, as many as can be helped", async () => {
    await save(await open(), { languages: ["fr"], staff: [String(at.line.anna.id)], age_from: "12", intake_cap: "5" });
    const page = await save(await open(), { languages: [], staff: [], age_from: " ", age_to: "", intake_cap: "" });
    expect(values()).toMatchObject({ languages: [], staffIds: [], ageFrom: null, ageTo: null, intakeCap: null });
    expect(page.words(".about-line")).toMatch(/All languages.*Everyone/);
  });

  test.each([
    [{ name: " *** " }, "name", "no_name"],
    [{ name: "" }, "name", "no_name"],
    [{ name: "é".repeat(61) }, "name", "name_too_long"],
    [{ name: "ＮＥＤＥＲＬＡＮＤＳ" }, "name", "name_taken"],
    [{ country: "XX" }, "country", "unknown_country"],
    [{ country: "constructor" }, "country", "unknown_country"],
    [{ languages: ["en", "tlh"] }, "languages", "unknown_language"],
    [{ age_from: "twelve" }, "ageFrom", "bad_age"],
    [{ age_from: "-1" }, "ageFrom", "bad_age"],
    [{ age_to: "100" }, "ageTo", "bad_age"],
    [{ age_from: "18", age_to: "12" }, "ageTo", "ages_reversed"],
    [{ intake_cap: "1.5" }, "intakeCap", "bad_cap"],
    [{ intake_cap: "1000" }, "intakeCap", "bad_cap"],
    [{ pause_after: "" }, "pauseAfter", "bad_pause"],
    [{ pause_after: "121" }, "pauseAfter", "bad_pause"],
    [{ staff: ["1", "999"] }, "staffIds", "unknown_staff"],
    [{ staff: ["1e0"] }, "staffIds", "unknown_staff"],
  ] as const)(
    "%j: the sentence beside the field, what was typed kept, nothing changed",
    async (wrong, field, problem) => {
      await at.addLine({ name: "Nederlands" });
      const before = everything(at.files);
      const honest = { name: "Français", age_from: "10", age_to: "20", intake_cap: "7", pause_after: "9" };
      const page = await save(await open(), { ...honest, ...(wrong as Record<string, string>) });
      expect(page.answer.status).toBe(422);
      const sentence = says(`admin.line.problem.${problem}`);
      expect(page.beside(field === "languages" || field === "staffIds" ? field : fields[field]).wrong).toBe(sentence);
      expect(page.words(".summary")).toBe(`${says("admin.form.refused", { n: 1 })} ${sentence}`);
      for (const [name, value] of Object.entries({ ...honest, ...wrong })) {
        if (typeof value === "string") expect([name, page.value(name)]).toEqual([name, value]);
      }
      expect(everything(at.files)).toEqual(before);
      expect(at.line.reported).toEqual([]);
    },
  );

  test("everything wrong at once has its sentence each", async () => {
    const page = await save(await open(), {
      name: "",
      country: "XX",
      age_from: "x",
      intake_cap: "x",
      pause_after: "x",
    });
    expect(page.words(".summary h2")).toBe(says("admin.form.refused", { n: 5 }));
    expect(page.answer.text.match(/class="wrong"/g)).toHaveLength(5);
  });
});

describe("what there is to choose from", () => {
  test("the countries whose holidays are known, by name, and another one", async () => {
    const { text } = (await open()).answer;
    const names = [...text.matchAll(/<option value="([A-Z]{2}|)"[^>]*>([^<]+)</g)].map((match) => match[2]!);
    expect(names.slice(0, 3)).toEqual(["Belgium", "Finland", "France"]);
    expect(names.at(-1)).toBe(says("admin.line.country_other"));
    expect(names).toHaveLength(14);
  });

  test("whoever takes chats, with both names; not who is an admin and nothing else, unless chosen before", async () => {
    const sven = await at.sven();
    const names = async () => (await open()).words("#staffIds");
    expect(await names()).toMatch(/Luna Béla Kovács.*Mika Anna Peeters.*Robin Aino Virtanen/);
    expect(await names()).not.toContain("Ash");
    expect((await sven.get("/admin/lines/1")).status).toBe(200);
    await at.aino.post("/admin/lines/1", [...(await open()).fields("form.fields"), ["staff", "4"]]);
    expect(staffOfLine(at.line.helpline.db, 1)).toEqual([4]);
    expect(await names()).toContain("Ash");
  });
});
