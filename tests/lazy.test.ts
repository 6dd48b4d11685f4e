import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { lazily } from "#src/lazy.ts";
import { target } from "#tests/architecture/rooms.ts";
import { scan } from "#tests/architecture/sources/scan.ts";
import { tree } from "#tests/architecture/sources/tree.ts";

// A start waits for what opens the door and carries a chat. What is loaded later is tried here, and not first at night.

const root = fileURLToPath(new URL("../", import.meta.url));
const ours = [...tree()].filter(([path]) => /^(src|views)\/.*\.tsx?$/.test(path));

/** Returns the files and packages that are loaded when files of ours are, by path or name; `#sqlite` stands for itself. */
function loadedWith(...paths: string[]): string[] {
  const found = new Set(paths);
  for (const path of found) {
    const text = /\.tsx?$/.test(path) ? (tree().get(path) ?? "") : "";
    for (const { from, typeOnly, later } of scan(text).imports) {
      const to = target(from, path);
      if (!typeOnly && !later) found.add("file" in to ? to.file : to.package);
    }
  }
  return [...found].sort();
}

/** What a module that is loaded later is asked for: `const { … } = lazily(() => import("…"))`. */
const askedFor = /const \{([^}]*)\} = lazily\(\s*\(\) => import\("([^"]+)"\),?\s*\)/g;

test("every part that is loaded later is there, with all that is asked of it", { timeout: 120_000 }, async () => {
  let parts = 0;
  for (const [path, text] of ours) {
    const names = new Map([...text.matchAll(askedFor)].map(([, all, from]) => [from!, all!.split(",")]));
    for (const { from } of scan(text).imports.filter(({ later }) => later)) {
      const to = target(from, path);
      const place = "file" in to ? root + to.file : to.package;
      const module = await import(place);
      const wanted = (names.get(from) ?? []).map((name) => name.trim()).filter((name) => name !== "");
      const missing = wanted.filter((name) => typeof module[name] !== "function");
      expect({ path, from, missing }).toEqual({ path, from, missing: [] });
      parts += 1;
    }
  }
  expect(parts).toBeGreaterThan(80);
});

const ofMain = [
  ...["src/clock.ts", "src/command/terminal.ts", "src/embedded.ts", "src/errors.ts", "src/files.ts"],
  ...["src/i18n/when.ts", "src/lazy.ts", "src/log.ts", "src/main.ts"],
];

test("`porchlight --version` loads nothing of the house", () => {
  expect(loadedWith("src/main.ts")).toEqual([...ofMain, "node:fs", "node:url"].sort());
});

test("`porchlight health` loads its question, and nothing of the house", () => {
  const loaded = loadedWith("src/main.ts", "src/help.ts", "src/config.ts", "src/health.ts");
  const more = ["src/config.ts", "src/health.ts", "src/help.ts", "src/installed.ts", "src/outgoing/targets.ts"];
  const packages = ["ipaddr.js", "node:fs", "node:http", "node:net", "node:path", "node:timers/promises", "node:url"];
  expect(loaded).toEqual([...ofMain, ...more, "src/staff/permissions.ts", ...packages].sort());
});

test("a start loads neither the admin’s pages, nor what few evenings need", () => {
  const loaded = loadedWith("src/main.ts", "src/command/serve.ts", "src/listen-bun.ts");
  expect(loaded).toEqual(expect.arrayContaining(["src/http/youth/door/door.tsx", "src/http/youth/chat/chat.tsx"]));
  const late =
    /^(src\/(http\/admin|setup|demo|directory\/files\/csv|command\/copies)\/|src\/directory\/sharing\/feed\.ts|@|age-|altcha|aws4|fflate|nodemailer|pngjs|qr$)/;
  // `npm run walk -- hours` follows this one, by way of as few files as it may.
  const followed = ["hours/hours.tsx", "hours/hours-form.ts", "hours/hours-file.ts", "entry/entry-choices.ts"].map(
    (one) => `src/http/admin/${one}`,
  );
  expect(loaded.filter((one) => late.test(one) && !followed.includes(one))).toEqual([]);
});

test("a part is loaded once it is called, and what it says or throws comes to the caller", async () => {
  let loads = 0;
  const part = lazily(async () => {
    loads += 1;
    return { sum: (a: number, b: number) => a + b, fail: () => Promise.reject(new Error("not today")) };
  });
  const { sum, fail } = part;
  expect(loads).toBe(0);
  expect(await sum(2, 3)).toBe(5);
  await expect(fail()).rejects.toThrow("not today");
  expect(loads).toBe(2);
});
