import { beforeEach, expect, test } from "vitest";
import { service } from "#src/directory/entry/services.ts";
import { says } from "#tests/support/house/http.ts";
import { type Desk, desk } from "#tests/support/people/admin.ts";
import { sheet } from "#tests/support/people/plain-form.ts";
import { smallDirectory, tuesday } from "#tests/support/states/admin/directory.ts";

let at: Desk;
let ids: Record<string, string>;

beforeEach(async () => {
  at = await desk(tuesday);
  ids = await smallDirectory(at.line);
  at.clock.pass(1_000);
});

const here = (name: string) => service(at.line.helpline.db, ids[name]!);

test("Aino deletes a mistake, which says what deleting is for, and brings it back", async () => {
  const page = await sheet(at.aino, `/admin/directory/${ids.closed}`);
  expect(page.words("#delete")).toContain(says("admin.directory.delete_hint"));
  const gone = await page.press("", "#delete form");
  expect(here("closed")).toBeUndefined();
  expect(gone.words("#saved")).toBe("“Old centre” deleted.");
  expect(gone.words(`#place-${ids.closed}`)).toContain("Old centre Robin, 24 November 2026");
  expect((await at.aino.get(`/admin/directory/${ids.closed}`)).status).toBe(404);
  expect((await sheet(at.aino, "/admin/directory/week")).words("#changed")).toContain("Old centre (deleted) Robin");
  for (const show of ["gone", "all"])
    expect((await at.aino.get(`/admin/directory?show=${show}`)).text).not.toContain("Old centre");

  const back = await gone.press("", `#place-${ids.closed} form`);
  expect(here("closed")!.entry.name).toBe("Old centre");
  expect(back.words("#history")).toContain(says("admin.entry.did.restored"));
  const list = await sheet(at.aino, "/admin/directory/deleted");
  expect(list.words("main")).toContain(says("admin.directory.week_none"));
});

test("what a colleague has changed meanwhile is not deleted unseen", async () => {
  const page = await sheet(at.aino, `/admin/directory/${ids.night}`);
  await (await sheet(at.aino, "/admin/directory")).press("web", `#place-${ids.night} form.row-of`);
  const late = await page.press("", "#delete form");
  expect(late.answer.status).toBe(409);
  expect(late.words("[role=alert]")).toContain(says("admin.history.not_undone"));
  expect(late.words("[role=alert]")).toContain(says("admin.history.not_undone_next"));
  expect(here("night")).toBeDefined();
});

test("who types while a colleague deletes the place is told, brings it back and saves, and loses no word", async () => {
  const form = "form#settings";
  const page = await sheet(at.aino, `/admin/directory/${ids.night}`);
  await (await sheet(at.aino, `/admin/directory/${ids.night}`)).press("", "#delete form");
  page.fill({ hoursNote: "not in August", "channel.0.value": "116 111" });
  for (const button of ["save", "add phone"]) {
    const told = await page.press(button, form);
    expect(told.answer.status).toBe(409);
    expect(told.words("#gone h2")).toMatch(/^Robin deleted this place on 24 November 2026/);
    expect([told.value("hoursNote"), told.value("channel.0.value")]).toEqual(["not in August", "116 111"]);
    for (const part of ["#history", "#care", "#delete"]) expect(told.words(part)).toBe("");
  }
  const picture = await at.aino.post(`/admin/directory/${ids.night}/preview`, page.fields(form));
  expect(picture.text).toContain("116 111");

  const told = await page.press("save", form);
  const back = await told.press("restore", form);
  expect(here("night")).toBeDefined();
  expect(back.words("#saved")).toBe(says("admin.entry.back"));
  expect(back.value("hoursNote")).toBe("not in August");
  // Pressed once more, after somebody has brought it back.
  expect((await told.press("restore", form)).value("hoursNote")).toBe("not in August");
  const saved = await back.press("save", form);
  expect(saved.answer.status).toBe(200);
  const { hoursNote, channels } = here("night")!.entry;
  expect([hoursNote, channels[0]!.value]).toEqual(["not in August", "116 111"]);
});
