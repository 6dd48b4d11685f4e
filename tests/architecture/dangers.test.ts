import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ownCommand } from "#src/files.ts";
import { tree } from "./sources/tree.ts";

// What a source may not do because it would be a way in; each exception by file, with its reason.

/** Our own code at a helpline: on its server and in its browsers, without comments. */
const sources = [...tree()]
  .filter(([path]) => /^(src|views|static)\/.*\.(tsx?|js)$/.test(path))
  .map(([path, text]) => [path, text.replace(/^\s*(\/\/|\*|\/\*).*$/gm, "")] as const);

const found = (pattern: RegExp, files = sources) =>
  files.filter(([, text]) => pattern.test(text)).map(([path]) => path);

test("the sources are read, and what is looked for would be found", () => {
  expect(sources.length).toBeGreaterThan(500);
  const planted = [["src/x.ts", "const a = 1;\neval(text);\n"]] as const;
  expect(found(/\beval\(/, [...planted])).toEqual(["src/x.ts"]);
});

test("[ASVS 1.3.2] no text becomes code", () => {
  expect(
    found(/\beval\(|\bnew Function\b|\bFunction\(|set(Timeout|Interval)\(\s*["'`]|\bhx-on\b|\bjavascript:/),
  ).toEqual([]);
});

test("[ASVS 1.2.5] no program is started but Porchlight, the one that replaces it, systemctl, and what setup shows first", () => {
  const starting = ["src/backup/work.ts", "src/upgrade/hands.ts", "src/upgrade/program.ts", "src/upgrade/service.ts"];
  expect(found(/child_process|\bBun\.(spawn|\$)|\bexecSync\b/).sort()).toEqual([
    starting[0],
    "src/setup/machine.ts",
    ...starting.slice(1),
  ]);
  const texts = starting.map((path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8"));
  expect(texts.flatMap((text) => text.match(/\bspawn(Sync)?\([^,]*, \[[^\]]*[\],]/g))).toEqual([
    "spawn(program, [...args, workOption]",
    "spawn(program, [...args, upgradeOption]",
    // A file that was named to the command line, once its checksum or signature is good, and not as root.
    'spawn(program, ["--version"]',
    'spawnSync("systemctl", ["show", unit, ...properties.map((name) => `--property=${name}`)]',
    'spawnSync("systemctl", ["restart", unit]',
  ]);
  // No shell, and what was typed is in none of its words: tests/setup/steps.test.ts.
  const setup = readFileSync(new URL("../../src/setup/machine.ts", import.meta.url), "utf8");
  expect(setup.match(/\bspawnSync\([^)]*\)/g)).toEqual(['spawnSync(program, args, { stdio: "inherit" })']);
  expect(ownCommand().program).toBe(process.execPath);
});

test("[ASVS 1.2.4] no value is written into the text of SQL", () => {
  // Both write a word of the source itself.
  expect(found(/\bsql\.raw\((?!"[\w., ]+"\))/)).toEqual([]);
  // The doctor reads every table a file claims to have, by its quoted name, from a read-only file.
  expect(found(/\.(exec|prepare)\(\s*`[^`]*\$\{/)).toEqual(["src/db/doctor.ts"]);
});

test("[ASVS 1.1.2, 1.3.7, 1.3.1] what a page shows is escaped where it is written; only our own style sheets go in as they are", () => {
  const unescaped = sources.flatMap(([path, text]) =>
    [...text.matchAll(/dangerouslySetInnerHTML=\{\{ __html: ([^}]+) \}\}/g)].map(([, what]) => `${path}: ${what}`),
  );
  expect(unescaped.sort()).toEqual([
    "src/http/admin/rules/reasons.tsx: css",
    "views/admin/mail/example-mails.tsx: css",
    "views/counsellor/practice/guest.tsx: css",
    "views/layout/staff.tsx: props.frame.theme",
    "views/layout/youth.tsx: frame.css",
    "views/layout/youth.tsx: frame.noScriptCss",
    "views/youth/chat/frame.tsx: css",
    "views/youth/door/busy.tsx: css",
    // JSON that writes “<” in another way: tests/http/youth/door/how.test.ts.
    "views/youth/door/how.tsx: data",
    "views/youth/door/which.tsx: css",
    "views/youth/end/ended.tsx: css",
    "views/youth/later/later.tsx: css",
  ]);
  expect(found(/(?<!sql\.)\braw\(|document\.write|insertAdjacentHTML/)).toEqual([]);
});

test("[ASVS 1.2.9] no words of anybody become a pattern", () => {
  const built = found(/\bnew RegExp\((?!\s*["'])/);
  expect(built.sort()).toEqual([
    // The names of messengers are its own.
    "src/conversation/messages/contact-details.ts",
    // The demo looks for words of its own.
    "src/demo/colleague.ts",
    "src/directory/files/read-json.ts",
    "src/hours/files/csv.ts",
    "src/http/public/static.ts",
    "src/http/youth/chat/updates.tsx",
    "src/i18n/fold.ts",
    // The phrases of the detectors, from files of our own.
    "src/practice/detectors/hurtful.ts",
    "src/practice/detectors/patterns.ts",
    "src/settings/rules/own-rules-hints.ts",
  ]);
});

test("[ASVS 11.5.1] what must not be guessed is never made with Math.random", () => {
  expect(found(/\bMath\.random\b/).sort()).toEqual([
    "src/db/db.ts",
    "src/demo/pace.ts",
    "src/http/admin/importing/source.tsx",
    "src/jobs/outgoing.ts",
    // One of the animal names, drawn at random.
    "src/queue/start.ts",
    "static/chat-line.js",
    "static/door.js",
  ]);
});

test("[ASVS 3.5.5, 3.5.6] no page listens to another window or site, and no script of ours carries data", () => {
  // Between the pages of the staff in one browser: a BroadcastChannel reaches only the same origin.
  const between = ["static/staff-call.js", "static/staff-idle.js"];
  expect(found(/\bpostMessage\b/)).toEqual(between);
  expect(found(/(?<!\bown\.)addEventListener\(["']message["']/).filter((path) => !between.includes(path))).toEqual([]);
  // A message of our socket, not of a window.
  expect(found(/\bown\.addEventListener\(["']message["']/)).toEqual(["static/staff-live.js"]);
  expect(found(/[?&](callback|jsonp)=|createElement\(["']script["']\)/)).toEqual([]);
});
