import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { setSetting, settings } from "#src/settings/settings.ts";
import { account } from "#src/staff/accounts/member.ts";
import { close } from "#tests/support/browser/browser.ts";
import { tabTo, walk } from "#tests/support/browser/keyboard.ts";
import { act } from "#tests/support/house/http.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { counsellor } from "#tests/support/people/people.ts";
import { oneInTurn } from "#tests/support/run/night.ts";

let house: Server;
let aino: Page;

beforeEach(async () => {
  house = await server();
});
afterEach(async () => {
  await aino.context().close();
  await house.stop();
});
afterAll(close);

const set = () => settings(house.helpline.db);
const most = 150;
const widths = [360, 1280] as const;

/** Aino has signed in and is at a page; her hand never leaves the keys. */
async function at(path: string, width: 360 | 1280): Promise<void> {
  const signedIn = await counsellor(house, { name: "aino", width });
  await signedIn.signIn(path);
  aino = signedIn.page;
}

/** Goes to something and presses it; `then` is what tells that it was done. */
async function press(what: string, then: string, key: "Enter" | "Space" = "Enter"): Promise<void> {
  await tabTo(aino, what, most);
  await aino.keyboard.press(key);
  await aino.locator(then).first().waitFor();
}

/** Types over what stands in a field. */
async function type(field: string, text: string): Promise<void> {
  await tabTo(aino, field, most);
  await aino.keyboard.press("Control+A");
  await aino.keyboard.type(text);
}

test.each(oneInTurn("keys: a plain subject", widths))("a plain subject by keyboard alone (%i px)", async (width) => {
  await at("/admin/settings/helpline", width);
  const controls = await walk(aino);
  expect(controls.join("\n")).toMatch(/INPUT#name name\nINPUT#title.*INPUT#exitAddress.*ageTo.*IFRAME.*BUTTON# do/s);
  await type("#name", "Porch");
  await type("#ageTo", "x");
  await press(".save .main", ".summary");
  expect(set().name).toBe("Chat");
  await type("#ageTo", "21");
  await aino.keyboard.press("Enter");
  await aino.locator("#saved").waitFor();
  expect(set()).toMatchObject({ name: "Porch", ageTo: 21 });
  await walk(aino);
  await aino.goto(aino.url());
  await press("#saved button", "#history li:nth-child(2)");
  expect(set()).toMatchObject({ name: "Chat", ageTo: 25 });
});

test.each(oneInTurn("keys: emergency numbers", widths))(
  "emergency numbers by keyboard alone (%i px)",
  async (width) => {
    await at("/admin/settings/emergency", width);
    await walk(aino);
    await tabTo(aino, "#add-country", most);
    await aino.keyboard.type("Fran");
    await press("button[value='add country']", "#emergency-1");
    await walk(aino);
    await type("#emergency-1-app", "114");
    await press("button[value='remove country 0']", "body:not(:has(#emergency-1))");
    await press(".save .main", "#saved");
    expect(set().emergency).toMatchObject([{ country: "FR", call: "112", sms: "114", app: "114" }]);
    await press("#saved button", "#history li:nth-child(2)");
    expect(set().emergency).toMatchObject([{ country: "EU" }]);
  },
);

test.each(oneInTurn("keys: the way to open", widths))(
  "the way to an open helpline by keyboard alone (%i px)",
  async (width) => {
    await act(house, house.aino, (tx, emit) => setSetting(tx, emit, { name: "opening", value: "not_yet" }));
    await at("/admin/open", width);
    await walk(aino);
    await press("#look button[value=yes]", "#look.done");
    expect(set().checked).toEqual(["look"]);
    await press("#look button[value=no]", "#look:not(.done)");
    await press("form.press .main", "[role=alert]");
    expect(set().opening).toBe("not_yet");
    await tabTo(aino, "[name=anyway]", most);
    await aino.keyboard.press("Space");
    await press("form.press .main", ".dot.open");
    await walk(aino);
    await aino.goto(aino.url());
    await type("#note-en", "We are back soon.");
    await press("button[name=opening][value=break]", ".dot.closed");
    expect(set()).toMatchObject({ opening: "break", closedNote: { en: "We are back soon." } });
    await walk(aino);
    await aino.goto(aino.url());
    await press("#saved button", ".dot.open");
    expect(set()).toMatchObject({ opening: "open", closedNote: {} });
  },
);

test.each(oneInTurn("keys: an account", widths))("a colleague’s account by keyboard alone (%i px)", async (width) => {
  await at(`/admin/staff/${house.anna.id}`, width);
  const anna = () => account(house.helpline.db, house.anna.id)!;
  await walk(aino);
  await tabTo(aino, "[name=roles][value=supervisor]", most);
  await aino.keyboard.press("Space");
  await tabTo(aino, "[name=languages][value=fr]", most);
  await aino.keyboard.press("Space");
  await press(".fields .main", "#saved");
  expect(anna().values).toMatchObject({ roles: ["counsellor", "supervisor"], languages: ["fr"] });
  await press("#saved button", "#history li:nth-child(2)");
  expect(anna().values).toMatchObject({ roles: ["counsellor"] });
  await press("#close summary", "#close[open]");
  await press("#close button", ".once");
  await walk(aino);
});

test.each(oneInTurn("keys: one’s own page", widths))("one’s own page by keyboard alone (%i px)", async (width) => {
  await at("/staff/me", width);
  const own = () => account(house.helpline.db, house.aino.id)!;
  // The page has its script: signals are kept as they are chosen.
  await aino.locator("#set-signals [name=do]").waitFor({ state: "hidden" });
  await walk(aino);
  await type("#alias", " ");
  await press("form[action='/staff/me'] .main", ".summary");
  expect(own().values).toMatchObject({ alias: "Robin" });
  await type("#alias", "Kingfisher");
  await tabTo(aino, "[name=language]:checked", most);
  await aino.keyboard.press("ArrowDown");
  await press("form[action='/staff/me'] .main", "html[lang=fr] #saved");
  expect(own().values).toMatchObject({ alias: "Kingfisher" });
  await type("#alias", "Heron");
  await press("form[action='/staff/me'] .main", "#saved");
  expect(own().values).toMatchObject({ alias: "Heron" });
});
