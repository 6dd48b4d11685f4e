import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startProgram } from "#lab/old/browser.ts";
import { everything, freePlace, isSeen, type Tab } from "#lab/old/tab.ts";
import { until } from "#lab/old/until.ts";
import { openDebug, type Reply } from "#lab/old/wire.ts";

/** A cookie as the browser holds it. */
export interface Cookie {
  name: string;
  httpOnly: boolean;
  secure: boolean;
  sameSite: string;
}

/** A Firefox with an empty profile, driven by WebDriver BiDi as it speaks it itself. Its tab is the one that was opened last. */
export interface Firefox extends Tab {
  /** As "153.8.0". */
  version: string;
  profile: string;
  /** Presses keys one after the other; "Shift+a" are two at once. */
  press(...chords: string[]): Promise<void>;
  /** Presses Back (-1) or Forward (1). Returns what the page held at once and when it was complete; undefined if there was none. */
  step(by: 1 | -1): Promise<string[] | undefined>;
  /** Takes the network away, from tabs opened later too, or gives it back. */
  setOffline(offline: boolean): Promise<void>;
  /** Closes the tab and opens another one. */
  reopen(): Promise<void>;
  jar(): Promise<Cookie[]>;
  /** The page on paper, as a PDF. */
  print(): Promise<Buffer>;
  /** Lets all its processes run for 4 ms of every 24 until the result is called. */
  slowDown(): () => void;
  end(): Promise<void>;
}

const program = "firefox-esr";

/** Returns whether there is one, and else how to get it. */
export function missing(): string | null {
  return Bun.which(program) ? null : `There is no ${program} here. On Debian: apt-get install firefox-esr`;
}

const keys: Record<string, string> = {
  Tab: "\uE004",
  Enter: "\uE007",
  Shift: "\uE008",
  Control: "\uE009",
  Alt: "\uE00A",
  Escape: "\uE00C",
  ArrowLeft: "\uE012",
  ArrowRight: "\uE014",
};

// A world of our own beside the page's: it works where the page may run no scripts, and the page does not see it.
const sandbox = "beside";

const screenshots = fileURLToPath(new URL("../../tests/screenshots/firefox/", import.meta.url));

/** Starts Firefox; without `js` its pages run no scripts. Throws an Error with its last words if it is not up within 30 s. */
export async function startFirefox({ js }: { js: boolean }): Promise<Firefox> {
  const { profile, pid, end, fail } = startProgram(program, (home) => {
    // What is typed is otherwise noted every 15 s, to be restored: here within any step.
    const preferences = { "javascript.enabled": js, "browser.sessionstore.interval": 1_000 };
    const lines = Object.entries(preferences).map(([name, value]) => `user_pref("${name}", ${value});\n`);
    writeFileSync(join(home, "user.js"), lines.join(""));
    return ["--headless", "--no-remote", "--profile", home, "--remote-debugging-port", "0", "about:blank"];
  });
  const line = await until("Firefox to name its port", () => portIn(profile), 30_000)
    .then((port) => openDebug(`ws://127.0.0.1:${port}/session`))
    .catch(fail);
  const { send } = line;
  const { capabilities } = await send("session.new", { capabilities: {} }).catch(fail);
  const complaints: string[] = [];
  const notes: string[] = [];
  line.on("log.entryAdded", ({ level, text }) => {
    if (level === "error") complaints.push(text);
    else notes.push(text);
  });
  await send("session.subscribe", { events: ["log.entryAdded"] });

  let context = "";
  let isOffline = false;
  const setNetwork = async () => {
    const networkConditions = isOffline ? { type: "offline" } : null;
    await send("emulation.setNetworkConditions", { networkConditions, contexts: [context] });
  };
  const take = async (id: string) => {
    context = id;
    await send("browsingContext.setViewport", { context, viewport: { width: 360, height: 640 } });
    await setNetwork();
  };
  await take((await send("browsingContext.getTree")).contexts[0].context);

  const read: Firefox["read"] = async (expression) => {
    const target = { context, sandbox };
    // Of a list or an object the text comes over the wire.
    const asked = { expression: `JSON.stringify(${expression})`, target, awaitPromise: false };
    // Between two pages no one answers.
    const answer = await send("script.evaluate", asked).catch(() => undefined);
    return answer?.type === "success" && answer.result.value ? JSON.parse(answer.result.value) : undefined;
  };
  const shown = async () => {
    const text = await read(`location.href + " " + (document.body ? document.body.innerText : "")`);
    return String(text).replace(/\s+/g, " ").slice(0, 300);
  };
  const act = (id: string, type: string, actions: object[]) =>
    send("input.performActions", { context, actions: [{ id, type, actions }] });
  const click: Firefox["click"] = async (path) => {
    // What is pressed is looked for where it was last drawn: it has to stand still first.
    const places: string[] = [];
    const still = async () => {
      const place: { x: number; y: number } | null = await read(freePlace(path));
      places.push(JSON.stringify(place));
      return new Set(places.slice(-4)).size === 1 && places.length >= 4 ? place : null;
    };
    const { x, y } = await until(`${path.join(" ")} to stand free`, still, 10_000, shown);
    const place = { type: "pointerMove", x: Math.round(x), y: Math.round(y) };
    await act("finger", "pointer", [place, { type: "pointerDown", button: 0 }, { type: "pointerUp", button: 0 }]);
  };
  const strike = (chords: readonly string[]) => {
    const actions = chords.flatMap((chord) => {
      const all = chord.length === 1 ? [chord] : chord.split("+").map((key) => keys[key] ?? key);
      const down = all.map((value) => ({ type: "keyDown", value }));
      return [...down, ...all.toReversed().map((value) => ({ type: "keyUp", value }))];
    });
    return act("keys", "key", actions);
  };
  /** Without a network the browser shows a page of its own, and what stands there is looked at as on any other. */
  const load = (how: string, more: object = {}) =>
    send(`browsingContext.${how}`, { context, wait: "interactive", ...more }).catch(() => {});

  const step: Firefox["step"] = async (by) => {
    const there = await send("browsingContext.traverseHistory", { context, delta: by }).catch((error: Error) => {
      if (/no such history entry|not found/.test(error.message)) return undefined;
      throw error;
    });
    if (!there) return undefined;
    const atOnce = String(await read(everything));
    await until("the page beside", () => read(`document.readyState === "complete"`), 10_000, shown);
    return [atOnce, String(await read(everything))];
  };
  const along = async (by: 1 | -1) => {
    const pages: string[] = [];
    for (;;) {
      const page = await step(by);
      if (!page) return pages;
      pages.push(page.join("\n"));
    }
  };
  const jar = async () => {
    const { cookies } = await send("storage.getCookies");
    return cookies as Cookie[];
  };

  return {
    version: capabilities.browserVersion,
    profile,
    complaints,
    notes,
    read,
    click,
    step,
    jar,
    go: (url) => load("navigate", { url }),
    reload: () => load("reload"),
    sees: async (what, path, words) => {
      await until(what, () => read(isSeen(path, words)), 10_000, shown);
    },
    type: async (path, words) => {
      await click(path);
      await strike([...words]);
    },
    press: async (...chords) => {
      await strike(chords);
    },
    setOffline: async (offline) => {
      isOffline = offline;
      await setNetwork();
    },
    reopen: async () => {
      const before = context;
      await take((await send("browsingContext.create", { type: "tab" })).context);
      await send("browsingContext.close", { context: before });
    },
    cookies: async () => (await jar()).map(({ name }) => name),
    print: async () => Buffer.from((await send("browsingContext.print", { context })).data, "base64"),
    backToStart: () => along(-1),
    forwardToEnd: () => along(1),
    slowDown: () => slowDown(pid!),
    shot: async (name) => {
      mkdirSync(screenshots, { recursive: true });
      const { data } = await send("browsingContext.captureScreenshot", { context });
      writeFileSync(`${screenshots}${name}.png`, Buffer.from(data, "base64"));
    },
    close: () => line.close(),
    end: async () => {
      line.close();
      await end();
    },
  };
}

/** BiDi has no slow processor: the group of its processes is stopped five sixths of the time. */
function slowDown(group: number): () => void {
  let over = false;
  const turn = async () => {
    while (!over) {
      process.kill(-group, "SIGSTOP");
      await Bun.sleep(20);
      process.kill(-group, "SIGCONT");
      await Bun.sleep(4);
    }
  };
  void turn();
  return () => {
    over = true;
  };
}

function portIn(profile: string): number | undefined {
  try {
    const written = JSON.parse(readFileSync(join(profile, "WebDriverBiDiServer.json"), "utf8")) as Reply;
    return written.ws_port;
  } catch {
    return undefined;
  }
}
