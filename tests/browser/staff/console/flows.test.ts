import type { Page } from "playwright-core";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { translate } from "#src/i18n/i18n.ts";
import { close } from "#tests/support/browser/browser.ts";
import { open } from "#tests/support/house/helpline.ts";
import { says } from "#tests/support/house/http.ts";
import { type Counsellor, counsellor, type Young, young } from "#tests/support/people/people.ts";
import { oneInTurn } from "#tests/support/run/night.ts";
import { passes } from "#tests/support/states/youth/silence.ts";
import { type TimedServer, timedServer } from "#tests/support/states/youth/youth.ts";

// Everything colleagues do about a chat, one after the other in one evening on phones of 360 px: with scripts and without.

const t = translate("en");

afterAll(close);

describe.each(oneInTurn("an evening", [{ js: true }, { js: false }]))("at 360 px, scripts: $js", ({ js }) => {
  let house: TimedServer;
  let anna: Counsellor;
  let bela: Counsellor;
  let noor: Young;
  let id: number;

  async function begins() {
    house = await timedServer();
    anna = await counsellor(house, { width: 360, js });
    bela = await counsellor(house, { name: "bela", width: 360, js });
    noor = await young(house, { js });
    for (const one of [anna, bela]) await one.signIn();
    await anna.available();
    await open(house, house.bela);
    await noor.start("it is bad again");
    id = await anna.take();
    await anna.say("Hi, I am Mika.", id);
  }
  afterEach(async () => {
    for (const { page } of [anna, bela, noor]) await page.context().close();
    expect(house.reported).toEqual([]);
    await house.stop();
  });

  const goTo = (one: Counsellor, path = `/conversation/${id}`) => one.page.goto(`${house.origin}/staff${path}`);
  /** It comes by itself, or with the next look where no script runs. */
  async function sees({ page }: Counsellor, selector: string, text = "") {
    const wanted = page.locator(selector, { hasText: text }).first();
    if (js) return wanted.waitFor();
    await expect
      .poll(async () => {
        await page.goto(page.url());
        return wanted.isVisible();
      })
      .toBe(true);
  }
  /** What Noor has in her page and her frames, shown or not. */
  async function allOfNoor() {
    const frames = noor.page.frames().map((frame) => frame.content());
    return (await Promise.all(frames)).join("\n");
  }
  const press = (page: Page, selector: string) => page.locator(`${selector}:visible`).first().click();
  const writeNote = async (one: Counsellor, text: string) => {
    await press(one.page, '.head [data-tab="notes"]');
    await one.page.fill(`#note-text-${id}`, text);
    await press(one.page, `#note-form-${id} button`);
    await one.page.locator(`#notes-${id}`, { hasText: text }).waitFor();
    await press(one.page, ".shut-side");
    await one.page.waitForSelector(`#scroll-${id}:visible`);
  };

  const flows: [name: string, does: () => Promise<void>][] = [
    [
      "silent read",
      async () => {
        await goTo(bela);
        await press(bela.page, `#read-along-${id}`);
        await bela.page.locator(".log .m", { hasText: "it is bad again" }).waitFor();
        await sees(anna, `#seats-${id}`, "Luna is reading along");
        expect(await bela.page.locator(`#say-${id}`).count()).toBe(0);
        expect(await allOfNoor()).not.toContain("Luna");
      },
    ],
    [
      "join, and leave",
      async () => {
        await press(bela.page, `#join-${id}`);
        await bela.say("I am Luna.", id);
        await noor.sees("Luna has joined this chat too");
        await noor.sees("I am Luna.");
        await sees(anna, `#seats-${id}`, "Luna has joined");
      },
    ],
    [
      "side-notes",
      async () => {
        await anna.page.fill(`#say-${id}`, "half a thought");
        await writeNote(anna, "quokka: is this abuse?");
        expect(await anna.page.inputValue(`#say-${id}`)).toBe("half a thought");
        await writeNote(bela, "quokka: ask plainly");
        expect(await allOfNoor()).not.toMatch(/quokka|half a thought/);
        await press(bela.page, `#leave-${id}`);
        await noor.sees("Luna has left this chat");
      },
    ],
    [
      "help",
      async () => {
        await press(anna.page, `#ask-help-${id} button`);
        await sees(bela, "#help-menu summary", "Help wanted");
        await press(bela.page, "#help-menu summary");
        await press(bela.page, `#come-${id}`);
        await bela.page.waitForSelector(`#say-${id}`);
        await sees(anna, `#ask-help-${id}`);
        expect(await allOfNoor()).not.toMatch(/help wanted|is asking for help/i);
        await press(bela.page, `#leave-${id}`);
        await bela.page.waitForSelector(`#say-${id}`, { state: "detached" });
      },
    ],
    [
      "shift room, and a message to all",
      async () => {
        await goTo(bela, "");
        await press(bela.page, "#to-shift button");
        await bela.page.fill("#shift-text", "wombat: we close at nine");
        await bela.page.check("#shift [name=all]");
        await press(bela.page, "#shift-form .second");
        await bela.page.locator("#shift-notes", { hasText: "wombat" }).waitFor();
        await press(bela.page, "#shut-shift");
        await sees(anna, ".to-all", "wombat");
        await press(anna.page, ".to-all button");
        await anna.page.locator(".to-all").waitFor({ state: "detached" });
        await goTo(bela, js ? "" : "/shift");
        if (js) await press(bela.page, "#to-shift button");
        await sees(bela, ".read-by", "Read by Mika");
        await press(bela.page, "#shut-shift");
        expect(await allOfNoor()).not.toContain("wombat");
      },
    ],
    [
      "take over",
      async () => {
        await goTo(anna);
        await goTo(bela);
        await press(bela.page, `#take-over-ask-${id} summary`);
        await press(bela.page, `#take-over-${id}`);
        await bela.page.waitForSelector(`#say-${id}`);
        await noor.told("Luna is here");
        if (js) await sees(anna, ".pane.outside", "Luna is with them");
        else await sees(anna, "main", t("error.not_yours"));
        expect(await anna.page.content()).not.toContain("it is bad again");
      },
    ],
    [
      "hand over",
      async () => {
        await press(bela.page, '.pane-acts [data-tab="handover"]');
        await bela.page.check(`#handover-${id} [value="staff-${house.anna.id}"]`);
        await bela.page.fill(`#summary-${id}`, "numbat: her aunt can come");
        await bela.page.check(`#handover-${id} [value="yes"]`);
        await press(bela.page, `#offer-now-${id}`);
        if (js) await bela.page.waitForSelector(`#withdraw-${id}`);
        else await sees(bela, `#seats-${id}`, "Offered to Mika");
        await goTo(anna, "");
        await sees(anna, `#offer-${id}`, "numbat");
        await press(anna.page, `#accept-${id}`);
        await anna.page.waitForSelector(`#say-${id}`);
        await noor.told("Mika is here");
        await goTo(anna);
        expect(await allOfNoor()).not.toContain("numbat");
      },
    ],
    [
      "a reply, by its button beside the field",
      async () => {
        await press(anna.page, `#pane-${id} .to-ready`);
        await anna.page.fill(`#reply-words-${id}`, "courage");
        if (!js) await press(anna.page, ".find-reply button");
        await press(anna.page, ".ready-row");
        await expect.poll(() => anna.page.inputValue(`#say-${id}`)).toContain("Thank you for telling me.");
        await press(anna.page, ".send");
        await noor.sees("Thank you for telling me.");
      },
    ],
    [
      "pause, and return",
      async () => {
        await passes(house, 15);
        await sees(anna, `#pane-${id} .state`, t("staff.state.paused"));
        if (js) await noor.page.click("#asked button");
        else await noor.log.locator("button", { hasText: t("youth.paused.back") }).click();
        await noor.told("Mika is here");
        await sees(anna, `#pane-${id} .state`, "connected");
      },
    ],
    [
      "the room from above",
      async () => {
        await goTo(bela, "/overview");
        await sees(bela, `#above-talk-${id}`, "Mika");
        expect(await bela.page.content()).not.toContain("it is bad again");
      },
    ],
    [
      "the end: how it was, and the record put by and finished",
      async () => {
        await goTo(anna);
        await press(anna.page, ".end summary");
        await press(anna.page, `#end-now-${id}`);
        await sees(anna, ".debrief [value=heavy]");
        await press(anna.page, ".debrief [value=heavy]");
        await sees(anna, ".debrief [aria-pressed=true]");
        await anna.page.fill(`#record-${id}-note`, "potoroo: her sister knows");
        await press(anna.page, `#record-${id} .second[value=later]`);
        if (js) await sees(anna, `#record-${id} .kept`, says("staff.record.kept_later"));
        await goTo(anna, "/records");
        await press(anna.page, ".record-rows a");
        expect(await anna.page.inputValue("#record-note")).toContain("potoroo");
        await press(anna.page, "#record .one-click > summary");
        await press(anna.page, "#record [value=thanks]");
        await anna.page.waitForSelector("#saved");
        // A card of what to do meanwhile may be about what feels heavy.
        expect(await allOfNoor()).not.toMatch(/potoroo|Heavy|"heavy"/);
        await goTo(bela, "/debriefs");
        await bela.page.locator(".list", { hasText: "Mika" }).first().waitFor();
      },
    ],
    [
      "a record by hand",
      async () => {
        await goTo(anna, "/records/new");
        await anna.page.check("[value=visit]");
        await press(anna.page, "#record .one-click > summary");
        await press(anna.page, "#record [value=thanks]");
        await anna.page.waitForSelector("#saved");
      },
    ],
    [
      "a joke set aside, and taken back",
      async () => {
        const sam = await young(house, { js });
        await goTo(anna, "");
        await sam.start("banana");
        const joke = await anna.take();
        await press(anna.page, `#more-${joke} > summary`);
        await press(anna.page, `#aside-${joke} > summary`);
        await press(anna.page, `#aside-joke-${joke}`);
        await sees(anna, `#aside-undo-${joke}`);
        await sam.page.goto(house.origin, { waitUntil: "commit" });
        await sam.page.locator("[data-ended]").waitFor();
        expect(await sam.page.content()).not.toMatch(/joke|abusive/i);
        await press(anna.page, `#aside-undo-${joke}`);
        await anna.page.waitForSelector(`#aside-undo-${joke}`, { state: "detached" });
        await sam.page.context().close();
      },
    ],
  ];

  test("all of them in one evening: each sees what is theirs, and nothing scrolls sideways", async () => {
    await begins();
    for (const [name, does] of flows) {
      await does().catch((error) => {
        throw new Error(`${name}: ${error.message}`, { cause: error });
      });
      for (const { page } of [anna, bela]) {
        expect(await page.evaluate("document.documentElement.scrollWidth"), name).toBeLessThanOrEqual(360);
      }
      expect(await allOfNoor(), name).not.toMatch(/Peeters|Kovács/);
    }
  }, 90_000);
});
