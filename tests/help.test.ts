import { expect, test } from "vitest";
import { processSettings, readConfig } from "#src/config.ts";
import { command, commandHelp, commandIn, names, wordsAfter } from "#src/help.ts";

test("the settings of serve are those of the process, each with what it means and what holds without it", () => {
  const page = commandHelp(["serve"]);
  for (const setting of processSettings) {
    const without = "without" in setting ? setting.without : setting.default;
    const row = page.split("\n").find((line) => line.startsWith(`  ${setting.name} `));
    expect(row).toMatch(new RegExp(`^  ${setting.name} +${without.replace("+", "\\+")} +\\S`));
    expect(row).toContain(setting.meaning);
  }
});

test("every example is a command whose settings exist", () => {
  for (const words of names.map((name) => name.split(" "))) {
    const [, line] = /Example:\n {2}(.*)\n/.exec(commandHelp(words))!;
    const typed = line!.slice(command("").length).split(" ");
    expect(commandIn(typed)).toBe(words.join(" "));
    const options = typed.slice(words.length);
    // What is the command's own stands behind its name.
    const own =
      {
        "staff link": 2,
        hours: 2,
        "hours import": 3,
        import: 2,
        export: 2,
        "audit check": 4,
        restore: 1,
        "fetch-backups": 2,
        setup: 2,
        upgrade: 1,
      }[words.join(" ")] ?? 0;
    expect(() => readConfig({}, options.slice(own))).not.toThrow();
  }
});

test("a command is found at the beginning of the words, and only a whole one", () => {
  expect(commandIn(["staff", "link", "x"])).toBe("staff link");
  expect(commandIn(["serve", "x"])).toBe("serve");
  expect(commandIn(["staff"])).toBeUndefined();
  expect(commandIn([])).toBeUndefined();
  expect(commandIn(["constructor"])).toBeUndefined();
  expect(commandIn(["hours", "import", "x"])).toBe("hours import");
  expect(commandIn(["hours", "--line"])).toBe("hours");
  expect(wordsAfter("staff")).toEqual(["link"]);
  expect(wordsAfter("sta")).toEqual([]);
});
