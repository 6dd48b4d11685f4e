import type { Page } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { dangerMostMs } from "#src/conversation/safety/left-in-danger.ts";
import { catalog, type Key, languages, translate } from "#src/i18n/i18n.ts";
import { concernHeldDays } from "#src/settings/rules/facts.ts";
import { close } from "#tests/support/browser/browser.ts";
import { replaceEveryText, sign } from "#tests/support/made/own-texts.ts";
import { night, oneInTurn } from "#tests/support/run/night.ts";
import { everyDoorState, everyPlainDoorState } from "#tests/support/states/youth/door.ts";
import { someYouthStates } from "#tests/support/states/youth/some.ts";
import {
  everyPlainYouthState,
  everyYouthState,
  type LookAt,
  type TimedServer,
  timedServer,
} from "#tests/support/states/youth/youth.ts";

afterAll(close);

// As text: it runs in the page, whose types this project does not have.
const everyWord = `(() => {
  // What somebody wrote, names, and the rules of the service, which are computed.
  const apart = ["style, script, title, noscript, textarea, header strong, footer [lang], strong[dir], .last", ".m:not(.notice)"];
  if (location.pathname === "/how") apart.push("section:not(#hours)");
  if (location.pathname === "/help") apart.push("#danger ul");
  // The words of a card are set with the card.
  apart.push("#meanwhile > details:has(> p[dir])");
  const said = [];
  const walk = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    if (!node.parentElement.closest(apart.join())) said.push(node.textContent);
  }
  const read = ["placeholder", "aria-label", "title", "alt"];
  for (const one of document.querySelectorAll("*")) {
    if (one.matches(apart.join())) continue;
    for (const { name, value } of one.attributes) {
      if (read.includes(name) || (name.startsWith("data-") && / /.test(value))) said.push(value);
    }
  }
  return said.map((text) => text.trim()).filter((text) => /\\p{L}/u.test(text));
})()`;

/** What it means to delete a chat, and who can see what, are promises, as the rules are: nobody puts them otherwise. */
const promised = new Set(
  languages.flatMap((language) =>
    Object.keys(catalog(language))
      .filter((key) => /^rules\.(clear\.|traces\.(network|screen)$)/.test(key))
      .map((key) => translate(language)(key as Key, { hours: dangerMostMs / 3_600_000, days: concernHeldDays })),
  ),
);

interface Said {
  /** States in which the helpline’s own texts were read. */
  seen: string[];
  /** What was said in other words, by the state. */
  otherwise: [string, string[]][];
}

/** Goes through states of a house whose every text is its own. */
async function said(states: (lookAt: LookAt) => Promise<unknown>): Promise<Said> {
  const found: Said = { seen: [], otherwise: [] };
  await states(async (name: string, page: Page) => {
    const words = (await Promise.all(page.frames().map((frame) => frame.evaluate<string[]>(everyWord)))).flat();
    const others = words.filter((text) => !text.includes(sign) && !promised.has(text));
    if (others.length > 0) found.otherwise.push([name, others]);
    if (words.length > others.length) found.seen.push(name);
  });
  return found;
}

async function inHouse(states: (house: TimedServer) => Promise<unknown>) {
  const house = await timedServer();
  await replaceEveryText(house);
  await states(house);
  await house.stop();
}

const everybody = night ? everyYouthState : someYouthStates;

test.each(oneInTurn("own texts in", ["en", "fr"]))(
  "every sentence of the chat and beside it can be replaced (%s)",
  async (locale) => {
    const { seen, otherwise } = await said((lookAt) => inHouse((house) => everybody(house, locale, lookAt)));
    const some = [
      "youth-door",
      ...(night ? ["youth-chat-offline", "youth-ended-answered", "youth-500"] : ["youth-ended"]),
    ];
    expect(seen).toEqual(expect.arrayContaining(some));
    expect(otherwise).toEqual([]);
  },
);

const walks: { where: string; states: (lookAt: LookAt) => Promise<unknown>; some: string[] }[] = [
  {
    where: "without scripts, in the frames",
    states: (lookAt) => inHouse((house) => everyPlainYouthState(house, "en", lookAt)),
    some: ["plain-begun", "plain-chat-refused", "plain-chat-over"],
  },
  {
    where: "at the door, and where somebody waits in vain",
    states: async (lookAt) => (await everyDoorState("en", lookAt, replaceEveryText)).stop(),
    some: ["door-closed", "door-full", "waiting-closing", "waiting-unanswered"],
  },
  {
    where: "at the door without scripts",
    states: async (lookAt) => (await everyPlainDoorState("en", lookAt, replaceEveryText)).stop(),
    some: ["plain-waiting-unanswered"],
  },
];

test.each(oneInTurn("own texts", walks))("every sentence can be replaced $where", async ({ states, some }) => {
  const { seen, otherwise } = await said(states);
  expect(seen).toEqual(expect.arrayContaining(some));
  // What an admin wrote for a day.
  const note = ["door-closed-note", ["Closed for Christmas"]];
  expect(otherwise).toEqual(some.includes("door-closed") ? [note] : []);
});
