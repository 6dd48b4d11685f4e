import type { Anna } from "./anna.ts";
import type { OldTab, Path, Tab } from "./tab.ts";
import type { School, Weather } from "./town.ts";
import { NotSeen, same, until } from "./until.ts";

/** What a step has: a new house with Anna in it, a new browser, and where both are. */
export interface Scene {
  tab: Tab;
  anna: Anna;
  origin: string;
  weather: Weather;
  shot(what: string): Promise<void>;
}

export interface OldScene extends Scene {
  tab: OldTab;
  school: School;
}

/** With scripts in the page, without in its frames. */
interface Places {
  log: Path;
  box: Path;
  state: Path;
}
export const onPage: Places = { log: ["#log"], box: [], state: ["#state"] };
export const inFrames: Places = {
  log: ["iframe.frame-log", ".log"],
  box: ["iframe.frame-box"],
  state: ["iframe.frame-log", ".status"],
};

export const first = "things at home are bad again";
const rounds = [
  ["nobody believes me", "I believe you. Tell me more."],
  ["it began in été, à l’école", "Ça va? Wat is er gebeurd?"],
  ["they took my phone", "And then? 🙂"],
] as const;
const burst = { youth: ["one", "two", "three"], anna: ["first", "second", "third"] };

/** Runs the chat with scripts, by long poll if WebSockets are blocked, else by the socket. */
export async function chat(scene: OldScene, { blocked }: { blocked: boolean }) {
  const { tab, anna, school } = scene;
  await start(scene);
  await hidden(tab, "#check", "the page to say that its line works");
  if (!blocked) await until("something to come down the WebSocket", () => tab.frames.length > 0);
  await meet(scene, onPage);
  const said = await talk(scene, onPage);
  await scene.shot(blocked ? "chat-blocked" : "chat");

  const missed = said.anna.filter((words) => !tab.frames.some((frame) => frame.includes(words)));
  if (!blocked && missed.length > 0) throw new NotSeen(`Not by the WebSocket: ${missed.join(", ")}.`);
  if (blocked && tab.frames.length > 0) throw new NotSeen("A WebSocket got through where it should be blocked.");
  if (blocked && school.refused() === 0) throw new NotSeen("The page never tried a WebSocket.");

  if (blocked) {
    await anna.end();
    await anna.told("ended by you");
  } else {
    await tab.click(["#more > summary"]);
    await tab.click(["#way summary"]);
    await tab.click(["#way .big"]);
    await anna.told("ended by them");
  }
  await tab.sees("the last page", ["[data-ended] h1"], "Did this chat help?");
  return {
    youth: said.youth.length,
    counsellor: said.anna.length,
    frames: tab.frames.length,
    refused: school.refused(),
  };
}

// First paint after a click or a Shift: a task posted from the last frame callback runs after it.
const stopwatch = `["click", "keyup"].forEach(function (kind) {
  addEventListener(kind, function (event) {
    if (kind === "keyup" && event.key !== "Shift") return;
    requestAnimationFrame(function () {
      var channel = new MessageChannel();
      channel.port1.onmessage = function () {
        console.debug("painted", document.body === null, performance.now() - event.timeStamp);
      };
      channel.port2.postMessage(0);
    });
  }, true);
})`;

/** How someone leaves fast: by a touch, unless `by` is given. */
interface Leaving {
  js: boolean;
  by?: () => Promise<unknown>;
  /** How many pictures of what is pressed still show the chat. */
  picturesBefore?: number;
}

/** Leaves in the middle of a chat, then goes Back and Forward. Returns when the page was blank, ms, where scripts blank it. */
export async function leave(scene: Scene, leaving: Leaving) {
  const { js, by = () => scene.tab.click(["#leave"]) } = leaving;
  const { tab, anna, weather, origin } = scene;
  const places = js ? onPage : inFrames;
  await talkBeforeLeaving(scene, places);
  const blank = js ? await leaveUnanswered(scene, by, leaving.picturesBefore) : undefined;
  if (!js) await by();
  await until("the ordinary site", () => tab.read(`location.href === ${JSON.stringify(weather.url)}`));
  await tab.sees("what the ordinary site shows", ["h1"], "Sun and some clouds");
  await anna.told("left fast");
  same("Cookies after leaving", await tab.cookies(origin), []);

  const back = await tab.backToStart();
  nothingLeft("Back", back);
  const forward = await tab.forwardToEnd();
  nothingLeft("Forward", forward);
  await tab.go(origin);
  nothingLeft("Who types the address", [String(await tab.read("document.documentElement.outerHTML"))]);
  await tab.sees("the door", ["form[action^='/start'] .big"]);
  // With scripts the rules stood beside the chat: one page before is left of both, and only the empty tab after.
  const [name, pages] = js ? ["Forward", forward] : ["Back", back];
  if (!pages.some((page) => page.includes('action="/start'))) {
    throw new NotSeen(`${name} never came to where the chat was.`);
  }
  if (js && back.length !== 1) throw new NotSeen(`Back goes ${back.length} pages: the chat still stands in the list.`);
  return { ...blank, back: back.length };
}

/** Comes to a chat with words of both, a page in between to go back to, and words that are typed and not sent. */
export async function talkBeforeLeaving(scene: Scene, places: Places) {
  const { tab, anna, origin } = scene;
  await start(scene);
  await meet(scene, places);
  same("Cookies in the chat", await tab.cookies(origin), ["s"]);
  await anna.say("question of Mika");
  await tab.sees("Mika’s question", places.log, "question of Mika");
  await tab.click(["#more > summary"]);
  await tab.click(["#more a[href^='/how']"]);
  await tab.sees("the rules", ["article h1"]);
  await tab.click(["article .big"]);
  await tab.sees("Mika’s question again", places.log, "question of Mika");
  await tab.type([...places.box, "#text"], "words never sent");
}

/** Throws NotSeen if a page holds words of the chat, or tells that there was one. */
export function nothingLeft(way: string, pages: readonly string[]) {
  const telling = [first, "question of Mika", "words never sent", "Mika", "Continue your chat", "data-last"];
  for (const [step, page] of pages.entries()) {
    const left = telling.filter((words) => page.includes(words));
    if (left.length > 0) throw new NotSeen(`${way}, page ${step + 1}, still shows “${left.join("”, “")}”.`);
  }
}

/** The other site does not answer yet: the page is blank by itself, and the counsellor knows already. */
export async function leaveUnanswered({ tab, anna, weather }: Scene, by: () => Promise<unknown>, picturesBefore = 0) {
  const answer = weather.hold();
  try {
    await tab.read(stopwatch);
    await by();
    const note = await until("a blank picture", () => tab.notes.find((one) => one.startsWith("painted true")));
    const late = tab.notes.filter((one) => one.startsWith("painted")).indexOf(note) - picturesBefore;
    if (late > 0) throw new NotSeen(`The page was blank ${late} pictures after the first one.`);
    await anna.told("left fast");
    return { blankMs: Math.round(Number(note.split(" ")[2])) };
  } finally {
    answer();
  }
}

/** Runs the whole chat without scripts: the log streams into one frame, the box stands in another. */
export async function withoutScript(scene: Scene) {
  const { tab, anna } = scene;
  await start(scene);
  await tab.sees("the place in line", inFrames.state, "You’re next");
  await tab.sees("the first words in the log", inFrames.log, first);
  await scene.shot("plain-waiting");
  await anna.take();
  const way = ["iframe.frame-log", ".top a"];
  await tab.sees("the way to the chat", way, "Mika is here");
  await tab.click(way);
  await until("the page of the chat, without the line", () => tab.read(`!!document.querySelector("#way summary")`));
  await tab.sees("that Mika is here", inFrames.state, "Mika is here");
  await anna.hears(first);
  const said = await talk(scene, inFrames);
  await scene.shot("plain-chat");
  await tab.click(["#more > summary"]);
  await tab.click(["#way summary"]);
  await tab.click(["#way .big"]);
  await anna.told("ended by them");
  await tab.sees("the last page", ["[data-ended] h1"], "Did this chat help?");
  await scene.shot("plain-end");
  return { youth: said.youth.length, counsellor: said.anna.length };
}

export async function start({ tab, origin, shot }: Scene) {
  await tab.go(origin);
  await tab.sees("the door", ["h1"], "Someone’s here to listen");
  await shot("door");
  await tab.type(["#text"], first);
  await tab.click(["form[action^='/start'] .big"]);
  await tab.sees("the chat page", ["#chat"]);
}

export async function meet({ tab, anna }: Scene, { state }: Places) {
  await tab.sees("the place in line", state, "You’re next");
  await anna.take();
  await tab.sees("that Mika is here", state, "Mika is here");
  await anna.hears(first);
}

/** Talks by turns, then without waiting. Throws NotSeen unless all came once, in order, on both sides, also after a reload. */
async function talk({ tab, anna }: Scene, places: Places) {
  const said = { youth: [first], anna: [] as string[] };
  const lines = [`youth: ${first}`];
  const youthSays = async (words: string) => {
    said.youth.push(words);
    lines.push(`youth: ${words}`);
    await say(tab, places, words);
  };
  const annaSays = async (words: string) => {
    said.anna.push(words);
    lines.push(`mine: ${words}`);
    await anna.say(words);
  };
  for (const [asked, answered] of rounds) {
    await youthSays(asked);
    await anna.hears(asked);
    await annaSays(answered);
    await tab.sees(`“${answered}”`, places.log, answered);
  }
  for (const words of burst.youth) await youthSays(words);
  await anna.hears(burst.youth.at(-1)!);
  for (const words of burst.anna) await annaSays(words);
  await tab.sees(`“${burst.anna.at(-1)}”`, places.log, burst.anna.at(-1)!);

  same("What Anna heard", anna.heard(), said.youth);
  await anna.shows(lines);
  await shows(tab, places, "The page, live", lines);
  await tab.reload();
  await tab.sees("the chat after a reload", places.log, burst.anna.at(-1)!);
  await shows(tab, places, "The page after a reload", lines);
  return said;
}

async function say(tab: Tab, { box }: Places, words: string) {
  const id = () => tab.read(`document.querySelector("iframe.frame-box").contentDocument.forms[0].client_id.value`);
  const before = box.length > 0 ? await id() : undefined;
  await tab.type([...box, "#text"], words);
  await tab.click([...box, ".send"]);
  // The box comes back as a page in its frame: earlier typing would go into the old one.
  if (box.length > 0) {
    await until("the box to come back", async () => {
      const now = await id();
      return now !== undefined && now !== before;
    });
  }
}

async function shows(tab: Tab, { log }: Places, what: string, lines: readonly string[]) {
  const frame = log.length > 1 ? `document.querySelector("${log[0]}").contentDocument` : "document";
  const there = await tab.read(`[].map.call(${frame}.querySelectorAll(".log .m:not(.notice)"), function (row) {
    return (row.classList.contains("sending") ? "on its way: " : row.classList.contains("me") ? "youth: " : "mine: ") +
      row.querySelector("p").textContent;
  })`);
  same(what, there ?? [], lines);
}

async function hidden(tab: Tab, selector: string, what: string) {
  await until(what, () => tab.read(`document.querySelector(${JSON.stringify(selector)}).hidden === true`));
}
