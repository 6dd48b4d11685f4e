import type { BrowserContext, Frame, Page } from "playwright-core";
import type { Mark } from "./judge.ts";

// As text: these run in the page, with types this project does not have. Each stamps in the page, at the moment itself.

const name = "porchlightSaw";

/** “Read” under the words of Noor, as soon as it stands there, by what it stands under. */
const readMarks = `(() => {
  const told = new Set();
  const look = () => {
    const read = document.getElementById("read"), log = document.getElementById("log");
    if (!read || !log || read.hidden || !read.textContent.trim()) return;
    const last = [...log.children].filter((row) => !row.hidden).at(-1);
    const seq = Number(last?.dataset.seq ?? 0);
    if (told.has(seq)) return;
    told.add(seq);
    ${name}({ at: Date.now(), seq });
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true, attributeFilter: ["hidden"] });
})()`;

/** Messages on Anna’s screen: within what she sees of the log. Looked at before each word to the server too. */
const messagesShown = `(() => {
  const told = new Set();
  const look = () => {
    if (document.visibilityState !== "visible") return;
    for (const scroll of document.querySelectorAll(".pane .scroll")) {
      const { top, bottom, height } = scroll.getBoundingClientRect();
      if (height === 0) continue;
      for (const row of scroll.querySelectorAll("[data-seq]")) {
        const seq = Number.parseInt(row.dataset.seq, 10), place = row.getBoundingClientRect();
        if (told.has(seq) || place.bottom <= top || place.top >= bottom) continue;
        told.add(seq);
        ${name}({ at: Date.now(), seq });
      }
    }
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
  document.addEventListener("scroll", look, true);
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (what) {
    look();
    return send.call(this, what);
  };
})()`;

/** Hears of every “Read” on pages of a profile that are opened from now on. */
export async function watchReadMarks(profile: BrowserContext, heard: (mark: Mark) => void): Promise<void> {
  await profile.exposeBinding(name, (_, mark: Mark) => heard(mark));
  await profile.addInitScript(readMarks);
}

/** Hears when messages stand on Anna’s screen. */
export async function watchShown(profile: BrowserContext, heard: (mark: Mark) => void): Promise<void> {
  await profile.exposeBinding(name, (_, mark: Mark) => heard(mark));
  await profile.addInitScript(messagesShown);
}

const readInFrame = `(() => {
  const read = [...document.querySelectorAll(".read")].at(-1);
  const rows = [...document.querySelectorAll(".log > .m")];
  if (!read || rows.some((row) => read.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_FOLLOWING)) return null;
  return { at: Date.now(), seq: Number(rows.at(-1)?.dataset.seq ?? 0) };
})()`;

/** Looks for “Read” in the frames of pages without scripts, twenty times a second: there nothing tells of a change. */
export function watchFrames(pages: () => Page[], heard: (mark: Mark) => void): () => Promise<void> {
  let isOver = false;
  const known = new Set<string>();
  const look = async (frame: Frame) => {
    const mark = await frame.evaluate<Mark | null>(readInFrame).catch(() => null);
    if (!mark || known.has(`${frame.url()} ${mark.seq}`)) return;
    known.add(`${frame.url()} ${mark.seq}`);
    heard(mark);
  };
  const looking = (async () => {
    while (!isOver) {
      const frames = pages().flatMap((page) => page.frames().filter((frame) => /\/log(\?|$)/.test(frame.url())));
      // A page on its way may never answer.
      await Promise.race([Promise.all(frames.map(look)), Bun.sleep(1_000)]);
      await Bun.sleep(50);
    }
  })();
  return async () => {
    isOver = true;
    await looking;
  };
}
