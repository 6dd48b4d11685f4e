import { beforeEach, describe, expect, test } from "vitest";
import { lines, retiredLines } from "#src/hours/lines.ts";
import { end } from "#src/queue/end/ending.ts";
import { open } from "#tests/support/house/helpline.ts";
import { act, field, heardSince, person, says, staff, youth } from "#tests/support/house/http.ts";
import { stored as everything, rows } from "#tests/support/house/tables.ts";
import { type Desk, desk, evenings } from "#tests/support/people/admin.ts";
import { sheet } from "#tests/support/people/plain-form.ts";

let at: Desk;

beforeEach(async () => {
  at = await desk();
});

const page = (id: number) => sheet(at.aino, `/admin/lines/${id}`);
const add = (name: string) => at.addLine({ name });
const retire = async (id: number) => (await page(id)).press("yes", `form[action="/admin/lines/${id}/retire"]`);
const names = () => lines(at.line.helpline.db).map(({ name }) => name);

describe("a line", () => {
  test("is shown as it stands, and changed", async () => {
    const before = await page(1);
    expect(before.words("h1")).toBe(at.stored().name);
    expect(before.answer.text).toContain('href="/admin/hours?line=1"');
    const after = await before.fill({ name: "Awel", intake_cap: "3" }).press("", "form.fields");
    expect(after.words("h1")).toBe("Awel");
    expect(at.stored()).toMatchObject({ name: "Awel", intakeCap: 3 });
    expect(rows<{ actor: string; action: string }>(at.files, "audit").at(-1)).toMatchObject({
      actor: `staff:${at.line.aino.id}`,
      action: "line.changed",
    });
  });

  test("saved as it was is no change", async () => {
    const before = at.line.heard.length;
    expect((await (await page(1)).press("", "form.fields")).answer.status).toBe(200);
    expect(heardSince(at.line, before)).toEqual([]);
  });

  test("keeps its hours when its values change, and its values when its hours do", async () => {
    await (await at.hours()).fill(evenings).press("save");
    await (await page(1)).fill({ name: "Awel", country: "FI" }).press("", "form.fields");
    expect(at.stored().calendar!.week[4]).toEqual([{ opens: 1320, closes: 1560 }]);
    await (await at.hours()).fill({ "week.6": "9-10" }).press("save");
    expect(at.stored()).toMatchObject({ name: "Awel", country: "FI" });
  });

  test("with people of its own is open when one of them is there, and not by anybody else", async () => {
    await open(at.line, at.line.anna);
    const chosen = await (await page(1)).fill({ staff: [String(at.line.bela.id)] }).press("", "form.fields");
    expect(chosen.words("main")).toContain(says("admin.lines.reason.nobody_there"));
    await open(at.line, at.line.bela);
    expect((await page(1)).words("main")).toContain(says("admin.lines.reason.without_hours"));
  });

  test("that there is not has no page, and nothing of it is changed", async () => {
    const before = everything(at.files);
    for (const id of ["2", "0", "01", "x", "1e0", "-1", "99999999999"]) {
      expect((await at.aino.get(`/admin/lines/${id}`)).status).toBe(404);
      expect((await at.aino.post(`/admin/lines/${id}`, { name: "x", pause_after: "1" })).status).toBe(404);
      expect((await at.aino.post(`/admin/lines/${id}/retire`, { retired: "yes" })).status).toBe(404);
    }
    expect(everything(at.files)).toEqual(before);
  });

  test("only for an admin", async () => {
    const before = everything(at.files, "staff_session");
    for (const who of [at.line.anna, at.line.bela]) {
      const one = await staff(at.line, who);
      expect((await one.get("/admin/lines/1")).status).toBe(403);
      expect((await one.post("/admin/lines/1", { name: "x", pause_after: "1" })).status).toBe(403);
      expect((await one.post("/admin/lines/1/retire", { retired: "yes" })).status).toBe(403);
    }
    expect(everything(at.files, "staff_session")).toEqual(before);
  });
});

describe("taking a line out of use", () => {
  test("asks first, with its name; then young people do not see it, its hours stay, and it can be had back", async () => {
    await add("Night line");
    await (await at.hours("?line=2")).fill(evenings).press("save");
    const asked = await page(2);
    expect(asked.words("#retire")).toContain(says("admin.lines.retire_hint", { line: "Night line" }));
    expect(asked.words("#retire")).toContain(says("admin.lines.retire_yes", { line: "Night line" }));
    expect((await person(at.line).get("/")).text).toContain("Night line");

    const list = await retire(2);
    expect(list.words("main")).toMatch(/Archived Night line/);
    expect(names()).not.toContain("Night line");
    expect((await person(at.line).get("/")).text).not.toContain("Night line");

    const gone = await page(2);
    expect(gone.words("main")).toContain(says("admin.lines.retired_hint"));
    const back = await gone.press("no", 'form[action="/admin/lines/2/retire"]');
    expect(back.words("[role=status]")).toContain(says("admin.form.saved"));
    expect(names()).toContain("Night line");
    expect(at.stored(2).calendar!.week[4]).toEqual([{ opens: 1320, closes: 1560 }]);
  });

  test("is not offered for the last line, and a forged form is refused in words", async () => {
    const only = await page(1);
    expect(only.words("#retire")).toContain(says("error.last_line"));
    expect(only.answer.text).not.toContain('action="/admin/lines/1/retire"');
    const before = everything(at.files);
    const { status, text } = await at.aino.post("/admin/lines/1/retire", { retired: "yes" });
    expect([status, /role="alert"[^>]*>([^<]*)/.exec(text)?.[1]]).toEqual([422, says("error.last_line")]);
    expect(everything(at.files)).toEqual(before);
  });

  test("waits until nobody waits or talks there", async () => {
    await add("Nederlands");
    await open(at.line);
    const door = (await person(at.line).get("/?line=main")).text;
    expect(field(door, "client_id")).toMatch(/^[0-9a-f]{32}$/);
    const noor = await youth(at.line);
    const [{ line_id: busy }] = rows<{ line_id: number }>(at.files, "conversation") as [{ line_id: number }];
    const refused = await retire(busy);
    expect(refused.answer.status).toBe(422);
    expect(refused.words("[role=alert]")).toBe(says("error.line_in_use"));
    expect(refused.answer.text).toMatch(/<details[^>]*id="retire"[^>]* open=""/);
    expect(retiredLines(at.line.helpline.db)).toEqual([]);
    await act(at.line, at.line.anna, (tx, emit) =>
      end(tx, emit, { conversationId: noor.id, reason: "ended_by_youth", staffId: null }),
    );
    await retire(busy);
    expect(retiredLines(at.line.helpline.db)).toHaveLength(1);
  });

  test("pressed twice is the same as once", async () => {
    await add("Nederlands");
    await retire(2);
    const before = at.line.heard.length;
    expect((await at.aino.post("/admin/lines/2/retire", { retired: "yes" })).status).toBe(303);
    expect(heardSince(at.line, before)).toEqual([]);
  });

  test("what is neither a yes nor a no is refused", async () => {
    await add("Nederlands");
    const before = everything(at.files);
    for (const retired of ["", "maybe", "true", "__proto__"])
      expect((await at.aino.post("/admin/lines/2/retire", { retired })).status).toBe(422);
    expect((await at.aino.post("/admin/lines/2/retire")).status).toBe(422);
    expect(everything(at.files)).toEqual(before);
  });

  test("a line cannot come back where there are as many as a page can show", async () => {
    await add("Nederlands");
    await retire(2);
    for (let n = 2; n <= 12; n += 1) await add(`Line ${n}`);
    const refused = await (await page(2)).press("no", 'form[action="/admin/lines/2/retire"]');
    expect(refused.answer.status).toBe(422);
    expect(refused.words("[role=alert]")).toBe(says("error.too_many_lines", { most: 12 }));
    expect(names()).toHaveLength(12);
  });

  test("a name may be given again while its line is out of use; coming back it is refused", async () => {
    await add("Nederlands");
    await retire(2);
    await add("Nederlands");
    const refused = await (await page(2)).press("no", 'form[action="/admin/lines/2/retire"]');
    expect(refused.answer.status).toBe(422);
    expect(refused.words("[role=alert]")).toBe(says("admin.line.problem.name_taken"));
    expect(names()).toHaveLength(2);
  });
});
