import { beforeEach, describe, expect, test } from "vitest";
import { verifications } from "#src/directory/care/verification.ts";
import { service } from "#src/directory/entry/services.ts";
import { anything, search } from "#src/directory/search/search.ts";
import { place } from "#tests/support/house/directory.ts";
import { type Person, says, staff } from "#tests/support/house/http.ts";
import { rows, stored } from "#tests/support/house/tables.ts";
import { type Desk, desk } from "#tests/support/people/admin.ts";
import { sheet } from "#tests/support/people/plain-form.ts";
import { smallDirectory, tuesday } from "#tests/support/states/admin/directory.ts";

let at: Desk;
let bela: Person;
let ids: Record<string, string>;

beforeEach(async () => {
  at = await desk(tuesday);
  bela = await staff(at.line, at.line.bela);
  ids = await smallDirectory(at.line);
  at.clock.pass(1_000);
});

const entry = (name: string) => service(at.line.helpline.db, ids[name]!)!.entry;
const names = (page: string) => [...page.matchAll(/<h2 dir="auto"><a[^>]*>([^<]*)/g)].map(([, name]) => name);
const row = (name: string) => `#place-${ids[name]} form.row-of`;

describe("the list", () => {
  test("begins with what should be checked, what is overdue longest first, and says how many", async () => {
    const page = await sheet(bela, "/admin/directory");
    expect(names(page.answer.text)).toEqual(["Night line", "Shelter for tonight"]);
    expect(page.words("main")).toContain(`${says("admin.directory.heap.due")} 2`);
    expect(page.words(`#place-${ids.night}`)).toContain("Checked 1 May 2026 · check overdue by 117 days");
    expect(page.words(`#place-${ids.night}`)).toContain(says("admin.directory.stale"));
    expect(page.words(`#place-${ids.shelter}`)).toContain("Luna: no answer, by phone");
  });

  test("is narrowed to what was reported, what does not answer, what is hidden or gone", async () => {
    const of = async (show: string) => names((await bela.get(`/admin/directory?show=${show}`)).text);
    expect(await of("reported")).toEqual(["Shelter for tonight"]);
    expect(await of("links")).toEqual(["Youth advice"]);
    expect(await of("hidden")).toEqual(["Waiting for a look"]);
    expect(await of("gone")).toEqual(["Old centre"]);
    expect(await of("feed")).toEqual([]);
    expect(await of("all")).toHaveLength(5);
    expect(await of("../../etc")).toEqual(await of("due"));
  });

  test("says calmly how many were never checked, and lists them apart", async () => {
    await place(at.line.helpline.db, "Brought in");
    const page = await sheet(bela, "/admin/directory");
    expect(page.words(".lead")).toContain("1 place has never been checked.");
    expect(names(page.answer.text)).not.toContain("Brought in");
    const never = await sheet(bela, "/admin/directory?show=unchecked");
    expect(names(never.answer.text)).toEqual(["Brought in"]);
    expect(never.words(".place-row .state")).toBe("Never checked");
  });

  test("begins with what was never checked where nothing else is to do", async () => {
    const other = await desk(tuesday);
    await place(other.line.helpline.db, "Brought in");
    const page = await sheet(other.aino, "/admin/directory");
    expect(page.words(".lead")).toBe("1 place has never been checked.");
    expect(names(page.answer.text)).toEqual(["Brought in"]);
  });

  test("is searched as counsellors do, and finds what they do not", async () => {
    const page = await sheet(bela, "/admin/directory?q=centre");
    expect(names(page.answer.text)).toEqual(["Old centre"]);
    expect(names((await bela.get("/admin/directory?q=waiting")).text)).toEqual(["Waiting for a look"]);
    const { db, clock } = at.line.helpline;
    expect(search(db, { ...anything, words: "waiting" }, "counsellor", clock.now())).toEqual([]);
    const none = await sheet(bela, "/admin/directory?q=%22zzz%22");
    expect(none.words("main")).toContain('No places match “"zzz"”');
  });

  test("that is empty says what to do; only who may sees the files", async () => {
    const empty = await desk(tuesday);
    const aino = await sheet(empty.aino, "/admin/directory");
    expect(aino.words("main")).toContain(says("admin.directory.add"));
    expect(aino.answer.text).toContain('href="/admin/directory/import"');
    const luna = await staff(empty.line, empty.line.bela);
    expect((await luna.get("/admin/directory")).text).not.toContain("/admin/directory/import");
  });

  test("has pages that neither repeat nor miss one", async () => {
    for (let n = 10; n < 70; n += 1) await place(at.line.helpline.db, `Place ${n}`);
    const seen: string[] = [];
    for (const page of [1, 2, 3]) {
      const { text } = await bela.get(`/admin/directory?show=all&page=${page}`);
      seen.push(...(names(text) as string[]));
    }
    expect(seen).toHaveLength(65);
    expect(new Set(seen).size).toBe(65);
    expect((await bela.get("/admin/directory?show=all&page=99")).text).toContain("Page 3 of 3");
  });

  test("is in the bar of those who may keep it, and of nobody else", async () => {
    expect((await bela.get("/staff/me")).text).toContain('href="/admin/directory"');
    const anna = await staff(at.line, at.line.anna);
    expect((await anna.get("/staff/me")).text).not.toContain('href="/admin/directory"');
  });
});

describe("one press", () => {
  test("confirms a place, tells so where the row stood, and is taken back as if it had not been", async () => {
    const before = stored(at.files, "audit", "service_version", "service", "directory", "service_facet");
    const page = await sheet(bela, "/admin/directory");
    const done = await page.press("phone", row("night"));
    expect(entry("night").verifiedOn).toBe("2026-11-24");
    expect(names(done.answer.text)).toEqual(["Shelter for tonight"]);
    expect(done.words("#done")).toContain("Night line: 24 November 2026 at 19:00, Luna: correct, by phone");
    // The place in the list is kept: what was first is told first.
    expect(done.answer.text.indexOf('id="done"')).toBeLessThan(done.answer.text.indexOf("Shelter for tonight</a>"));
    const [newest] = verifications(at.line.helpline.db, ids.night!);
    expect(newest).toMatchObject({ actor: `staff:${at.line.bela.id}`, method: "phone", outcome: "confirmed" });

    at.clock.pass(1_000);
    const change = /name="change" value="(\d+)"/.exec(done.answer.text)![1]!;
    const back = await done.press(change, "#done form");
    expect(back.words("#told")).toBe(says("admin.directory.undone", { n: 1 }));
    expect(names(back.answer.text)).toEqual(["Night line", "Shelter for tonight"]);
    expect(entry("night").verifiedOn).toBe("2026-05-01");
    const after = stored(at.files, "audit", "service_version", "service", "directory", "service_facet");
    const without = (all: typeof before) => Object.entries(all).filter(([name]) => !/^service_search/.test(name));
    expect(without(after)).toEqual(without(before));
  });

  test("twice in a row confirms twice, each where it stood", async () => {
    const first = await (await sheet(bela, "/admin/directory")).press("web", row("shelter"));
    const second = await first.press("email", row("night"));
    expect(names(second.answer.text)).toEqual([]);
    expect(second.words("#done")).toContain("by email");
    expect(second.words(".lead")).toBe(says("admin.directory.none.due"));
  });

  test("notes that nobody answered; that it is closed for now, or for good, sets its state", async () => {
    const path = `/admin/directory/${ids.night}/verify`;
    const version = () => String(service(at.line.helpline.db, ids.night!)!.versionId);
    const send = (outcome: string) =>
      bela.post(path, {
        outcome,
        method: "phone",
        note: "A tape answers.",
        based_on: version(),
        back: "show=due&row=0",
      });
    expect((await send("no_answer")).status).toBe(303);
    expect(entry("night")).toMatchObject({ status: "active", verifiedOn: "2026-05-01" });
    at.clock.pass(61_000);
    await send("paused");
    expect(entry("night").status).toBe("temporarily closed");
    at.clock.pass(61_000);
    const gone = await send("gone");
    expect(entry("night").status).toBe("defunct");
    const told = await bela.get(gone.to!);
    expect(told.text).toContain("closed, by phone “A tape answers.”");
    expect(rows(at.files, "verification")).toHaveLength(4);
  });

  test("is refused for whoever saw an older version, and for what no form says", async () => {
    const path = `/admin/directory/${ids.night}/verify`;
    const old = String(service(at.line.helpline.db, ids.night!)!.versionId);
    await bela.post(path, { outcome: "confirmed", method: "web", based_on: old });
    at.clock.pass(1_000);
    const before = stored(at.files, "staff_session");
    const late = await bela.post(path, { outcome: "gone", method: "phone", based_on: old });
    expect(late.status).toBe(409);
    expect(late.text).toContain(says("admin.history.not_undone"));
    for (const form of [
      {},
      { outcome: "confirmed" },
      { outcome: "lovely", method: "web" },
      { outcome: "gone", method: "feed" },
    ])
      expect((await bela.post(path, { based_on: old, ...form })).status).toBe(422);
    expect((await bela.post("/admin/directory/new/verify", { outcome: "confirmed", method: "web" })).status).toBe(404);
    expect((await bela.post("/admin/directory/undo", { change: "1e9" })).status).toBe(404);
    expect((await bela.post("/admin/directory/undo", { change: old })).status).toBe(404);
    expect(stored(at.files, "staff_session")).toEqual(before);
  });

  test("takes a report as dealt with, and a link that has moved by its new address", async () => {
    const reported = await sheet(bela, "/admin/directory?show=reported");
    expect(reported.words("main")).toContain("“It rings at a bakery.”");
    const id = /name="report" value="(\d+)"/.exec(reported.answer.text)![1]!;
    const resolved = await reported.press(id, `form[action="/admin/directory/${ids.shelter}/resolve"]`);
    expect(resolved.words("#done")).toBe(`Shelter for tonight: ${says("admin.form.saved")}`);
    expect((await bela.post(`/admin/directory/${ids.shelter}/resolve`, { report: id })).status).toBe(404);

    const moved = await sheet(bela, "/admin/directory?show=links");
    expect(moved.words("main")).toContain("https://advice.example.org/new");
    const taken = await moved.press(
      "https://advice.example.org/old",
      `form[action="/admin/directory/${ids.advice}/link"]`,
    );
    expect(entry("advice").channels[1]!.value).toBe("https://advice.example.org/new");
    expect(taken.words("#done button")).toBe(says("admin.history.undo"));
  });
});
