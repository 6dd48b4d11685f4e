import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { askForHelp } from "#src/conversation/colleagues/help-wanted.ts";
import { sayDanger } from "#src/conversation/safety/danger.ts";
import { markRisk } from "#src/conversation/safety/risk.ts";
import { watchScreen } from "#src/conversation/safety/watched.ts";
import { q } from "#src/db/schema.ts";
import { declareEmergency } from "#src/record/emergency.ts";
import { setSetting } from "#src/settings/settings.ts";
import { setOwnPhone } from "#src/staff/accounts/own-phone.ts";
import { close, shot } from "#tests/support/browser/browser.ts";
import { comesIn, takes } from "#tests/support/house/chats.ts";
import { member } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { type Counsellor, counsellor, type Young, young } from "#tests/support/people/people.ts";
import { oneInTurn } from "#tests/support/run/night.ts";

// Anna is alone on shift with Noor, who is in danger: what she sees beside the chat, and supervisors in their bars.

let house: Server;
let anna: Counsellor;
let noor: Young;
let id: number;

beforeEach(async () => {
  house = await server({ asShipped: true });
  anna = await counsellor(house);
  noor = await young(house);
  await anna.signIn();
  await anna.available();
  await noor.start("I took all of them");
  id = await anna.take();
  await anna.page.goto(`${house.origin}/staff/conversation/${id}/emergency`);
});
afterEach(async () => {
  expect(house.reported).toEqual([]);
  for (const { page } of [anna, noor]) await page.context().close();
  await house.stop();
});
afterAll(close);

const declares = async () => {
  await anna.page.click(`#ask-emergency-${id}`);
  await anna.page.waitForSelector(`#declared-${id} a[href="/staff/emergencies/1"]`);
};

test("once it is declared the second step says so, and no more that it is to be; once it is over it can be again", async () => {
  const { page } = anna;
  const step = page.locator(`#declared-${id} > p`);
  await step.filter({ hasText: "Declare the emergency" }).waitFor();
  await declares();
  await step.filter({ hasText: "The emergency is declared." }).waitFor();
  expect(await page.textContent(`#declared-${id}`)).not.toContain("Declare the emergency");
  const carl = await counsellor(house, {
    name: (await member(house.helpline, "carl", "Carl Janssens", "Finch", ["counsellor"])).signInName,
  });
  await carl.signIn();
  await carl.available();
  await step.filter({ hasText: "The emergency is declared. Everyone on shift is asked" }).waitFor();
  await carl.page.context().close();
  const record = await page.context().newPage();
  await record.goto(`${house.origin}/staff/emergencies/1`);
  await record.selectOption("#outcome", "no_danger");
  await record.click(".record .main");
  await step.filter({ hasText: "Declare the emergency" }).waitFor();
  await record.close();
});

test.each(oneInTurn("the head of a chat", [360, 1280]))(
  "the head of a chat is as high as before, and shifts nothing, whatever is marked in it (%i px)",
  async (width) => {
    const { page } = anna;
    await page.setViewportSize({ width, height: width === 360 ? 740 : 800 });
    await page.goto(`${house.origin}/staff/conversation/${id}`);
    const head = page.locator(`#head-${id}`);
    const height = () => head.evaluate((one) => one.getBoundingClientRect().height);
    await page.waitForSelector(`#say-${id}:visible`);
    // What stands below the head and what can be done in it stay where they are: nothing moves from under a hand.
    const places = () =>
      page.evaluate<
        number[]
      >(`[".scroll", ".pane-acts .end summary", ".pane-acts .risk summary", ".head .more summary"].flatMap((one) => {
        const { x, y } = document.querySelector(one).getBoundingClientRect();
        return [Math.round(x), Math.round(y)];
      })`);
    const placed = await places();
    const before = await height();
    const marks: [keyof typeof marked, string][] = [
      ["urgent", ".urgent-mark"],
      ["risk", ".risk-mark"],
      ["emergency", ".emergency-mark"],
      ["watched", ".urgent-mark:not(.emergency-mark)"],
    ];
    const marked = {
      urgent: () => house.helpline.db.change("youth", (tx, emit) => sayDanger(tx, emit, { conversationId: id })),
      risk: () =>
        act(house, house.anna, (tx, emit) =>
          markRisk(tx, emit, { conversationId: id, staffId: house.anna.id, present: true }),
        ),
      emergency: () =>
        act(house, house.anna, (tx, emit) =>
          declareEmergency(tx, emit, { conversationId: id, staffId: house.anna.id }),
        ),
      watched: () =>
        act(house, house.anna, (tx, emit) =>
          watchScreen(tx, emit, { conversationId: id, staffId: house.anna.id, watched: true }),
        ),
    };
    for (const [what, mark] of marks) {
      await marked[what]();
      await head.locator(mark).first().waitFor();
      expect(await height(), what).toBe(before);
      // A watched screen stands before that they are there.
      for (const seen of [".urgent-mark", what === "watched" ? mark : ".state"]) {
        const box = (await head.locator(seen).first().boundingBox())!;
        const around = (await head.locator(".facts").boundingBox())!;
        expect([what, seen, box.y + 1 >= around.y]).toEqual([what, seen, true]);
        expect([what, seen, box.y + box.height <= around.y + around.height + 1]).toEqual([what, seen, true]);
      }
    }
    expect(await places()).toEqual(placed);
    await shot(page, `head-marked-${width}`);
  },
);

test("alone, whom to call stands above the fold, declared or not; and what she reads changes when a colleague comes", async () => {
  const { page } = anna;
  await page.setViewportSize({ width: 1280, height: 800 });
  const above = async () => {
    const boxes = [`#act-alone-${id} .dial`, `#act-alone-${id} li a[href="tel:112"]`].map((one) =>
      page.locator(one).first().boundingBox(),
    );
    return (await Promise.all(boxes)).map((box) => box !== null && box.y > 0 && box.y + box.height <= 800);
  };
  await page.locator(`#act-alone-${id}`, { hasText: "Take it one step at a time." }).waitFor();
  expect(await page.textContent(`#emergency-${id}`)).not.toContain("You’re not alone with this");
  expect(await above()).toEqual([true, true]);
  await declares();
  expect(await above()).toEqual([true, true]);
  await page.click(`#silent-${id}`);
  expect(await page.inputValue(`#say-${id}`)).toBe("You don’t have to talk. You can write to me.");
  const carl = await counsellor(house, {
    name: (await member(house.helpline, "carl", "Carl Janssens", "Finch", ["counsellor"])).signInName,
  });
  await carl.signIn();
  await carl.available();
  await page.locator(`#act-alone-${id}`, { hasText: "You’re not alone with this." }).waitFor();
  await carl.page.context().close();
});

test("after Noor has left fast the steps stay, the contact record waits folded, and a supervisor who sees it is seen", async () => {
  const { page } = anna;
  await declares();
  const record = await page.context().newPage();
  await record.goto(`${house.origin}/staff/emergencies/1`);
  await noor.page.goto(`${house.origin}/leave`, { waitUntil: "commit" }).catch(() => null);
  await page.locator(`#foot-${id} .over`, { hasText: "Their screen now shows another page" }).waitFor();
  await page.waitForSelector(`#foot-${id} .record-later:not([open])`);
  expect(await page.getAttribute(`#pane-${id}`, "data-tab")).toBe("emergency");
  expect(await page.isVisible(`#emergency-${id}`)).toBe(true);
  const bela = await counsellor(house, { name: "bela" });
  await bela.signIn("/staff/me");
  await expect.poll(() => house.helpline.hub.heard(`bar:${house.anna.id}`)).toBe(true);
  await bela.page.click("#acknowledge-1");
  await record.locator("#answering", { hasText: "Acknowledged by Luna" }).waitFor();
  // Of its own emergency alone.
  await record.evaluate("document.querySelector('#answering').dataset.of = '2'");
  await bela.page.goto(`${house.origin}/staff/emergencies/1`);
  await bela.page.click("#phoned-1");
  await page.locator(`#declared-${id}`, { hasText: "Luna phoned Mika" }).waitFor();
  expect(await record.textContent("#answering")).not.toContain("Luna phoned Mika");
  await page.locator(`#declared-${id}`, { hasText: "Acknowledged by Luna" }).waitFor();
  await record.selectOption("#outcome", "help_came");
  await record.click(".record .main");
  await record.locator("#saved", { hasText: "You can read the chat until" }).waitFor();
  for (const one of [record, bela.page]) await one.close();
  await bela.page.context().close();
});

/** What of the bar lies over something else of it, or out of the screen. */
const covered = (page: Page, around: string) =>
  page.evaluate<string[]>(`(() => {
    const shown = [...document.querySelectorAll("${around} :is(.emergency-line b, .emergency-line .second, .emergency-line .number, summary, #to-help, #wait a, button)")]
      .filter((one) => one.getClientRects().length > 0 && !one.closest(".float") && getComputedStyle(one).clipPath === "none");
    return shown.flatMap((one) => {
      const { x, y, width, height } = one.getBoundingClientRect();
      const at = [x + 2, x + width / 2, x + width - 2].map((left) => document.elementFromPoint(left, y + height / 2));
      return at.every((top) => top && (one.contains(top) || top.contains(one))) ? [] : [one.outerHTML.slice(0, 80)];
    });
  })()`);

/** Where it stands how many wait (2) and want help (2), by width: words where there is room for them. */
const seen = {
  page: (width: number) =>
    [
      [width > 1152 ? "#wait b" : "#wait .n", "2"],
      ["#to-help .n", "2"],
    ] as const,
  console: (width: number) =>
    [
      [width > 896 ? "#queue .tally" : "#tally-queue", "2"],
      ["#help-menu .n", "2"],
    ] as const,
};

test.each(oneInTurn("two emergencies in the bar", [360, 900, 1280] as const))(
  "with two emergencies and help wanted nothing in the bar covers anything, in the longest words (%i px)",
  async (width) => {
    await act(house, house.anna, (tx, emit) =>
      setOwnPhone(tx, emit, { staffId: house.anna.id, phone: "+32 470 00 00 22" }),
    );
    const carl = await member(house.helpline, "carl", "Carl Janssens", "Finch", ["counsellor"]);
    const other = await comesIn(house, "hello");
    await takes(house, carl, other);
    await act(house, carl, (tx, emit) => askForHelp(tx, emit, { conversationId: other, staffId: carl.id }));
    await declares();
    // A second one, and the longest words there are.
    await act(house, carl, (tx, emit) => declareEmergency(tx, emit, { conversationId: other, staffId: carl.id }));
    await house.helpline.db.change("command line", (tx) =>
      tx.run(q.updateTable("staff").set({ language: "fi" }).where("id", "=", house.bela.id)),
    );
    await act(house, house.aino, (tx, emit) => setSetting(tx, emit, { name: "opening", value: "open" }));
    for (const words of ["hello", "hi"]) await comesIn(house, words);
    const bela = await counsellor(house, { name: "bela", width });
    for (const [path, around] of [
      ["/staff", "#bar"],
      ["/staff/me", "#live"],
    ] as const) {
      await (path === "/staff" ? bela.signIn(path) : bela.page.goto(`${house.origin}${path}`));
      await bela.page.waitForSelector("#acknowledge-1");
      await shot(bela.page, `emergency-crowded-${path === "/staff" ? "console" : "page"}-${width}`);
      expect(await covered(bela.page, around), path).toEqual([]);
      // The word itself is read, not a sliver of it.
      expect((await bela.page.locator("#to-emergency-1 b").boundingBox())!.width).toBeGreaterThan(50);
      expect(await bela.page.getAttribute("#to-emergency-1", "title")).toMatch(/^Hätätilanne · [A-Z]/);
      // Who waits and who wants help is seen beside it, as a number at least, and led to.
      for (const [counted, n] of seen[path === "/staff" ? "console" : "page"](width)) {
        const one = bela.page.locator(`${counted}:visible`).filter({ hasText: n });
        const box = (await one.first().boundingBox())!;
        expect([counted, box.x >= 0, box.x + box.width <= width, box.width > 0]).toEqual([counted, true, true, true]);
      }
      await bela.page.locator(path === "/staff" ? "#help-menu summary" : "#to-help").click({ trial: true });
      for (const menu of path === "/staff" ? ["#help-menu", "#more-emergencies"] : ["#more-emergencies"]) {
        await bela.page.click(`${menu} summary`);
        const box = (await bela.page.locator(`${menu} .float`).boundingBox())!;
        expect([menu, box.x >= 0, box.x + box.width <= width]).toEqual([menu, true, true]);
        await bela.page.locator(`${menu} .float`).locator("a, button").first().click({ trial: true });
        await bela.page.click(`${menu} summary`);
      }
      if (path !== "/staff") await bela.page.locator("#to-waiting").click({ trial: true });
    }
    await bela.page.context().close();
  },
);
