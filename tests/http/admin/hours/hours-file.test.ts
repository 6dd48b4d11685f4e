import { beforeEach, describe, expect, test } from "vitest";
import { readHoursFile } from "#src/hours/files/import.ts";
import { formatSpans } from "#src/hours/times.ts";
import { says } from "#tests/support/house/http.ts";
import { stored as everything } from "#tests/support/house/tables.ts";
import { type Desk, desk, evenings } from "#tests/support/people/admin.ts";

let at: Desk;

beforeEach(async () => {
  at = await desk();
});

const calendar = () => at.stored().calendar!;
const csv = (...rows: string[]) => new File([rows.join("\n")], "vacances.csv", { type: "text/csv" });
const ics = (...lines: string[]) =>
  new File([["BEGIN:VCALENDAR", ...lines, "END:VCALENDAR", ""].join("\r\n")], "school.ics", { type: "text/calendar" });
const event = (from: string, to: string, label: string) => [
  "BEGIN:VEVENT",
  `DTSTART;VALUE=DATE:${from}`,
  `DTEND;VALUE=DATE:${to}`,
  `SUMMARY:${label}`,
  "END:VEVENT",
];
/** The page with evenings typed, after it has looked at a file. */
const looksAt = async (upload: File) => (await at.hours()).fill({ ...evenings, upload }).press("read file");

describe("a calendar of school holidays (.ics)", () => {
  const school = () =>
    ics(...event("20261102", "20261109", "Autumn\\, all schools"), ...event("20261221", "20270104", "Winter"));

  test("is looked at first: what it would add is told, what was typed stays, nothing is added or stored", async () => {
    const before = everything(at.files);
    const page = await looksAt(school());
    expect(page.answer.status).toBe(200);
    expect(page.words("#file-read")).toContain("school.ics: 2 exceptions to add");
    expect(page.words("#file-read")).toMatch(/Autumn, all schools · 2 – 8 November 2026 · closed/);
    expect(page.answer.text).not.toContain('name="day.0');
    expect(page.value("week.4")).toBe("22:00–02:00");
    expect(everything(at.files)).toEqual(before);
  });

  test("then taken among the exceptions, and stored with Save", async () => {
    const page = await (await looksAt(school())).press("take file");
    expect(page.answer.text).not.toContain('id="file-read"');
    expect([page.value("day.0.label"), page.value("day.1.to")]).toEqual(["Autumn, all schools", "2027-01-03"]);
    await page.press("save");
    expect(calendar().dayRules).toMatchObject([
      { kind: "school_holiday", from: "2026-11-02", to: "2026-11-08", spans: [] },
      { kind: "school_holiday", from: "2026-12-21", to: "2027-01-03", label: "Winter" },
    ]);
  });

  test("or left", async () => {
    const page = await (await looksAt(school())).press("drop file");
    expect(page.answer.text).not.toMatch(/id="file-read"|name="day\.0/);
    expect(page.value("week.4")).toBe("22:00–02:00");
  });

  test("waits for a yes or a no whatever else is pressed; Save without one says so and stores nothing", async () => {
    const copied = await (await looksAt(school())).press("copy week");
    expect(copied.words("#file-read")).toContain("school.ics: 2 exceptions to add");
    const before = everything(at.files);
    const refused = await copied.press("save");
    expect(refused.answer.status).toBe(422);
    expect(refused.beside("upload").wrong).toBe(says("admin.hours.problem.file_waits"));
    expect(refused.words(".summary")).toContain(says("admin.hours.problem.file_waits"));
    expect(refused.answer.text).toContain(`<a href="#file-read">${says("admin.hours.problem.file_waits")}</a>`);
    expect(refused.words("#preview")).not.toContain(says("admin.hours.preview_partly"));
    expect(everything(at.files)).toEqual(before);
    expect(refused.words("#file-read")).toContain("school.ics: 2 exceptions to add");
    await (await refused.press("drop file")).press("save");
    expect(calendar().dayRules).toEqual([]);
  });

  test("of which some stand there already: only the rest is added, also when it is sent again", async () => {
    const first = await (await looksAt(ics(...event("20261102", "20261109", "Autumn")))).press("take file");
    const second = await first.fill({ upload: school() }).press("read file");
    expect(second.words("#file-read")).toContain("school.ics: 1 exception to add One more is already there.");
    const taken = await second.press("take file");
    expect(taken.value("day.1.label")).toBe("Winter");
    const third = await taken.fill({ upload: school() }).press("read file");
    expect(third.words("#file-read")).toContain("school.ics: nothing to add 2 more are already there.");
    expect(third.answer.text).not.toContain('value="take file"');
    expect((await third.press("save")).answer.status).toBe(200);
  });

  test("of which somebody entered some by hand: the same days, hours and name are there, whatever the kind", async () => {
    const one = await (await (await at.hours()).fill(evenings).press("add day"))
      .fill({ "day.0.label": "winter ", "day.0.from": "2026-12-21", "day.0.to": "2027-01-03", "day.0.hours": "Closed" })
      .press("add day");
    const byHand = { "day.1.label": "Autumn, all schools", "day.1.from": "2026-11-02", "day.1.to": "2026-11-08" };
    const page = await one.fill({ ...byHand, "day.1.hours": "10-12", upload: school() }).press("read file");
    expect(page.value("day.0.kind")).toBe("one_off");
    expect(page.words("#file-read")).toContain("school.ics: 1 exception to add One more is already there.");
    expect(page.words("#file-read")).toContain("Autumn, all schools");
  });

  test("that names the same days twice adds them once", async () => {
    const winter = event("20261221", "20270104", "Winter");
    const page = await looksAt(ics(...winter, ...winter));
    expect(page.words("#file-read")).toContain("school.ics: 1 exception to add");
    await (await page.press("take file")).press("save");
    expect(calendar().dayRules).toHaveLength(1);
  });
});

describe("a table (.csv)", () => {
  test("with a week and exceptions: the week takes the place of the typed one only when it is taken", async () => {
    const days = ["maandag;18-22", "di;18-22", "wo;18-22", "do;18-22", "vr;22-2", "za;", "zo;gesloten"];
    const table = csv("dag;uren;van;tot;naam;opmerking", ...days, ";20-22;24.12.2026;;Kerstavond;Vrolijk kerstfeest");
    const page = await looksAt(table);
    expect(page.words("#file-read")).toContain(says("admin.hours.file_week"));
    expect(page.words("#file-read")).toContain("Friday: 22:00–02:00 Saturday: closed");
    expect(page.words("#file-read")).toContain("Kerstavond · 24 December 2026 · 20:00–22:00");
    expect(page.value("week.0")).toBe("16-22");
    await (await page.press("take file")).press("save");
    expect(calendar().week.map(formatSpans)[0]).toBe("18:00–22:00");
    expect(calendar().dayRules).toMatchObject([{ note: "Vrolijk kerstfeest", from: "2026-12-24" }]);
  });

  test("with rows nobody can read: each is told with its place, the others are there all the same", async () => {
    const page = await looksAt(csv("from;to;label", "2026-10-26;2026-10-30;Autumn", "2026-02-30;;Skiing", ";;x"));
    const shown = page.words("#file-read");
    expect(shown).toContain("vacances.csv: 1 exception to add 2 things to check");
    expect(shown).toContain("Row 3, column “from”: “2026-02-30” is not a date.");
    expect(shown).toContain("Row 4, column “from”: The day is missing.");
    expect(page.answer.text).toMatch(/<li class="wrong">Row 3/);
  });

  test("with more rows than a day may have spans, or with an unknown column, tells it in whole sentences", async () => {
    const spans = Array.from({ length: 13 }, (_, i) => `${i}:00-${i}:30`).join(" & ");
    const page = await looksAt(csv("from;hours;colour", `2026-10-26;${spans};red`));
    expect(page.words("#file-read")).toContain(says("admin.hours.problem.too_many", { most: 12 }));
    expect(page.answer.text).toMatch(/<li class="warn">Row 1: The column “colour”/);
  });

  test("as older spreadsheets write it", async () => {
    const bytes = Buffer.from("du;au;libellé\n2026-10-26;2026-10-30;Congé d’automne\n".replace("’", "'"), "latin1");
    const page = await looksAt(new File([bytes], "congés.csv"));
    expect(page.words("#file-read")).toContain("congés.csv: 1 exception to add");
    expect(page.words("#file-read")).toContain("Congé d'automne");
  });
});

describe("what is no file of hours", () => {
  test("no file at all is asked for beside its field", async () => {
    const page = await (await at.hours()).fill(evenings).press("read file");
    expect(page.beside("upload").wrong).toBe(says("admin.hours.file_none"));
    expect(page.value("week.4")).toBe("22:00–02:00");
  });

  test.each([
    ["an empty file", "", "empty"],
    ["a picture", "\u0089PNG\0\0", "not_text"],
    ["words", "dear colleague", "no_columns"],
    ["more than 1 MB", "x".repeat(1_000_001), "too_big"],
  ] as const)("%s: a sentence, nothing to take, what was typed stays", async (_what, text, problem) => {
    const before = everything(at.files);
    const page = await looksAt(new File([text], "<b data-planted>.csv"));
    expect(page.answer.status).toBe(200);
    expect(page.words("#file-read")).toContain(says(`admin.hours.problem.${problem}`));
    expect(page.answer.text).not.toMatch(/value="take file"|<b data-planted/);
    expect(page.value("week.4")).toBe("22:00–02:00");
    expect(everything(at.files)).toEqual(before);
    expect(at.line.reported).toEqual([]);
  });

  test("what is far too big to be read is refused in words", async () => {
    const refused = await looksAt(new File(["x".repeat(1_600_000)], "a.csv"));
    expect(refused.answer.status).toBe(413);
    expect(refused.answer.text).toContain(says("error.too_big"));
  });

  test("a forged file that was “looked at” is read like any other, and what is wrong in it is left out", async () => {
    const page = await looksAt(csv("from;label", "2026-10-26;Autumn"));
    const rows = ["from,to,label,hours,kind", "2026-10-26,2026-10-20,a,,", "x,,b,,", "2026-12-24,,c,25:00,", ",,,,"];
    const taken = await page.fill({ pending: rows.join("\n") }).press("take file");
    expect(taken.answer.status).toBe(200);
    expect(taken.answer.text).not.toContain('name="day.0');
  });
});

describe("GET /admin/hours/file", () => {
  test("is the week and the exceptions, which a reader of such files makes the same of", async () => {
    const added = await (await at.hours()).fill(evenings).press("accept 2026-12-25");
    const note = { "day.0.note": '=1+1 "quoted", and more', "day.0.hours": "20-22" };
    const page = await added.fill(note).press("save");
    expect(page.answer.text).toContain('href="/admin/hours/file?line=1" download');
    const { headers, text } = await at.aino.get("/admin/hours/file?line=1");
    expect(headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(headers.get("content-disposition")).toBe('attachment; filename="hours-main.csv"');
    expect(text).toContain("tuesday,,,,16:00–22:00");
    expect(text).not.toMatch(/[",]=1/);
    const read = readHoursFile(new TextEncoder().encode(text), "hours.csv");
    expect(read).toEqual({ week: calendar().week, rules: calendar().dayRules, problems: [] });
  });

  test("begins with one byte order mark, for spreadsheets", async () => {
    const response = await at.aino.send("/admin/hours/file");
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect([...bytes.slice(0, 4)]).toEqual([0xef, 0xbb, 0xbf, "w".charCodeAt(0)]);
  });

  test("of a line without hours holds the names of the columns; of no line there is none", async () => {
    await at.addLine({ name: "Nederlands" });
    expect((await at.aino.get("/admin/hours/file?line=2")).text.trim()).toMatch(
      /^\ufeff*weekday,from,to,label,hours,note,kind$/,
    );
    for (const id of ["3", "x", "", "0"]) expect((await at.aino.get(`/admin/hours/file?line=${id}`)).status).toBe(404);
  });
});
