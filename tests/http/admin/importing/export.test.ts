import { beforeEach, describe, expect, test } from "vitest";
import { q } from "#src/db/schema.ts";
import { plainChannel } from "#src/directory/entry/entry.ts";
import { headerIn } from "#src/directory/files/csv/csv-columns.ts";
import { separatorIn } from "#src/hours/files/csv.ts";
import { languages } from "#src/i18n/i18n.ts";
import { place } from "#tests/support/house/directory.ts";
import { cookieHeader, says } from "#tests/support/house/http.ts";
import { type Desk, desk } from "#tests/support/people/admin.ts";
import { looksAt } from "#tests/support/people/import-desk.ts";

let at: Desk;

beforeEach(async () => {
  at = await desk();
  const { db } = at.line.helpline;
  await place(db, "Night phone", { channels: [plainChannel("phone", "+358 9 123 4567")], summary: "=1+1" });
  const hidden = { ...plainChannel("visit", ""), place: { ...street, hideExactAddress: true } };
  await place(db, "Shelter", { visibility: "public", channels: [hidden] });
  await place(db, "Draft", { visibility: "hidden" });
});

const street = {
  ...{ address1: "Hidden Lane 5", address2: "", city: "Gent", stateProvince: "", postalCode: "", country: "BE" },
  ...{ latitude: null, longitude: null, accessibility: "" },
};

const file = (as: string, which = "all") => at.aino.post("/admin/directory/export/file", { as, which });

test("the page says how much goes out", async () => {
  const page = await at.aino.get("/admin/directory/export");
  expect(page.text).toContain(says("admin.export.which.all", { n: 3 }));
  expect(page.text).toContain(says("admin.export.which.public", { n: 2 }));
});

describe("a file", () => {
  test.each([
    ["csv", "text/csv; charset=utf-8", "places-2026-10-19.csv"],
    ["hsds", "application/json; charset=utf-8", "places-2026-10-19.json"],
    ["tabular", "application/zip", "places-2026-10-19.zip"],
  ])(
    "[ASVS 5.4.1, 5.4.2] of the kind %s is named by its day, and brought back it changes nothing",
    async (as, type, name) => {
      const answer = await at.aino.send("/admin/directory/export/file", {
        method: "POST",
        headers: { "Sec-Fetch-Site": "same-origin" },
        body: new URLSearchParams({ as }),
      });
      expect(answer.headers.get("content-type")).toBe(type);
      expect(answer.headers.get("content-disposition")).toBe(`attachment; filename="${name}"`);
      const bytes = new Uint8Array(await answer.arrayBuffer());
      const { page } = await looksAt(at.line, at.aino, [{ name, bytes }]);
      expect(page.text).toContain(says("admin.import.all_there", { n: 3 }));
      expect(page.text).not.toContain('id="issues"');
    },
  );

  test.each(languages)(
    "in %s opens in a spreadsheet of that language, and brought back changes nothing",
    async (language) => {
      const { id } = at.line.aino;
      const { db } = at.line.helpline;
      await db.change("porchlight", (tx) => tx.run(q.updateTable("staff").set({ language }).where("id", "=", id)));
      const { text } = await file("csv");
      const header = text.split("\r\n")[0]!.split(separatorIn(language));
      expect(header.slice(1)).toEqual(headerIn(language).slice(1));
      const { page } = await looksAt(at.line, at.aino, [{ name: "places.csv", bytes: text }]);
      expect(page.text).toContain(says("admin.import.all_there", { n: 3 }, language));
      expect(page.text).not.toContain('id="issues"');
    },
  );

  test("holds no cell that a spreadsheet would run", async () => {
    const { text } = await file("csv");
    expect(text).toContain(",'=1+1,,'+358 9 123 4567,");
    expect(text).not.toMatch(/(?<=^|,|")[=+@]/m);
  });

  test("to pass on has what young people see, and of a shelter the town", async () => {
    const { text } = await file("hsds", "public");
    expect(text).toContain("Shelter");
    expect(text).toContain("Gent");
    expect(text).not.toMatch(/Hidden Lane|Draft/);
    expect((await file("hsds")).text).toMatch(/Hidden Lane/);
    expect((await file("csv", "public")).text).not.toContain("Draft");
  });

  test("that is no kind of ours is refused", async () => {
    expect((await file("pdf")).status).toBe(422);
    expect((await file("csv", "secret")).status).toBe(422);
  });
});

test("who took what is noted, also what only staff see; what was refused is not", async () => {
  await file("hsds");
  await file("csv", "public");
  await file("pdf");
  const trail = q.selectFrom("audit").select(["actor", "object", "after"]).where("action", "=", "directory.exported");
  const actor = `staff:${at.line.aino.id}`;
  expect(at.line.helpline.db.all(trail.orderBy("id"))).toEqual([
    { actor, object: "directory", after: "all hsds" },
    { actor, object: "directory", after: "public csv" },
  ]);
});

test("A8: a file that is long in the making, since others take theirs too, is waited for longer than the server is patient otherwise", async () => {
  const waited: number[] = [];
  const server = { timeout: (_: Request, seconds: number) => waited.push(seconds) };
  for (const path of ["/admin/directory/export/file", "/admin/audit/file"]) {
    const headers = { Cookie: cookieHeader(at.aino.cookies), "Sec-Fetch-Site": "same-origin" };
    const init = { method: "POST", headers, body: new URLSearchParams({ as: "csv" }) };
    expect((await at.line.app.request(path, init, { server })).status).toBe(200);
  }
  expect(waited).toEqual([120, 120]);
});
