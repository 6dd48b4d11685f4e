import { beforeEach, expect, test } from "vitest";
import { changeService, service } from "#src/directory/entry/services.ts";
import { act, says } from "#tests/support/house/http.ts";
import { rows, stored } from "#tests/support/house/tables.ts";
import { type Desk, desk } from "#tests/support/people/admin.ts";
import { sheetOf } from "#tests/support/people/plain-form.ts";
import { smallDirectory, tuesday } from "#tests/support/states/admin/directory.ts";

let at: Desk;
let ids: Record<string, string>;

beforeEach(async () => {
  at = await desk(tuesday);
  ids = await smallDirectory(at.line);
  at.clock.pass(1_000);
});

const of = (name: string) => service(at.line.helpline.db, ids[name]!)!;
const ticked = (...names: string[]) =>
  names.map((name): [string, string] => ["place", `${ids[name]} ${of(name).versionId}`]);
const send = async (step: string, action: string, places: [string, string][]) =>
  sheetOf(
    at.aino,
    await at.aino.post("/admin/directory/bulk", [["step", step], ["do", action], ["back", "show=all"], ...places]),
  );
const follow = async (page: Awaited<ReturnType<typeof send>>) => sheetOf(at.aino, await at.aino.get(page.answer.to!));

test("a step is looked at first: what changes is told, and nothing is stored", async () => {
  const before = stored(at.files, "staff_session");
  const looked = await send("visibility public", "look", ticked("night", "shelter", "draft"));
  expect(looked.words(".lead")).toBe("Who sees it: everyone. This changes 2 places.");
  expect(looked.words(".list")).toContain("Shelter for tonight Who sees it: only counsellors → everyone");
  expect(stored(at.files, "staff_session")).toEqual(before);
});

test.each([
  ["visibility public", "draft", { visibility: "public" }],
  ["status temporarily closed", "night", { status: "temporarily closed" }],
  ["add topics housing", "night", { topics: ["suicide", "loneliness", "housing"] }],
  ["remove topics suicide", "night", { topics: ["loneliness"] }],
  ["add languages fi", "night", { languages: ["fi"] }],
  ["confirm", "night", { verifiedOn: "2026-11-24" }],
])("%s", async (step, name, after) => {
  const before = of(name).entry;
  const told = await follow(await send(step, "apply", ticked(name)));
  expect(told.words("#told")).toContain(says("admin.directory.bulk_done", { n: 1 }));
  expect(of(name).entry).toEqual({ ...before, ...after });
});

test("regions are those that some place is of", async () => {
  const to = { ...of("night").entry, regions: ["BE"] };
  await act(at.line, at.line.aino, (tx, emit) => changeService(tx, emit, { id: ids.night!, entry: to }));
  await send("add regions BE", "apply", ticked("advice"));
  expect(of("advice").entry.regions).toEqual(["BE"]);
  expect((await send("add regions XX", "apply", ticked("shelter"))).answer.status).toBe(422);
});

test("one undo takes all of it back to the letter; what a colleague changed since stays, and is told", async () => {
  const before = ["night", "shelter", "advice"].map((name) => of(name).entry);
  const told = await follow(await send("confirm", "apply", ticked("night", "shelter", "advice")));
  expect(told.words("#told")).toContain(says("admin.directory.bulk_done", { n: 3 }));
  expect(rows(at.files, "verification")).toHaveLength(4);
  at.clock.pass(1_000);
  const changed = { ...of("shelter").entry, summary: "Two beds." };
  await act(at.line, at.line.bela, (tx, emit) => changeService(tx, emit, { id: ids.shelter!, entry: changed }));
  at.clock.pass(1_000);
  const change = /name="change" value="(\d+)"/.exec(told.answer.text)![1]!;
  const back = await told.press(change, "#told form");
  expect(back.words("#told")).toBe(
    `${says("admin.directory.undone", { n: 2 })} ${says("admin.directory.undone_stayed", { n: 1 })}`,
  );
  expect([of("night").entry, of("advice").entry]).toEqual([before[0], before[2]]);
  expect(of("shelter").entry).toEqual(changed);
  expect(rows(at.files, "verification")).toHaveLength(2);
});

test("whoever saw an older version of one of them changes none", async () => {
  const places = ticked("night", "shelter");
  const changed = { ...of("shelter").entry, summary: "Two beds." };
  await act(at.line, at.line.bela, (tx, emit) => changeService(tx, emit, { id: ids.shelter!, entry: changed }));
  const before = stored(at.files, "staff_session");
  const late = await send("visibility hidden", "apply", places);
  expect(late.answer.status).toBe(409);
  expect(late.words("[role=alert]")).toBe(says("admin.directory.bulk_late"));
  expect(stored(at.files, "staff_session")).toEqual(before);
  // Told of it, the same button does it.
  await late.press("apply", "form.row-of");
  expect(of("shelter").entry).toEqual({ ...changed, visibility: "hidden" });
});

test("without a step, without a place, with too many or unknown ones nothing happens", async () => {
  const before = stored(at.files, "staff_session");
  const status = async (step: string, places: [string, string][]) => (await send(step, "apply", places)).answer.status;
  expect(await status("", ticked("night"))).toBe(422);
  expect(await status("add topics __proto__", ticked("night"))).toBe(422);
  expect(await status("visibility everyone", ticked("night"))).toBe(422);
  expect(await status("confirm", [])).toBe(422);
  expect(await status("confirm", [["place", "nothing 1"]])).toBe(404);
  const many = Array.from({ length: 51 }, (_, n): [string, string] => ["place", `x${n} 1`]);
  expect(await status("confirm", [...ticked("night"), ...many])).toBe(422);
  expect(stored(at.files, "staff_session")).toEqual(before);
});
