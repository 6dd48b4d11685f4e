import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { projectFile } from "#src/files.ts";
import { translate } from "#src/i18n/i18n.ts";
import { keyMap } from "#views/counsellor/console/keys.tsx";
import { everyTab } from "#views/counsellor/console/side-tabs.ts";

const at = (path: string) => fileURLToPath(new URL(`../../../../${path}`, import.meta.url));
const files = (folder: string, ending: RegExp) =>
  readdirSync(at(folder), { recursive: true, encoding: "utf8" })
    .filter((name) => ending.test(name))
    .map((name) => readFileSync(at(`${folder}/${name}`), "utf8"));

/** The single keys that the console listens to: those of the room, and those that stand in what they press. */
function heard(): string[] {
  const room = projectFile("static/console-room.js");
  const table = room.slice(room.indexOf("const keys = {"), room.indexOf("// What stands beside a chat has letters"));
  const ofRoom = [...table.matchAll(/^ {4}"?(\S)"?: \(\) =>/gm)].map(([, key]) => key!);
  const pressed = files("views/counsellor", /\.tsx$/).flatMap((text) =>
    [...text.matchAll(/data-letter="(.)"/g)].map(([, key]) => key!),
  );
  const tabs = everyTab.flatMap(({ letter }) => letter ?? []);
  const digits = /\/\^\[1-9\]\$\//.test(room) ? ["1", "9"] : [];
  return [...new Set([...ofRoom, ...pressed, ...tabs, ...digits].map((key) => key.toUpperCase()))].sort();
}

test("the map holds every single key that the console listens to, and no other", () => {
  const shown = keyMap.flatMap(({ keys }) => keys).filter((key) => key.length === 1 && !"↵…".includes(key));
  expect(heard().length).toBeGreaterThan(15);
  expect([...new Set(shown)].sort()).toEqual(heard());
  for (const key of ["Esc", "↵", "⇧ ↵", "Ctrl ↵"]) expect(keyMap.flatMap(({ keys }) => keys)).toContain(key);
});

test("no script of the console listens to another single key by itself", () => {
  const known = new Set(keyMap.flatMap(({ keys }) => keys.map((key) => key.toLowerCase())));
  const others = files("static", /^console.*\.js$/).flatMap((text) =>
    [...text.matchAll(/key(?:\.toLowerCase\(\))? [!=]== "(.)"/g)].map(([, key]) => key!),
  );
  // Space ticks what has the focus, as everywhere.
  expect(others.filter((key) => key !== " " && !known.has(key))).toEqual([]);
});

test("the map is printed in the docs, word for word", () => {
  const t = translate("en");
  const printed = [...projectFile("docs/console.md").matchAll(/^\| (`.+`) \| (.+) \|$/gm)].map(([, keys, words]) => [
    keys,
    words,
  ]);
  expect(printed).toEqual(
    keyMap
      .filter(({ by }) => by !== "ctrl")
      .map(({ keys, words }) => [keys.map((key) => `\`${key}\``).join(" "), t(words)]),
  );
});
