import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { shippedEmergency } from "#src/settings/emergency.ts";
import { publishedRules } from "#src/settings/rules/published.ts";
import { setSettings, settings } from "#src/settings/settings.ts";
import { close, page as opened } from "#tests/support/browser/browser.ts";
import { type Looked, look } from "#tests/support/browser/look.ts";
import { act } from "#tests/support/house/http.ts";
import { monday } from "#tests/support/people/admin.ts";
import { drawn, night, oneInTurn } from "#tests/support/run/night.ts";
import { ainoAt } from "#tests/support/states/admin/admin.ts";
import type { TimedServer } from "#tests/support/states/youth/youth.ts";

let house: TimedServer;
let aino: Page;
const seen: Looked[] = [];

async function atRules(js: boolean) {
  const made = await ainoAt(monday, js, "/admin/rules");
  house = made.house;
  aino = made.aino.page;
}
beforeEach(() => {
  seen.length = 0;
});
afterEach(async () => {
  expect(house.reported).toEqual([]);
  await aino.context().close();
  await house.stop();
});
afterAll(close);

/** By day one of the states is looked at whole: pictures and axe, at both widths and in both schemes. */
const turn = drawn("the rules") % 10;
const lookAt = async (name: string, of = aino) => {
  seen.push(await look(of, name, { whole: night || seen.length === turn }));
};
const openBox = (part: string) => aino.click(`section[aria-labelledby="part-${part}"] summary`);
const preview = () => aino.frameLocator("iframe[title]:not(.coming)").locator("main");

async function youngPersonReads(words: string, language = "en") {
  const noor = await opened({ locale: language });
  await noor.goto(`${house.origin}/how`);
  const text = await noor.locator("main").textContent();
  await noor.context().close();
  expect(text).toContain(words);
}

test.each(oneInTurn("rules", [true, false]))(
  "from a draft to what young people read, and back (scripts: %s)",
  async (js) => {
    await atRules(js);
    await openBox("kept");
    await aino.fill("#own-kept-en", "Ask us anything about it.\n\nWe like questions.");
    if (!js) await aino.click("#preview-button");
    await preview().getByText("We like questions.").waitFor();
    await aino.click("button[value=save]");
    await aino.locator("#saved").waitFor();
    expect(publishedRules(house.helpline.db).version).toBe(1);
    await aino.click("button[value=publish]");
    await aino.getByRole("heading", { name: "Publish version 2" }).waitFor();
    await aino.click(".save .main");
    await aino.getByText("Young people read version 2").first().waitFor();
    await youngPersonReads("In our own words");
    await youngPersonReads("We like questions.");
    await aino.click(".save [form=undo]");
    await aino.getByText("Young people read version 3. Below is a draft").waitFor();
    expect(await aino.inputValue("#own-kept-en")).toContain("We like questions.");
    expect(settings(house.helpline.db).ownRules).toEqual({});
  },
);

test("by keyboard alone: a box opened, words typed, the draft kept", async () => {
  await atRules(true);
  await aino.focus('section[aria-labelledby="part-help"] summary');
  await aino.keyboard.press("Enter");
  await aino.keyboard.press("Tab");
  await aino.keyboard.type("We can call a doctor with you.");
  await aino.focus("button[value=save]");
  await aino.keyboard.press("Enter");
  await aino.locator("#saved").waitFor();
  expect(settings(house.helpline.db).rulesDraft).toEqual({ help: { en: "We can call a doctor with you." } });
});

test("every state is looked at, small and large, light and dark", async () => {
  await atRules(true);
  await lookAt("rules");
  await openBox("people");
  await aino.fill(
    "#own-people-en",
    "Most of us study to become psychologists, and we keep on learning every week with a supervisor who helps us.",
  );
  await aino.fill("#own-people-fr", "Nous sommes des gens d’ici.\n\nOn t’écoute.");
  await aino.fill("#own-people-nl", "We bewaren je woorden 90 dagen. Onze ervaringsdeskundigheidsgroep helpt.");
  await aino.click("button[value=save]");
  await aino.locator("#saved").waitFor();
  await lookAt("rules-draft");
  await aino.fill("#own-people-fr", "mot ".repeat(500));
  await aino.click("button[value=save]");
  await aino.locator(".summary").waitFor();
  await lookAt("rules-wrong");
  await aino.fill("#own-people-fr", "Nous sommes des gens d’ici.\n\nOn t’écoute.");
  await aino.click("button[value=publish]");
  await aino.getByRole("heading", { name: "Publish version 2" }).waitFor();
  await lookAt("rules-publish");
  await aino.click(".save .main");
  await aino.locator("#saved").waitFor();
  await lookAt("rules-published");
  await aino.goto(`${house.origin}/admin/rules/2?l=fr`);
  await lookAt("rules-version");

  const emergency = ["BE", "FR", "GB"].map((code) => shippedEmergency.find(({ country }) => country === code)!);
  await act(house, house.aino, (tx, emit) => setSettings(tx, emit, { subject: "emergency", values: { emergency } }));
  const noor = await opened();
  for (const [path, name] of [
    ["/how", "youth-how-own"],
    ["/how?l=fr", "youth-how-own-fr"],
    ["/help", "youth-help-ways"],
    ["/", "youth-closed-ways"],
  ] as const) {
    await noor.goto(house.origin + path);
    await lookAt(name, noor);
    await noor.getByText("114").first().waitFor();
  }
  await noor.context().close();
  expect(seen.flatMap(({ complaints }) => complaints)).toEqual([]);
  expect(seen.flatMap(({ wide }) => wide)).toEqual([]);
  expect(seen.flatMap(({ unchecked }) => unchecked)).toEqual([]);
}, 300_000);
