import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { changeService, service, services } from "#src/directory/entry/services.ts";
import { close } from "#tests/support/browser/browser.ts";
import { tabTo, walk } from "#tests/support/browser/keyboard.ts";
import { place } from "#tests/support/house/directory.ts";
import { act } from "#tests/support/house/http.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { counsellor } from "#tests/support/people/people.ts";
import { dayOrNight, oneInTurn } from "#tests/support/run/night.ts";
import { smallDirectory } from "#tests/support/states/admin/directory.ts";

let house: Server;
let bela: Page;

beforeEach(async () => {
  house = await server();
});
afterEach(async () => {
  expect(house.reported).toEqual([]);
  await bela.context().close();
  await house.stop();
});
afterAll(close);

const all = () => services(house.helpline.db);
const most = 150;

/** Béla, who is a supervisor, has signed in and is at a page of the directory. */
async function at(path: string, options: { width?: 360 | 1280; js?: boolean } = {}): Promise<void> {
  const signedIn = await counsellor(house, { name: "bela", ...options });
  await signedIn.signIn(`/admin/directory${path}`);
  bela = signedIn.page;
}

async function type(field: string, text: string): Promise<void> {
  await tabTo(bela, field, most);
  await bela.keyboard.type(text);
}

/** Something due for a long time, so that it is in the list. */
const due = (name: string, more = {}) => place(house.helpline.db, name, { verifiedOn: "2020-01-01", ...more });

test.each(oneInTurn("a place by keyboard", [360, 1280] as const))(
  "a place is added with the keyboard alone (%i px)",
  async (width) => {
    await at("", { width });
    await walk(bela);
    await tabTo(bela, "a.main");
    await bela.keyboard.press("Enter");
    await bela.waitForURL(/directory\/new$/);
    await walk(bela);
    await type("#name", "Night line");
    await type("#summary", "Somebody listens at night.");
    await type("#channel-0-value", "0800 32 123");
    await tabTo(bela, "[name=topics][value=loneliness]", most);
    await bela.keyboard.press("Space");
    await tabTo(bela, "[name=visibility]:checked", most);
    await bela.keyboard.press("ArrowUp");
    await tabTo(bela, ".save .main", most);
    await bela.keyboard.press("Enter");
    await bela.locator("#saved").waitFor();
    expect(all().map(({ entry }) => entry)).toMatchObject([
      { name: "Night line", topics: ["loneliness"], visibility: "public", channels: [{ value: "0800 32 123" }] },
    ]);
  },
);

test("places are confirmed one after the other, and the place in the list is never lost", async () => {
  const places = dayOrNight(4, 10);
  for (let n = 0; n < places; n += 1) await due(`Place ${n}`);
  await at("", { width: 360 });
  for (let n = 0; n < places; n += 1) {
    await bela.keyboard.press("Tab");
    await tabTo(bela, "button[value=phone]", 28);
    await bela.keyboard.press("Enter");
    await bela.locator("#done", { hasText: `Place ${n}` }).waitFor();
    expect(await bela.locator("#done").evaluate((one) => one.getBoundingClientRect().top)).toBeLessThan(740);
    expect(await bela.locator(".place-row:not(#done)").count()).toBe(places - 1 - n);
  }
  await bela.click("#done button");
  await bela.locator("#told").waitFor();
  expect(await bela.locator(".place-row").count()).toBe(1);
});

test("the card beside the form follows what is typed, and nothing typed is lost by a slip", async () => {
  await at("/new");
  await bela.fill("#name", "Night line");
  await bela.fill("#channel-0-value", "116 111");
  const card = bela.frameLocator("iframe[name^=preview]:not(.coming)");
  await card.locator("h1", { hasText: "Night line" }).waitFor();
  await card.locator("a[href], .way", { hasText: "116 111" }).first().waitFor();
  expect(await bela.textContent("#unsaved")).toBe("Unsaved changes");
  let asked = false;
  bela.once("dialog", async (dialog) => {
    asked = true;
    await dialog.accept();
  });
  await bela.goto(`${house.origin}/admin/directory`);
  expect(asked).toBe(true);
});

const scripts = [
  ["JavaScript", true],
  ["no JavaScript", false],
] as const;

describe.each(oneInTurn("the directory", scripts))("with %s", (_, js) => {
  test("rows are added, moved and taken away; a place is saved, and taken back", async () => {
    const id = await due("Night line");
    const before = service(house.helpline.db, id)!.entry;
    await at(`/${id}`, { js });
    await bela.click("button[value='add chat']");
    await bela.locator("#channel-1-value:focus").waitFor();
    await bela.fill("#channel-1-value", "https://chat.example.org/");
    await bela.click("button[value='up channel.1']");
    await bela.locator("#channel-0-value[value^=https]").waitFor();
    await bela.click("#hours summary");
    await bela.fill("#week-0", "20-2");
    await bela.click("button[value='copy week']");
    await bela.locator("#week-4[value='20-2']").waitFor();
    await bela.click(".save .main");
    await bela.locator("#saved button").waitFor();
    const { entry } = service(house.helpline.db, id)!;
    expect(entry.channels.map(({ kind }) => kind)).toEqual(["chat", "phone"]);
    expect(entry.calendar!.week[4]).toEqual([{ opens: 1200, closes: 1560 }]);
    expect(await bela.locator("#history li").first().textContent()).toContain("Opening hours: changed");
    await bela.click("#saved button");
    await bela.locator("#history li >> nth=2").waitFor();
    expect(service(house.helpline.db, id)!.entry).toEqual(before);
  });

  test("a colleague who was faster is told of, nothing typed is lost, and saving again keeps both", async () => {
    const id = await due("Night line");
    await at(`/${id}`, { js });
    await bela.fill("#ageTo", "25");
    const to = { ...service(house.helpline.db, id)!.entry, ageFrom: 12 };
    await act(house, house.aino, (tx, emit) => changeService(tx, emit, { id, entry: to }));
    await bela.click(".save .main");
    const told = bela.locator("[role=alert]:focus");
    await told.waitFor();
    expect(await told.textContent()).toContain("Robin");
    expect(await bela.inputValue("#ageTo")).toBe("25");
    expect(service(house.helpline.db, id)!.entry).toEqual(to);
    await bela.click(".save .main");
    await bela.locator("#saved").waitFor();
    expect(service(house.helpline.db, id)!.entry).toMatchObject({ ageFrom: 12, ageTo: 25 });
  });

  test("several are changed at once after a look, and taken back together", async () => {
    await smallDirectory(house);
    const before = all().map(({ entry }) => entry);
    await at("?show=all", { js });
    for (const box of await bela.locator("[name=place]").all()) await box.check();
    await bela.selectOption("#step", { label: "Death and grief" });
    await bela.click("#bulk button");
    await bela.locator(".lead", { hasText: "Add a topic: Death and grief. This changes 5 places." }).waitFor();
    expect(all().map(({ entry }) => entry)).toEqual(before);
    await bela.click("button[value=apply]");
    await bela.locator("#told", { hasText: "5 places changed." }).waitFor();
    expect(all().every(({ entry }) => entry.topics.includes("grief"))).toBe(true);
    await bela.click("#told button");
    await bela.locator("#told", { hasText: "Undone: 5 places are as before." }).waitFor();
    expect(all().map(({ entry }) => entry)).toEqual(before);
  });
});
