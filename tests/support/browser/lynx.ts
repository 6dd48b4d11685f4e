import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { patience } from "#tests/support/run/night.ts";

/** Someone at lynx, a text browser: no scripts, styles or frames. */
export interface Lynx {
  screen(): Promise<string>;
  /** Waits until the screen holds these words. */
  sees(words: string): Promise<void>;
  /** Follows the first link or presses the first button with this beginning. */
  presses(name: string): Promise<void>;
  /** Writes into the first field after these words. */
  writes(after: string, words: string): Promise<void>;
  quit(): Promise<void>;
}

/** A screen drawn anew begins with it (VT100: home, erase). */
const cleared = "\u001b[H\u001b[J";
/** The menu at the bottom of a page is drawn last. */
const complete = /history list .*\S/;
const options = ["-accept_all_cookies", "-number_fields", "-tna", "-nopause", "-noreferer"];

/** Opens an address in lynx, in its own terminal. Throws if lynx is not installed. */
export function lynx(address: string): Lynx {
  const program = Bun.which("lynx");
  if (!program) throw new Error("lynx was not found. Install it (apt install lynx) and run the tests again.");
  const home = mkdtempSync(join(tmpdir(), "porchlight-lynx-"));
  const letters = new TextDecoder();
  let shown = "";
  const terminal = new Bun.Terminal({
    cols: 160,
    rows: 140,
    data: (_, bytes) => {
      shown += letters.decode(bytes, { stream: true });
    },
  });
  const env = { TERM: "vt100", HOME: home, LANG: "C.UTF-8", LYNX_TEMP_SPACE: home };
  const running = Bun.spawn([program, ...options, address], { terminal, env, cwd: home });

  const waitFor = (what: RegExp) => expect.poll(() => plain(shown), { timeout: patience(10_000) }).toMatch(what);
  const types = async (keys: string, then: RegExp) => {
    shown = "";
    terminal.write(keys);
    await waitFor(then);
  };
  /** Redraws until it is so: a key pressed while a page loads is lost. */
  const drawn = async (so: RegExp) => {
    let asked = 0;
    const whole = () => {
      if (asked++ % 10 === 0) terminal.write("\f");
      return plain(shown.slice(shown.lastIndexOf(cleared)));
    };
    shown = "";
    await expect.poll(whole, { timeout: patience(10_000) }).toMatch(so);
    return plain(shown.slice(shown.lastIndexOf(cleared)));
  };
  const screen = () => drawn(complete);
  const numberOf = async (pattern: RegExp) => {
    const now = await screen();
    const found = pattern.exec(now)?.[1];
    if (!found) throw new Error(`lynx shows nothing like ${pattern}: ${now}`);
    return found;
  };
  const goTo = async (number: string, then: RegExp) => {
    // Other digits move as on a number pad.
    await types("0", /number: /);
    await types(`${number}\r`, then);
  };
  return {
    screen,
    sees: async (words) => {
      await drawn(new RegExp(`${escaped(words)}.*${complete.source}`));
    },
    presses: async (name) => {
      const button = (await screen()).match(new RegExp(`\\(\\[(\\d+)\\]\\w+\\) ${escaped(name)}`))?.[1];
      if (!button) return goTo(await numberOf(new RegExp(`\\[(\\d+)\\]${escaped(name)}`)), /\S/);
      // A link's number follows it, a button's only goes there.
      await goTo(button, /to submit/);
      await types("\r", /\S/);
    },
    writes: async (after, words) => {
      await goTo(await numberOf(new RegExp(`${escaped(after)}.*?\\[(\\d+)\\]_`)), /\S/);
      await types("\r", /Enter text/);
      // Each letter is drawn by itself, with cursor moves between.
      await types(words, new RegExp([...words.replace(/\s/g, "")].map(escaped).join("\\s*")));
      await types("\t", /\S/);
    },
    quit: async () => {
      running.kill();
      await running.exited;
      terminal.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

/** A terminal's text without colours; cursor moves become spaces. */
function plain(told: string): string {
  const esc = String.fromCharCode(27);
  return told
    .replace(new RegExp(`${esc}\\[[\\d;]*m|${esc}[()][0B]|[\\x0e\\x0f]`, "g"), "")
    .replace(new RegExp(`${esc}(\\[[^A-Za-z]*[A-Za-z]|[=>])`, "g"), " ")
    .replace(/[\s\p{Cc}]+/gu, " ");
}
