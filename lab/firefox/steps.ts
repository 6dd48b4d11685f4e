import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  first,
  inFrames,
  leave,
  leaveUnanswered,
  meet,
  nothingLeft,
  onPage,
  type Scene,
  start,
  talkBeforeLeaving,
} from "#lab/old/steps.ts";
import { everything, type Path } from "#lab/old/tab.ts";
import { NotSeen, same, until } from "#lab/old/until.ts";
import { topicWords } from "#tests/support/browser/topics.ts";
import type { Line } from "#tests/support/outside/proxy.ts";
import type { Firefox } from "./bidi.ts";

/** As in lab/old, with Firefox on a line to the house that can be cut. */
export interface FirefoxScene extends Scene {
  tab: Firefox;
  js: boolean;
  setLine(line: Line): void;
  /** How chats have ended so far. */
  endings(): string[];
}

const beginning: Path = ["form[action^='/start'] .big"];
const typed = "words never sent";
const touch = ({ tab }: FirefoxScene) => tab.click(["#leave"]);

/** Leaves in the middle of a chat by touch, then goes Back as far as it goes: Y1 to Y4. */
export async function byTouch(scene: FirefoxScene) {
  const found = await leave(scene, scene);
  return { ...found, ...(await nothingOnDisk(scene)) };
}

/** The same with the keys Tab and Enter. */
export function byKeyboard(scene: FirefoxScene) {
  const { tab, js } = scene;
  const by = async () => {
    for (let presses = 1; presses < 60; presses++) {
      await tab.press("Tab");
      if (await tab.read(`document.activeElement.id === "leave"`)) return tab.press("Enter");
    }
    throw new NotSeen("The key Tab never came to “Leave fast”.");
  };
  return leave(scene, { js, by });
}

/** What Shift is used for while someone writes. */
const harmless: Record<string, string[]> = {
  capitals: ["Shift+A", "Shift+B", "Shift+C", "Shift+D"],
  "lines that end with Shift and Enter": ["Shift+Enter", "Shift+Enter", "Shift+Enter"],
  "two Shift and a letter": ["Shift", "Shift", "a", "Shift", "Shift", "b"],
  "Shift with another modifier": ["Control+Shift", "Alt+Shift", "Control+Shift", "Alt+Shift"],
  "words marked with Shift and arrows": ["Shift+ArrowLeft", "Shift+ArrowLeft", "Shift+ArrowRight"],
};

/** The same with three presses of Shift, and before that with what must not leave: Y6. */
export function byShift(scene: FirefoxScene) {
  const { tab, anna } = scene;
  const by = async () => {
    for (const [what, chords] of Object.entries(harmless)) {
      await tab.press(...chords, "Escape");
      // Heard and seen: the page is alive and nothing is under way.
      await anna.say(`after ${what}`);
      await tab.sees(`“after ${what}”`, onPage.log, `after ${what}`);
    }
    tab.notes.length = 0;
    await tab.press("Shift", "Shift", "Shift");
  };
  return leave(scene, { js: true, by, picturesBefore: 2 });
}

/** The same with five presses, as for the sticky keys of a system. */
export function bySticky(scene: FirefoxScene) {
  const by = () => scene.tab.press("Shift", "Shift", "Shift", "Shift", "Shift");
  return leave(scene, { js: true, by, picturesBefore: 2 });
}

/** Leaves on a sixth of the processor: Y4. */
export async function onASlowDevice(scene: FirefoxScene) {
  await talkBeforeLeaving(scene, onPage);
  const hurry = scene.tab.slowDown();
  try {
    return await leaveUnanswered(scene, () => touch(scene));
  } finally {
    hurry();
  }
}

/** Leaves while the server does not answer: the other site comes, and the chat ends when it answers again (Y4). */
export async function whileTheServerIsFrozen(scene: FirefoxScene) {
  const { tab, anna, setLine, origin } = scene;
  await talkBeforeLeaving(scene, onPage);
  setLine("frozen");
  await touch(scene);
  await atTheOrdinarySite(scene);
  same("Endings while the server is frozen", scene.endings(), []);
  setLine("through");
  await anna.told("left fast");
  await until("the cookies to go", async () => (await tab.cookies(origin)).length === 0);
  return { endings: scene.endings() };
}

/** Types at the door, sends nothing, and leaves from there or from the rules: Y1, Y3. */
export async function fromTheDoor(scene: FirefoxScene) {
  const { tab, origin } = scene;
  let back = 0;
  for (const from of ["the door", "the rules"]) {
    await tab.go(origin);
    await tab.type(["#text"], typed);
    if (from === "the rules") {
      await tab.click(["form a[href^='/how']"]);
      await tab.sees("the rules", ["article h1"]);
    }
    await touch(scene);
    await atTheOrdinarySite(scene);
    const pages = await tab.backToStart();
    back += pages.length;
    nothingLeft(`Back, left from ${from}`, pages);
    nothingLeft(`Forward, left from ${from}`, await tab.forwardToEnd());
  }
  same("Cookies", await tab.cookies(origin), []);
  same("Endings", scene.endings(), []);
  return { back, ...(await nothingOnDisk(scene)) };
}

/** Leaves without a network: blank at once, nothing comes back, and the first request that gets through ends the chat. */
export async function withoutNetwork(scene: FirefoxScene) {
  const { tab, anna, origin } = scene;
  const holds = async () => [String(await tab.read(everything))];
  await talkBeforeLeaving(scene, onPage);
  await tab.setOffline(true);
  await touch(scene);
  await until("the chat to be off the screen", () => tab.read(`document.getElementById("leave") === null`));
  nothingLeft("Left without a network", await holds());
  await tab.reload();
  nothingLeft("Loaded anew without a network", await holds());
  const back = await tab.backToStart();
  nothingLeft("Back without a network", back);
  await tab.reopen();
  await tab.go(origin);
  nothingLeft("Opened again without a network", await holds());
  same("Endings without a network", scene.endings(), []);

  await tab.setOffline(false);
  await tab.go(origin);
  await tab.sees("the door", beginning);
  nothingLeft("Opened again with a network", await holds());
  await anna.told("left fast");
  same("Cookies after the first request", await tab.cookies(origin), []);
  return { back: back.length, ...(await nothingOnDisk(scene)) };
}

/** Looks at what the pages leave behind before, in and after a chat: Y5, Y7 to Y9. */
export async function traces(scene: FirefoxScene) {
  const { tab, anna, origin, js } = scene;
  const seen: string[] = [];
  for (const path of ["", "how", "help", "not-here"]) {
    await tab.go(origin + path);
    seen.push(await neutral(tab));
    same(`Cookies at /${path}`, await tab.cookies(origin), []);
  }
  await start(scene);
  await meet(scene, js ? onPage : inFrames);
  const [cookie, ...more] = await tab.jar();
  const flags = cookie && [cookie.name, cookie.httpOnly, cookie.sameSite].join(" ");
  same("Cookies in the chat", [`${flags}`, ...more.map(({ name }) => name)], ["s true lax"]);
  seen.push(await neutral(tab));
  await fetchAhead(scene);
  await anna.end();
  if (!js) await tab.go(origin);
  await tab.sees("the last page", ["[data-ended] h1"]);
  seen.push(await neutral(tab));
  await touch(scene);
  await atTheOrdinarySite(scene);
  await until("the cookie to go", async () => (await tab.cookies(origin)).length === 0);
  nothingStored(tab);
  same("Endings", scene.endings(), ["ended_by_counsellor"]);
  // Firefox waits for the end of the page, which has none without scripts: it asks when that is left.
  const isForbidden = (one: string) => /^Content-Security-Policy: .*\/leave /.test(one);
  const others = tab.complaints.filter((one) => !isForbidden(one));
  const forbidden = tab.complaints.length - others.length;
  if (js && forbidden === 0) throw new NotSeen("No policy forbade fetching ahead.");
  tab.complaints.splice(0, Infinity, ...others);
  return { forbidden, pages: seen.length };
}

/** Asks for a link ahead, which the policy of the page forbids, and goes on with the chat. */
async function fetchAhead({ tab, anna, endings, js }: FirefoxScene) {
  await tab.read(`document.head.appendChild(Object.assign(document.createElement("link"),
    { rel: "prefetch", href: "/leave" })).rel`);
  await anna.say("are you there?");
  await tab.sees("Mika’s question", (js ? onPage : inFrames).log, "are you there?");
  same("Endings after a link was fetched ahead", endings(), []);
}

/** Picks a discreet look, and leaves: its cookie goes too. */
export async function inADiscreetLook(scene: FirefoxScene) {
  const { tab, origin } = scene;
  await tab.go(`${origin}how-it-looks`);
  await tab.click(["[name=look][value=notes] + span"]);
  await tab.click(["[name=pick]"]);
  await until("the tab to be called Notes", () => tab.read(`document.title === "Notes"`));
  same("Cookies in a discreet look", await tab.cookies(origin), ["v"]);
  await touch(scene);
  await atTheOrdinarySite(scene);
  await until("the cookie to go", async () => (await tab.cookies(origin)).length === 0);
  nothingLeft("Back", await tab.backToStart());
  await tab.go(origin);
  const title = await tab.read("document.title");
  if (title !== "Chat") throw new NotSeen(`After leaving the tab is called “${title}”.`);
  return { title };
}

/** The browser of this run does bring whole pages back, and prints: else what is not found proves nothing. */
export async function control({ tab, weather }: FirefoxScene) {
  await tab.go(weather.url);
  await tab.read(`document.querySelector("h1").textContent = "changed by hand"`);
  await tab.go(`${weather.url}another`);
  const pages = await tab.step(-1);
  if (!pages?.every((page) => page.includes("changed by hand"))) throw new NotSeen("Back brought no page back whole.");
  if (!hasWords(await tab.print())) throw new NotSeen("An ordinary page prints no words.");
  return { kept: "whole", printed: "words" };
}

async function atTheOrdinarySite({ tab, weather }: FirefoxScene) {
  await until("the ordinary site", () => tab.read(`location.href === ${JSON.stringify(weather.url)}`));
  await tab.sees("what the ordinary site shows", ["h1"], "Sun and some clouds");
}

/** Returns a page's title and address. Throws NotSeen if they or the icon tell its topic, or if it prints a word. */
async function neutral(tab: Firefox): Promise<string> {
  const icon = `(document.querySelector("link[rel=icon]") || {}).href`;
  const [title, path, drawn] = await tab.read(`[document.title, location.pathname + location.search, ${icon}]`);
  const telling = topicWords(`${title} ${path} ${drawn}`.replace("/help", ""));
  if (title !== "Chat" || telling.length > 0) throw new NotSeen(`${path} is called “${title}”: ${telling.join(", ")}.`);
  if (hasWords(await tab.print())) throw new NotSeen(`${path} prints words.`);
  return `${title} ${path}`;
}

/** A PDF without words has no font. */
const hasWords = (pdf: Buffer) => pdf.includes("/Font");

/** The browser deletes files of its cache meanwhile. */
function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    return Buffer.alloc(0);
  }
}

/** Waits until no file of the browser's profile holds a word of the chat. Returns after how long that was so, ms. */
async function nothingOnDisk({ tab }: FirefoxScene) {
  const began = performance.now();
  const found = () =>
    filesBelow(tab.profile).filter((file) => {
      const bytes = bytesOf(file);
      return [first, "question of Mika", typed].some(
        (w) => bytes.includes(w) || bytes.includes(Buffer.from(w, "utf16le")),
      );
    });
  let last: string[] = [];
  await until(
    "no file of the profile to hold a word",
    () => {
      last = found();
      return last.length === 0;
    },
    10_000,
    () => last.join(", "),
  );
  return { offDiskMs: Math.round(performance.now() - began) };
}

/** Throws NotSeen unless the pages have stored nothing, by any of the means that browsers have. */
function nothingStored(tab: Firefox) {
  const stored = filesBelow(join(tab.profile, "storage", "default")).filter((file) => file.includes("http+++"));
  same("Stored by pages", stored, []);
}

/** Files come and go while a browser runs. */
function filesBelow(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  } catch {
    return [];
  }
}
