import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { NotSeen, until } from "./until.ts";
import { openDebug, type Reply } from "./wire.ts";

/** Frames from the outside in, then the element, all as CSS selectors. */
export type Path = readonly string[];

/** A tab, used as a hand and an eye use it. */
export interface Tab {
  /** Script faults and the browser's refusals. */
  complaints: string[];
  /** The page's console, heard even while another page is on its way. */
  notes: string[];
  go(address: string): Promise<void>;
  reload(): Promise<void>;
  /** Value of an expression in the page; undefined while there is no page. */
  read(expression: string): Promise<Reply>;
  /** Waits until an element has a size and, if given, these words. */
  sees(what: string, path: Path, words?: string): Promise<void>;
  click(path: Path): Promise<void>;
  type(path: Path, words: string): Promise<void>;
  /** Names of the cookies that this address would get. */
  cookies(address: string): Promise<string[]>;
  /** Goes Back to the tab's first page. Returns what each page and its frames hold. */
  backToStart(): Promise<string[]>;
  /** The same with Forward. */
  forwardToEnd(): Promise<string[]>;
  /** tests/screenshots/old/NAME.png */
  shot(name: string): Promise<void>;
  close(): void;
}

/** A tab of an old Chromium, which tells what comes down its WebSockets. */
export interface OldTab extends Tab {
  frames: string[];
}

const screenshots = fileURLToPath(new URL("../../tests/screenshots/old/", import.meta.url));
/** A small phone, CSS pixels. */
const screen = { width: 360, height: 640, deviceScaleFactor: 1, mobile: true };

// As text: these run in the page, with types this project does not have.
const found = (path: Path) =>
  `(function () {
    var path = ${JSON.stringify(path)}, at = document, x = 0, y = 0, i, all, box, el;
    for (i = 0; i < path.length; i++) {
      all = at ? at.querySelectorAll(path[i]) : [];
      el = all[all.length - 1];
      if (!el) return null;
      if (i === path.length - 1) break;
      box = el.getBoundingClientRect();
      x += box.left + el.clientLeft;
      y += box.top + el.clientTop;
      at = el.contentDocument;
    }
    return { el: el, x: x, y: y, at: at };
  })()`;

/** An expression for where a finger would touch an element; null unless it is there and nothing covers it. */
export const freePlace = (path: Path) =>
  `(function (one) {
    if (!one) return null;
    one.el.scrollIntoView({ block: "center" });
    one = ${found(path)};
    // A link of two lines has its middle beside both.
    var box = one.el.getClientRects()[0];
    if (!box) return null;
    var x = box.left + box.width / 2, y = box.top + box.height / 2;
    var top = one.at.elementFromPoint(x, y), outer = document.elementFromPoint(one.x + x, one.y + y);
    var free = top && one.el.contains(top) && (one.at === document || (outer && outer.tagName === "IFRAME"));
    return free ? { x: one.x + x, y: one.y + y } : null;
  })(${found(path)})`;

/** An expression for whether an element has a size and, if given, these words. */
export const isSeen = (path: Path, words?: string) =>
  `(function (one) {
    if (!one) return false;
    var box = one.el.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && ${words === undefined ? "true" : `one.el.textContent.indexOf(${JSON.stringify(words)}) !== -1`};
  })(${found(path)})`;

/** An expression for all that a page and its frames show or hold. */
export const everything = `(function all(page) {
  return [page.title, page.URL, page.documentElement ? page.documentElement.outerHTML : ""]
    .concat([].map.call(page.querySelectorAll("input:not([type=hidden]), textarea"), function (one) { return one.value; }))
    .concat([].map.call(page.querySelectorAll("iframe"), function (one) {
      return one.contentDocument ? all(one.contentDocument) : ""; }))
    .join("\\n");
})(document)`;

/** Takes the tab at a DevTools address; without `js` its pages run no scripts. */
export async function openTab(address: string, { js }: { js: boolean }): Promise<OldTab> {
  const debug = await openDebug(address);
  const frames: string[] = [];
  const complaints: string[] = [];
  const notes: string[] = [];
  debug.on("Network.webSocketFrameReceived", ({ response }) => frames.push(response.payloadData));
  debug.on("Runtime.exceptionThrown", ({ exceptionDetails: one }) =>
    complaints.push(`${one.text} ${one.exception?.description ?? ""}`.trim()),
  );
  debug.on(
    "Log.entryAdded",
    ({ entry }) => entry.level === "error" && complaints.push(`${entry.source}: ${entry.text}`),
  );
  debug.on("Runtime.consoleAPICalled", ({ args }) => notes.push(args.map(({ value }: Reply) => value).join(" ")));
  for (const domain of ["Page", "Network", "Runtime", "Log"]) await debug.send(`${domain}.enable`);
  await debug.send("Emulation.setDeviceMetricsOverride", screen);
  if (!js) await debug.send("Emulation.setScriptExecutionDisabled", { value: true });

  const read: Tab["read"] = async (expression) => {
    const asked = { expression, returnByValue: true };
    // Between two pages no one answers.
    const answer = await debug.send("Runtime.evaluate", asked).catch(() => undefined);
    return answer?.exceptionDetails ? undefined : answer?.result.value;
  };
  const shown = async () => {
    const text = await read(`location.href + " " + (document.body ? document.body.innerText : "")`);
    return String(text).replace(/\s+/g, " ").slice(0, 300);
  };
  /** Where a finger would touch it, once it is there and nothing covers it. */
  const place = (path: Path) =>
    until<{ x: number; y: number } | null>(
      `${path.join(" ")} to stand free`,
      () => read(freePlace(path)),
      10_000,
      shown,
    );
  const click: Tab["click"] = async (path) => {
    const at = { ...(await place(path)), button: "left", clickCount: 1 };
    await debug.send("Input.dispatchMouseEvent", { ...at, type: "mouseMoved", button: "none" });
    await debug.send("Input.dispatchMouseEvent", { ...at, type: "mousePressed" });
    await debug.send("Input.dispatchMouseEvent", { ...at, type: "mouseReleased" });
  };
  /** The page is another one, and complete. */
  const arrives = (address: string) =>
    until(
      `the page at ${address}`,
      () => read(`location.href === ${JSON.stringify(address)} && document.readyState === "complete"`),
      10_000,
      shown,
    );

  /** Through the tab's history as far as it goes; what each page shows. */
  const along = async (step: 1 | -1) => {
    const steps: string[] = [];
    for (;;) {
      const { currentIndex, entries } = await debug.send("Page.getNavigationHistory");
      const next = entries[currentIndex + step];
      if (!next) return steps;
      await debug.send("Page.navigateToHistoryEntry", { entryId: next.id });
      await until("the page beside", async () => {
        // Between two pages a newer Chromium refuses to say.
        const now = await debug.send("Page.getNavigationHistory").catch(() => undefined);
        return now?.currentIndex === currentIndex + step;
      });
      await arrives(next.url);
      steps.push(String(await read(everything)));
    }
  };

  return {
    frames,
    complaints,
    notes,
    read,
    go: async (to) => {
      const { errorText } = await debug.send("Page.navigate", { url: to });
      if (errorText) throw new NotSeen(`${to} could not be opened: ${errorText}.`);
    },
    reload: async () => {
      await read("window.before = true");
      await debug.send("Page.reload");
      await until("the page to load anew", () => read("window.before !== true && document.body !== null"));
    },
    sees: async (what, path, words) => {
      await until(what, () => read(isSeen(path, words)), 10_000, shown);
    },
    click,
    type: async (path, words) => {
      await click(path);
      for (const letter of words) await debug.send("Input.dispatchKeyEvent", { type: "char", text: letter });
    },
    cookies: async (address) => {
      const { cookies } = await debug.send("Network.getCookies", { urls: [address] });
      return cookies.map(({ name }: Reply) => name);
    },
    backToStart: () => along(-1),
    forwardToEnd: () => along(1),
    shot: async (name) => {
      mkdirSync(screenshots, { recursive: true });
      const { data } = await debug.send("Page.captureScreenshot", { format: "png" });
      writeFileSync(`${screenshots}${name}.png`, Buffer.from(data, "base64"));
    },
    close: () => debug.close(),
  };
}
