import { beforeEach, describe, expect, test } from "vitest";
import { q } from "#src/db/schema.ts";
import { services } from "#src/directory/entry/services.ts";
import { columns } from "#src/directory/files/csv/csv-columns.ts";
import { importRuns } from "#src/directory/importing/runs.ts";
import { separatorIn } from "#src/hours/files/csv.ts";
import { languages } from "#src/i18n/i18n.ts";
import { says } from "#tests/support/house/http.ts";
import { stored } from "#tests/support/house/tables.ts";
import { type Desk, desk } from "#tests/support/people/admin.ts";
import { allRead, brings, looksAt } from "#tests/support/people/import-desk.ts";

let at: Desk;

beforeEach(async () => {
  at = await desk();
});

const list = { name: "places.csv", bytes: "name,organization,phone\nNight phone,Open House,116 111\n" };

describe("what is sent", () => {
  test("is read, and its page tells what it would change; nothing of it is there", async () => {
    const { path, page } = await looksAt(at.line, at.aino, [list]);
    expect(path).toBe("/admin/directory/import/1");
    expect(page.text).toContain(says("admin.import.apply", { n: 1 }));
    expect(page.headers.get("refresh")).toBeNull();
    expect(services(at.line.helpline.db)).toEqual([]);
    const files = (await at.aino.get("/admin/directory/import")).text;
    expect(files).toContain("places.csv");
    expect(files).toContain(says("admin.import.run_counts", { create: 1, change: 0 }));
    expect(files).toContain("Robin");
  });

  test("is told while it is being read, by a page that looks again by itself", async () => {
    const { to } = await brings(at.aino, [{ ...list, bytes: list.bytes + "Day phone,Open House,116 112\n".repeat(1) }]);
    const page = await at.aino.get(to!);
    expect(page.text).toContain(says("admin.import.looks_again"));
    expect(page.headers.get("refresh")).toBe("1");
    await allRead(at.line);
  });

  test.each([
    ["no file", [], {}, "upload", says("admin.hours.file_none")],
    [
      "more files than belong together",
      Array(41).fill(list),
      {},
      "upload",
      says("admin.import.wrong.many", { most: 40 }),
    ],
    ["a zone that is none", [list], { zone: "Atlantis" }, "zone", says("admin.import.wrong.zone")],
    ["a name that is too long", [list], { source: "a".repeat(201) }, "source", says("admin.import.wrong.source")],
    ["nobody who may see it", [list], { visibility: "hidden" }, "visibility", says("admin.import.wrong.visibility")],
  ])("with %s is refused beside its field, and what was typed stays", async (_what, files, more, field, sentence) => {
    const before = stored(at.files);
    const answer = await brings(at.aino, files, { source: "Sam’s list", ...more });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(`id="${field}-wrong">${sentence}`);
    expect(answer.text).toContain(`<a href="#${field}">${sentence}</a>`);
    if (!("source" in more)) expect(answer.text).toContain('value="Sam’s list"');
    expect(stored(at.files)).toEqual(before);
  });

  test("[ASVS 5.2.4] by one admin no more than ten files lie ready: one of them is taken in or forgotten first", async () => {
    for (let n = 1; n <= 10; n += 1) expect((await brings(at.aino, [list])).status).toBe(303);
    await allRead(at.line);
    const before = stored(at.files);
    const refused = await brings(at.aino, [list], { source: "Sam’s list" });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain(says("admin.import.wrong.waiting", { most: 10 }));
    expect(refused.text).toContain('value="Sam’s list"');
    expect(stored(at.files)).toEqual(before);
    await at.aino.post("/admin/directory/import/3/forget");
    expect((await brings(at.aino, [list])).status).toBe(303);
    await allRead(at.line);
    expect((await brings(at.aino, [list])).status).toBe(422);
    await at.aino.post("/admin/directory/import/4/apply");
    expect((await brings(at.aino, [list])).status).toBe(303);
    await allRead(at.line);
  });

  test("with a file field that was left empty, as a browser sends it, is no file", async () => {
    const part = (name: string, more: string, text: string) =>
      `--x\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${text}\r\n`;
    const empty = part("upload", '; filename=""\r\nContent-Type: application/octet-stream', "");
    const send = (rows: string) =>
      at.aino.send("/admin/directory/import", {
        method: "POST",
        headers: { "Sec-Fetch-Site": "same-origin", "Content-Type": "multipart/form-data; boundary=x" },
        body: `${empty}${part("rows", "", rows)}${part("visibility", "", "public")}--x--\r\n`,
      });
    expect((await send("")).status).toBe(422);
    const { headers } = await send("name\tphone\nNight phone\t116 111\n");
    await allRead(at.line);
    const page = await at.aino.get(headers.get("location")!);
    expect(page.text).toContain(says("admin.import.pasted"));
    expect(page.text).toContain(says("admin.import.apply", { n: 1 }));
  });

  test("may be as large as a directory, from an admin; from anybody else a form stays a form", async () => {
    const large = { name: "large.csv", bytes: `name\n${"x".repeat(19_000_000)}` };
    expect((await brings(at.aino, [large])).status).toBe(303);
    await allRead(at.line);
    expect((await brings(at.aino, [{ ...large, bytes: "x".repeat(21_000_000) }])).status).toBe(413);
  });
});

describe("a reading that the helpline stopped in", () => {
  test("is told as broken off, changes nothing, and is not applied", async () => {
    const { db } = at.line.helpline;
    await looksAt(at.line, at.aino, [list]);
    await db.change("porchlight", (tx) => tx.run(q.updateTable("import_run").set({ read_at: null })));
    const page = await at.aino.get("/admin/directory/import/1");
    expect(page.text).toContain(says("admin.import.broken"));
    expect((await at.aino.post("/admin/directory/import/1/apply")).status).toBe(404);
    expect(importRuns(db)[0]!.appliedAt).toBeNull();
  });
});

describe("the table to start from", () => {
  test.each(languages)("is read without a word against it, in %s", async (language) => {
    const { db } = at.line.helpline;
    const { id } = at.line.aino;
    await db.change("porchlight", (tx) => tx.run(q.updateTable("staff").set({ language }).where("id", "=", id)));
    const sample = await at.aino.get("/admin/directory/import/sample.csv");
    expect(sample.text.split("\r\n")[0]!.split(separatorIn(language))).toHaveLength(columns.length);
    const { page } = await looksAt(at.line, at.aino, [{ name: "places.csv", bytes: sample.text }]);
    expect(page.text).not.toContain('id="issues"');
    expect(page.text).toContain(says("admin.import.apply", { n: 1 }, language));
  });
});
