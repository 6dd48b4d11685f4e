import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { changedLately } from "#tests/support/run/changed.ts";
import { night } from "#tests/support/run/night.ts";
import { type Group, groups, statesOf } from "#tests/support/states/groups.ts";
import { budget, shows, today } from "#tests/support/states/today.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const shown = ["views", "static"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => /\.(tsx?|js|css)$/.test(path))
    .map((path) => `${folder}/${path}`),
);

/** What is looked at in a test of its own, every day: tests/browser/admin/look.test.ts and rules-admin.test.ts. */
const elsewhere = /^views\/admin\/(look|rules)\b/;

describe("the table of states", () => {
  test("every view, style sheet and script is shown by a group", () => {
    expect(shown.length).toBeGreaterThan(200);
    expect(shown.filter((path) => !elsewhere.test(path) && !groups.some((group) => shows(group, path)))).toEqual([]);
  });

  test("every pattern of a group is of a file that is there", () => {
    const patterns = groups.flatMap((group) => group.shows.split(/\s+/));
    const of = (pattern: string) => ({ ...groups[0]!, shows: pattern });
    expect(patterns.filter((pattern) => !shown.some((path) => shows(of(pattern), path)))).toEqual([]);
  });

  test("no state has the name of another, and what is always walked leaves more than half to the others", () => {
    const names = groups.flatMap(statesOf);
    expect(new Set(names).size).toBe(names.length);
    const always = groups.filter((group) => group.always).reduce((sum, { cost }) => sum + cost, 0);
    expect(always).toBeGreaterThan(0);
    expect(always).toBeLessThan(budget / 2);
  });
});

const made = (name: string, shows: string, more: Partial<Group> = {}) =>
  ({ name, of: "youth", cost: 10, states: name, shows, ...more }) as Group;

describe("what is walked by day", () => {
  const some = [
    made("door", "views/youth/door/door.tsx static/youth.css", { always: true }),
    ...Array.from({ length: 40 }, (_, n) => made(`page ${n}`, `views/youth/page-${n}.tsx static/youth.css`)),
  ];
  const why = (changed: string[], which: string) =>
    today(some, changed).flatMap(({ group, why }) => (why === which ? [group.name] : []));

  test("what always is", () => {
    expect(why([], "always")).toEqual(["door"]);
  });

  test("what shows a changed file, and nothing for a file that is not shown", () => {
    expect(why(["views/youth/page-7.tsx", "views/youth/page-9.tsx", "src/clock.ts"], "changed")).toEqual([
      "page 7",
      "page 9",
    ]);
    expect(why(["src/clock.ts"], "changed")).toEqual([]);
  });

  test("no more than there is to spend when every group shows what was changed, what alone shows a file first", () => {
    const chosen = today(some, ["static/youth.css", "views/youth/page-7.tsx"]);
    expect(chosen.reduce((sum, { group }) => sum + group.cost, 0)).toBe(budget);
    expect(chosen.map(({ group }) => group.name)).toEqual(expect.arrayContaining(["door", "page 7"]));
  });

  test.runIf(!night)("some have their turn, the same for the same seed", () => {
    const cheap = Array.from({ length: 400 }, (_, n) => made(`page ${n}`, "views/youth/door/door.tsx", { cost: 0.1 }));
    const turn = today(cheap, []).map(({ group }) => group.name);
    expect(turn.length).toBeGreaterThan(20);
    expect(turn.length).toBeLessThan(100);
    expect(today(cheap, []).map(({ group }) => group.name)).toEqual(turn);
  });
});

describe.skipIf(Bun.which("git") === null)("what was changed lately", () => {
  function repository() {
    const at = mkdtempSync(join(tmpdir(), "porchlight-changed-"));
    onTestFinished(() => rmSync(at, { recursive: true }));
    const git = (date: string, ...words: string[]) => {
      const dates = { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date, GIT_CONFIG_GLOBAL: "/dev/null", HOME: at };
      const who = ["-c", "user.name=Noor", "-c", "user.email=noor@mail.example"];
      return execFileSync("git", ["-C", at, ...who, ...words], { env: { ...process.env, ...dates } });
    };
    const write = (path: string, text: string) => {
      mkdirSync(dirname(join(at, path)), { recursive: true });
      writeFileSync(join(at, path), text);
    };
    const commit = (date: string, ...paths: string[]) => {
      for (const path of paths) write(path, date);
      git(date, "add", "-A");
      git(date, "commit", "-q", "-m", "a change");
    };
    git("2026-11-30T08:00:00Z", "init", "-q");
    return { at, write, commit };
  }

  test("what was committed in the four hours before the last commit, and what is not committed yet", () => {
    const { at, write, commit } = repository();
    commit("2026-11-30T13:59:00Z", "views/long-ago.tsx", "views/a.tsx");
    commit("2026-11-30T14:30:00Z", "views/in the afternoon.tsx");
    commit("2026-11-30T18:00:00Z", "static/last.css");
    expect(changedLately(at)).toEqual(["static/last.css", "views/in the afternoon.tsx"]);
    write("views/a.tsx", "other words");
    write("views/new.tsx", "new");
    expect(changedLately(at)).toEqual([
      "static/last.css",
      "views/a.tsx",
      "views/in the afternoon.tsx",
      "views/new.tsx",
    ]);
  });

  test("nothing without a history", () => {
    const { at } = repository();
    rmSync(join(at, ".git"), { recursive: true });
    expect(changedLately(at)).toEqual([]);
  });
});
