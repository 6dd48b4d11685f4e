import type { Page } from "playwright-core";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { close, page } from "#tests/support/browser/browser.ts";
import { firstLink, porchlight } from "#tests/support/outside/process.ts";
import { openMenu } from "#tests/support/people/people.ts";
import { oneInTurn, patience } from "#tests/support/run/night.ts";

afterAll(close);

/** Somebody's hand on a page: every field filled, box ticked, link or button pressed counts as one action. */
function hand(of: Page, count: () => void) {
  const one = async (act: () => Promise<unknown>) => {
    count();
    await act();
  };
  return {
    page: of,
    fill: (field: string, text: string) => one(() => of.fill(field, text)),
    press: (what: string) => one(() => of.click(what)),
    choose: (field: string, value: string) => one(() => of.selectOption(field, value)),
    /** Opens an address: a link on paper, a QR code, a bookmark. */
    go: (address: string) => one(() => of.goto(address)),
  };
}

const most = 60;

const starts = [
  ["on a phone", 360, {}],
  ["on a computer", 1280, { by: "npm" }],
] as const;

test.each(oneInTurn("opening", starts))(
  "%s: from a start on an empty folder to an open line, somebody who is learning, and a finished rehearsal",
  async (_where, width, started) => {
    const house = await porchlight(started);
    onTestFinished(() => house.remove());
    const link = await firstLink(house);
    let actions = 0;
    const count = () => {
      actions += 1;
    };
    const open = async () => hand(await page({ width }), count);
    const aino = await open();
    const at = (path: string) => aino.page.waitForURL(new RegExp(`${path}([?#].*)?$`));

    // The first link: the line gets its name, Aino her account.
    await aino.go(link);
    await aino.fill("#helpline", "Porch of the town");
    await aino.press("main .main");
    await aino.fill("#alias", "Kestrel");
    await aino.fill("#real_name", "Aino Virtanen");
    await aino.fill("#name", "aino");
    await aino.fill("#password", "a porch with a light");
    await aino.press("main .main");
    await at("/admin/open");

    // What she changes, she looks at; what is right as it is, she says so.
    await aino.press("#helpline a");
    await aino.fill("#exitAddress", "https://weather.example/");
    await aino.press(".save .main");
    await aino.page.locator("#saved").waitFor();
    await aino.go(`${house.origin}/admin/settings/emergency`);
    await aino.choose("#add-country", "BE");
    await aino.press("button[value='add country']");
    await aino.press("button[value='remove country 0']");
    await aino.press(".save .main");
    await aino.page.locator("#saved").waitFor();
    await aino.go(`${house.origin}/admin/hours`);
    await aino.press("#mode-hours");
    await aino.fill("#week-0", "0-24");
    // Saturday and Sunday too: this house has the real clock, whatever day it is.
    await aino.press("[name='week.copy'][value='5']");
    await aino.press("[name='week.copy'][value='6']");
    await aino.press("button[value='copy week']");
    await aino.press(".save .main");
    await aino.page.locator("#saved").waitFor();
    await aino.go(`${house.origin}/admin/open`);
    for (const step of ["look", "languages", "rules", "places", "mail"]) {
      await aino.press(`#${step} button[value=yes]`);
      await aino.page.locator(`#${step}.done`).waitFor();
    }

    // The sheet: printed once, and two of its words typed from the paper.
    await aino.press("#key a");
    await aino.press("form[action='/admin/keys/sheet'] .main");
    const words = await aino.page.locator(".check-words code").allTextContents();
    for (const n of [0, 1]) {
      const asked = await aino.page.locator(`label[for=word-${n}]`).textContent();
      await aino.fill(`#word-${n}`, words[Number(asked!.at(-1)) - 1]!);
    }
    await aino.press("form[action='/admin/keys/prove'] .main");
    await aino.page.locator("#saved").waitFor();
    await aino.go(`${house.origin}/admin/open`);
    await aino.page.locator("#key.done").waitFor();

    // The first copy of the data, which counts once it was opened.
    await aino.press("#backup a");
    await aino.press("form[action='/admin/backup'] button");
    // Copies give way to everything else on the machine, the other tests too.
    await aino.page.locator("#backup-now .state.ok").waitFor({ timeout: patience(45_000) });
    await aino.go(`${house.origin}/admin/open`);
    await aino.page.locator("#backup.done").waitFor();

    // A second counsellor, who can read complaints about Aino’s chats: Anna opens the link on her own phone.
    await aino.press("#counsellors a");
    await aino.press("[name=roles][value=supervisor]");
    await aino.press("form[action='/admin/staff/invite'] .main");
    const invitation = await aino.page.inputValue("#invitation");
    const anna = await open();
    await anna.go(invitation);
    await anna.fill("#alias", "Heron");
    await anna.fill("#real_name", "Anna Peeters");
    await anna.fill("#name", "anna");
    await anna.fill("#password", "four words make it");
    await anna.press("main .main");
    // She learns first; Aino, who set it up, answers.
    await anna.page.waitForURL(`${house.origin}/staff`);
    await anna.page.getByRole("link", { name: "In training" }).waitFor();

    // The rehearsal: Aino writes as a young person on her phone, and answers at the console.
    await aino.go(`${house.origin}/admin/open`);
    expect((await (await fetch(house.origin)).text()).includes("We’re not open yet")).toBe(true);
    const phone = await open();
    await phone.go(await aino.page.inputValue("#rehearsal-link"));
    await phone.fill("#text", "Is anybody there?");
    await phone.press("form[action^='/start'] .big");
    await phone.page.locator("#chat").waitFor();
    await aino.go(`${house.origin}/staff`);
    await aino.press("#be-available");
    await aino.press("#take-next");
    await aino.fill(".compose textarea", "Yes, I am here.");
    await aino.press(".compose .send");
    await phone.page.locator(".m p", { hasText: "Yes, I am here." }).waitFor();
    await openMenu(phone.page);
    await phone.press("#way summary");
    await phone.press("#way .big");
    await phone.page.locator("[data-ended]").waitFor();

    // Every step is done: the helpline opens without a second thought.
    await aino.go(`${house.origin}/admin/open`);
    await expect.poll(() => aino.page.locator(".step.done").count()).toBe(13);
    await aino.press("form.press .main");
    await aino.page.locator(".state-now .dot.open").waitFor();
    const noor = await page({ width });
    await noor.goto(house.origin);
    await noor.locator("#text").waitFor();
    expect(await noor.locator("header strong").textContent()).toContain("Porch of the town");
    expect(await noor.locator("#leave").getAttribute("data-exit")).toBe("https://weather.example/");

    console.log(`From the first link to an open helpline: ${actions} actions at ${width} px, at most ${most}.`);
    expect(actions).toBeLessThanOrEqual(most);
  },
  180_000,
);
