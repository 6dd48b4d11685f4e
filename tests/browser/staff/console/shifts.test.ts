import type { Page } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { askForHelp } from "#src/conversation/colleagues/help-wanted.ts";
import { writeNote } from "#src/conversation/colleagues/side-notes.ts";
import { markRisk } from "#src/conversation/safety/risk.ts";
import { newClientId } from "#src/crypto/hash.ts";
import { declareEmergency } from "#src/record/emergency.ts";
import { setSetting } from "#src/settings/settings.ts";
import { axe, close, shot } from "#tests/support/browser/browser.ts";
import { annaSays, comesIn, takes, talking, youthEnds, youthSays } from "#tests/support/house/chats.ts";
import { open } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { server } from "#tests/support/house/server.ts";
import { counsellor } from "#tests/support/people/people.ts";

// An evening passes in front of Anna while her hand rests on the keys: nothing on her screen moves by itself.

afterAll(close);

/** Before any script of a page: what has moved without a press, and by how much. Whoever is moved up in a list is named. */
const instruments = `{
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) {
      if (one.hadRecentInput) continue;
      // Lines of a log make place for a new one, words of a row or a head for others: their boxes stay.
      const isInside = ({ node }) => node?.parentElement?.closest(".scroll, .row, .facts, .pane:has(.over)");
      const sources = one.sources.filter((source) => !isInside(source));
      if (one.sources.length > 0 && sources.length === 0) continue;
      const of = sources.map(({ node }) => {
        const at = node?.nodeType === 1 ? node : node?.parentElement;
        return at?.closest("[id]")?.id + " " + at?.className;
      });
      shifts.push(one.value.toFixed(4) + " " + of.join(", "));
    }
  }).observe({ type: "layout-shift", buffered: true });
}`;
const shifts = (page: Page) => page.evaluate<string[]>("shifts");

/** Two frames, after which what was painted has been measured. */
const painted = (page: Page) =>
  page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");

test.each([
  { width: 1280, chats: 1 },
  { width: 1280, chats: 2 },
  { width: 360, chats: 1 },
] as const)(
  "whatever happens in an evening shifts nothing on the screen: $width px, $chats open",
  async ({ width, chats }) => {
    const house = await server();
    await open(house);
    await open(house, house.bela);
    await act(house, house.aino, (tx, emit) => setSetting(tx, emit, { name: "chatsAtOnce", value: 4 }));
    const [noor, sam] = [await talking(house, "I am Noor"), await talking(house, "I am Sam")];
    for (const id of [noor, sam]) await annaSays(house, id, "Hello, I am Mika.");
    const ofBela = await comesIn(house, "I am Kim");
    await takes(house, house.bela, ofBela);
    for (const name of ["Ida", "Leo", "Mia"]) await comesIn(house, `I am ${name}, and I have been here for a while`);
    const { page, signIn } = await counsellor(house, { width });
    await page.addInitScript(instruments);
    await signIn(`/staff/conversation/${noor}${chats === 2 ? `?beside=${sam}` : ""}`);
    await page.locator(`#say-${noor}`).focus();
    await page.waitForSelector("#sound:not([hidden])");
    await page.evaluate("document.fonts.ready");
    await painted(page);
    await page.evaluate("shifts.length = 0");

    let mo = 0;
    const comes = async () => {
      mo = await comesIn(house, "I am Mo");
    };
    const { anna, bela } = house;
    const evening: [name: string, happens: () => Promise<unknown>, seen: string][] = [
      [
        "Noor writes",
        () => youthSays(house, noor, "and then they shouted again"),
        `#pane-${noor} .m:has-text("shouted again")`,
      ],
      ["Sam writes", () => youthSays(house, sam, "are you there?"), `#chat-${sam} .words:has-text("are you there?")`],
      ["Mo comes", comes, "#queue .row:nth-child(4)"],
      ["Mo writes", () => youthSays(house, mo, "hello?"), "#queue .row:nth-child(4)"],
      ["Mo leaves", () => youthEnds(house, mo), "#queue:not(:has(.row:nth-child(4)))"],
      [
        "a note",
        () =>
          act(house, anna, (tx, emit) =>
            writeNote(tx, emit, { conversationId: noor, staffId: anna.id, clientId: newClientId(), text: "ask Béla" }),
          ),
        ".log-note",
      ],
      [
        "a call for help",
        () => act(house, bela, (tx, emit) => askForHelp(tx, emit, { conversationId: ofBela, staffId: bela.id })),
        "#help-menu",
      ],
      [
        "a mark of risk",
        () =>
          act(house, anna, (tx, emit) => markRisk(tx, emit, { conversationId: noor, staffId: anna.id, present: true })),
        `#head-${noor} .risk-mark`,
      ],
      ["Sam ends it", () => youthEnds(house, sam), `#chat-${sam}.ended`],
      [
        "an emergency",
        () => act(house, anna, (tx, emit) => declareEmergency(tx, emit, { conversationId: noor, staffId: anna.id })),
        `#head-${noor} .emergency-mark`,
      ],
    ];
    const moved: Record<string, string[]> = {};
    for (const [name, happens, seen] of evening) {
      await happens();
      await page.locator(seen).first().waitFor({ state: "attached" });
      await painted(page);
      const now = await shifts(page);
      await page.evaluate("shifts.length = 0");
      if (now.length > 0) moved[name] = now;
    }
    await shot(page, `shifts-${width}-${chats}`);
    expect(moved).toEqual({});
    expect(await axe(page)).toEqual([]);
    await page.context().close();
    await house.stop();
  },
);
