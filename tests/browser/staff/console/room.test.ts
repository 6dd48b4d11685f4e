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

// The room around the chats: what is in sight, which chat is in front, and that nothing moves by itself.

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

test("on a low screen whoever waits is seen, with the button that takes them; what is over stands last and apart", async () => {
  const house = await server();
  await open(house);
  const [over, on] = [await talking(house, "I am Noor"), await talking(house, "I am Sam")];
  for (let n = 1; n <= 6; n++) await comesIn(house, `person ${n}`);
  await youthEnds(house, over);
  const { page, signIn } = await counsellor(house);
  await signIn();
  const ids = await page.locator("#chats .row").evaluateAll((rows) => rows.map((row) => row.id));
  expect(ids).toEqual([`chat-${on}`, `chat-${over}`]);
  for (const [width, height, most] of [
    [1280, 600, 2],
    [1024, 480, 1],
    [360, 640, 3],
    [568, 320, 1],
  ] as const) {
    await page.setViewportSize({ width, height });
    // A row is seen when the button at its end is what a pointer meets.
    const seen = await page.evaluate(`[...document.querySelectorAll("#queue .row .link")].filter((link) => {
      const { left, top, bottom } = link.getBoundingClientRect();
      return [top + 2, bottom - 2].every((y) => link.contains(document.elementFromPoint(left + 4, y)));
    }).length`);
    expect(seen, `${width} × ${height}`).toBeGreaterThanOrEqual(most);
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
  }
  await page.context().close();
  await house.stop();
});

test("rows are 76 px high at most; what does not fit is counted; at capacity only someone urgent can be taken", async () => {
  const house = await server();
  await open(house);
  for (const name of ["Noor", "Sam"]) await talking(house, `I am ${name}`);
  for (let n = 1; n <= 8; n++)
    await comesIn(house, `person ${n} who waits writes more than has room in two lines of a row, and goes on`);
  const urgent = await comesIn(house, "I am Ida", { urgent: true });
  const { page, signIn } = await counsellor(house);
  await signIn();
  const heights = await page
    .locator(".row")
    .evaluateAll((rows) => rows.map((row) => row.getBoundingClientRect().height));
  expect(Math.max(...heights)).toBeLessThanOrEqual(76);
  const cut = await page.evaluate<number>(`(() => {
    const end = document.querySelector("#queue .rows").getBoundingClientRect().bottom;
    return [...document.querySelectorAll("#queue .row")].filter((row) => row.getBoundingClientRect().bottom > end + 1).length;
  })()`);
  expect(cut).toBeGreaterThan(0);
  expect(await page.textContent(".more-below")).toBe(`${cut} more`);
  const next = page.locator("#take-next");
  expect(await next.isDisabled()).toBe(true);
  expect((await next.innerText()).trim()).toBe("You’re at capacity");
  await page.hover("#queue .row.normal >> nth=0");
  expect(await page.locator("#queue .row.normal form:visible").count()).toBe(0);
  await page.focus(`#claim-${urgent}`);
  await page.keyboard.press("Enter");
  await page.waitForSelector(`#pane-${urgent}`);
  // In danger they are first among her chats, though she took them last.
  expect(await page.locator("#chats .row").first().getAttribute("id")).toBe(`chat-${urgent}`);
  await page.context().close();
  await house.stop();
});

test("of two chats one is in front: the column beside them is about it, its Send alone is filled, and drafts of both stay", async () => {
  const house = await server();
  await open(house);
  const [noor, sam] = [await talking(house, "I am Noor"), await talking(house, "I am Sam")];
  const { page, signIn } = await counsellor(house);
  await signIn(`/staff/conversation/${noor}?beside=${sam}`);
  await page.waitForSelector("#sound:not([hidden])");
  const front = () => page.locator(".pane[data-front]").evaluateAll((all) => all.map(({ id }) => id));
  const columns = () => page.locator(".side:visible").evaluateAll((all) => all.map(({ id }) => id));
  const filled = () =>
    page.evaluate<string[]>(`[...document.querySelectorAll(".send")]
      .filter((one) => getComputedStyle(one).color !== getComputedStyle(document.body).color)
      .map((one) => one.closest(".pane").id)`);
  for (const [id, other] of [
    [sam, noor],
    [noor, sam],
  ] as const) {
    await page.fill(`#say-${id}`, `draft of ${id}`);
    expect(await front()).toEqual([`pane-${id}`]);
    expect(await columns()).toEqual([`side-${id}`]);
    expect(await filled()).toEqual([`pane-${id}`]);
    const name = await page.textContent(`#name-${id}`);
    expect(await page.textContent(`#side-${id} .side-of`)).toContain(name);
    await page.locator(`#scroll-${id}`).press("r");
    await page.waitForSelector(`#words-${id}:focus`);
    expect(await page.locator(`#scroll-${other}`).isVisible()).toBe(true);
  }
  // The row of an open chat leads to its field; the other stays, with its draft. By its key, as the list may have just moved.
  await page.locator(`#open-${sam}`).press("Enter");
  await page.waitForSelector(`#say-${sam}:focus`);
  expect([await page.inputValue(`#say-${noor}`), await page.inputValue(`#say-${sam}`)]).toEqual([
    `draft of ${noor}`,
    `draft of ${sam}`,
  ]);
  await page.context().close();
  await house.stop();
});

test("a menu closes when its act is done, and ending as no counselling asks once", async () => {
  const house = await server();
  await open(house);
  const noor = await talking(house, "banana");
  const { page, signIn } = await counsellor(house);
  await signIn(`/staff/conversation/${noor}`);
  await page.waitForSelector("#sound:not([hidden])");
  await page.click(`#risk-menu-${noor} summary`);
  await page.click(`#risk-${noor}`);
  await page.waitForSelector(`#risk-menu-${noor}:not([open]) #end-risk-${noor}`, { state: "attached" });
  await page.click(`#risk-menu-${noor} summary >> nth=0`);
  await page.click(`#end-risk-${noor} summary`);
  await page.check(`#end-risk-${noor} [value=plan]`);
  await page.click(`#risk-over-${noor}`);
  await page.waitForSelector(`#risk-menu-${noor}:not([open]) #risk-${noor}[value=present]`, { state: "attached" });
  await page.click(`#more-${noor} > summary`);
  expect(await page.locator(`#aside-joke-${noor}`).isVisible()).toBe(false);
  await page.click(`#aside-${noor} > summary`);
  await page.click(`#aside-joke-${noor}`);
  await page.waitForSelector(`#pane-${noor} .over`);
  await page.context().close();
  await house.stop();
});
