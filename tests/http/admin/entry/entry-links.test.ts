import { beforeEach, expect, test } from "vitest";
import { readConfig } from "#src/config.ts";
import { q } from "#src/db/schema.ts";
import { linkChecks, noteLink } from "#src/directory/care/link-check.ts";
import { plainChannel } from "#src/directory/entry/entry.ts";
import { setSetting } from "#src/settings/settings.ts";
import { place } from "#tests/support/house/directory.ts";
import { type FakeClock, fakeClock, type House, house } from "#tests/support/house/helpline.ts";
import { act, type Person, says, staff } from "#tests/support/house/http.ts";
import { sheet } from "#tests/support/people/plain-form.ts";
import { tuesday } from "#tests/support/states/admin/directory.ts";

let clock: FakeClock;
let home: House;
let aino: Person;
let asked: string[];
let id: string;

const pages = Array.from({ length: 7 }, (_, i) => plainChannel("web", `https://night.example/${i}`));

beforeEach(async () => {
  clock = fakeClock(tuesday);
  home = await house({ clock, config: readConfig({ OUTGOING_ALLOW: "127.0.0.1" }, []) });
  aino = await staff(home, home.aino);
  asked = [];
  home.helpline.ask = async (url) => {
    asked.push(url);
    return { status: 200, movedTo: url } as Awaited<ReturnType<typeof home.helpline.ask>>;
  };
  await act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "linkCheck", value: true }));
  id = await place(home.helpline.db, "Night line", { channels: pages });
});

test("the first few links of a place are asked in this moment, and how they answer is there", async () => {
  const answer = { result: "moved", status: 301, movedTo: "https://night.example/new" } as const;
  await act(home, home.aino, (tx) => noteLink(tx, { serviceId: id, url: pages[0]!.value, answer }));
  clock.pass(60_000);
  const page = await sheet(aino, `/admin/directory/${id}`);
  expect(page.words("#care")).toContain("Page moved:");
  const done = await page.press("", 'form[action$="/links"]');
  expect(done.words("#care")).toContain(says("admin.directory.links_asked_some", { n: 5, all: 7 }));
  expect(done.words("#care")).not.toContain("Page moved:");
  expect(asked).toEqual(pages.slice(0, 5).map(({ value }) => value));
  // Pressed twice.
  const twice = await done.press("", 'form[action$="/links"]');
  expect(asked).toHaveLength(5);
  expect(twice.words("#care")).toContain(says("admin.directory.links_asked"));
  expect(linkChecks(home.helpline.db, id).map(({ result }) => result)).toEqual(Array(5).fill("ok"));
});

test("a link that fails for the first time is told to whoever asks, and to nobody else before it has failed for a day", async () => {
  const few = await place(home.helpline.db, "Day line", { channels: pages.slice(0, 2) });
  home.helpline.ask = async (url) => {
    return { status: url.endsWith("/1") ? 404 : 200, movedTo: url } as Awaited<ReturnType<typeof home.helpline.ask>>;
  };
  const ask = async () =>
    (await sheet(aino, `/admin/directory/${few}`))
      .press("", 'form[action$="/links"]')
      .then((page) => page.words("#care"));
  const told = `${says("admin.directory.failing")} https://night.example/1 (404)`;
  const first = await ask();
  expect(first).toContain(told);
  expect(first).toContain(says("admin.directory.links_asked"));
  expect(await ask()).toContain(told);
  expect((await sheet(aino, `/admin/directory/${few}`)).words("#care")).not.toContain(says("admin.directory.failing"));
});

test("an address that says what cannot be says no more than there is", async () => {
  const words = async (said: string) => (await sheet(aino, `/admin/directory/${id}?asked=${said}`)).words("#care");
  expect(await words("9")).toContain(says("admin.directory.links_asked"));
  for (const said of ["", "-1", "x", "12"]) expect(await words(said)).not.toMatch(/checked just now/);
});

test("all are due again, but for those that were asked within the hour; nothing is asked by the press itself", async () => {
  const note = (url: string) =>
    act(home, home.aino, (tx) =>
      noteLink(tx, { serviceId: id, url, answer: { result: "failed", status: 404, movedTo: null } }),
    );
  await note(pages[0]!.value);
  clock.pass(2 * 86_400_000);
  await note(pages[0]!.value);
  clock.pass(3_600_001);
  await note(pages[1]!.value);
  aino = await staff(home, home.aino);
  const list = await sheet(aino, "/admin/directory?show=links");
  const told = await list.press("", 'form[action="/admin/directory/links"]');
  expect(told.words("#told")).toBe(says("admin.directory.links_all_asked"));
  expect(asked).toEqual([]);
  const checks = q.selectFrom("link_check").select(["url", "checked_at"]).orderBy("url");
  expect(home.helpline.db.all(checks).map(({ checked_at }) => checked_at)).toEqual([0, clock.now()]);
});

test("where links are not asked at all, there is no button, and the door does nothing", async () => {
  await act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "linkCheck", value: false }));
  expect((await sheet(aino, `/admin/directory/${id}`)).answer.text).not.toContain("/links");
  expect((await aino.post(`/admin/directory/${id}/links`)).status).toBe(404);
  expect((await aino.post("/admin/directory/links")).status).toBe(404);
  expect(asked).toEqual([]);
});
