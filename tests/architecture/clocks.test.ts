import { expect, test } from "vitest";
import { type ClockUse, clockUses } from "./sources/clocks.ts";
import { tree } from "./sources/tree.ts";

// No test looks at the calendar it runs on, none judges by the watch, and none sleeps: on a slow machine, or in another year, it
// would say something else. What measures is in lab/.

/** What may all the same, and why. */
const exempt: Record<string, [ClockUse[], string]> = {
  "tests/support/house/helpline.ts": [
    ["measures how long something takes"],
    "an evening of its own, always the same Tuesday, that goes on as time does",
  ],
  "tests/support/run/growth.ts": [
    ["measures how long something takes"],
    "compares work with a quarter of the same work",
  ],
  "tests/directory/search/slices.test.ts": [
    ["measures how long something takes"],
    "that others have time between the pieces: a busy machine only gives them more",
  ],
  "tests/settings/texts/own-texts-pace.test.ts": [
    ["measures how long something takes"],
    "compares a door with the same door, until one look is clear",
  ],
  "tests/bin/last-resort.test.ts": [["sleeps"], "plants a fault that comes later, in a process"],
  "tests/support/outside/caddy.ts": [
    ["measures how long something takes", "sleeps"],
    "a program that does not say when it is open",
  ],
  "tests/support/browser/cut-off.ts": [
    ["measures how long something takes", "sleeps"],
    "a line that is cut for as long as a person’s may be; how soon it is noticed is printed",
  ],
};

/** What is still to be changed: a file that is in order may be taken off at any time. */
const toDo = new Set([
  "tests/browser/staff/account/one-time-link.test.ts",
  "tests/browser/youth/chat/poll.test.ts",
  "tests/browser/youth/door/busy.test.ts",
  "tests/browser/youth/leave/leave-fast.test.ts",
  "tests/browser/youth/leave/leave-traces.test.ts",
  "tests/command/import.test.ts",
  "tests/directory/assessment/assessment-reach.test.ts",
  "tests/http/admin/people/invite-list.test.ts",
  "tests/http/admin/people/keys-second.test.ts",
  "tests/http/admin/people/keys.test.ts",
  "tests/http/admin/people/member.test.ts",
  "tests/http/admin/people/staff.test.ts",
  "tests/http/admin/rules/rules.test.ts",
  "tests/http/counsellor/chat/contact.test.ts",
  "tests/http/counsellor/chat/outside.test.ts",
  "tests/http/hostile/hostile-frames.test.ts",
  "tests/http/limits/acts.test.ts",
  "tests/http/limits/limits.test.ts",
  "tests/http/limits/refused.test.ts",
  "tests/http/limits/tries.test.ts",
  "tests/http/limits/turns.test.ts",
  "tests/http/public/hsds.test.ts",
  "tests/http/rights/passkey-ask.test.ts",
  "tests/http/session/account/confirm.test.ts",
  "tests/http/session/account/heard-again.test.ts",
  "tests/http/session/account/keys.test.ts",
  "tests/http/session/account/me.test.ts",
  "tests/http/session/account/meanwhile.test.ts",
  "tests/http/session/account/welcome.test.ts",
  "tests/http/session/signing-in/ending.test.ts",
  "tests/http/session/signing-in/refused.test.ts",
  "tests/http/session/signing-in/second-code.test.ts",
  "tests/http/session/signing-in/second.test.ts",
  "tests/http/session/signing-in/sessions.test.ts",
  "tests/http/session/signing-in/sign-in.test.ts",
  "tests/http/youth/back/back-guessing.test.ts",
  "tests/http/youth/back/secret-doors.test.ts",
  "tests/http/youth/back/secret.test.ts",
  "tests/http/youth/chat/leave.test.ts",
  "tests/http/youth/chat/long.test.ts",
  "tests/http/youth/chat/updates.test.ts",
  "tests/http/youth/door/own-texts.test.ts",
  "tests/support/hostile/keys.ts",
  "tests/support/hostile/members.ts",
  "tests/support/hostile/records.ts",
  "tests/support/states/admin/people.ts",
  "tests/support/states/staff/queue.ts",
  "tests/support/states/youth/youth.ts",
]);

const files = [...tree()].filter(
  ([path]) => /^tests\/.*\.(tsx?|mjs)$/.test(path) && !/^tests\/architecture[/.]/.test(path),
);

test.each<[string, ClockUse[]]>([
  ["const at = Date.now();", ["looks at today’s date"]],
  ["const day = new Date().getDay();", ["looks at today’s date"]],
  ["const day = Temporal.Now.plainDateISO();", ["looks at today’s date"]],
  [
    "const from = performance.now();\nexpect(performance.now() - from).toBeLessThan(5);",
    ["measures how long something takes"],
  ],
  ["const from = process.hrtime.bigint();", ["measures how long something takes"]],
  ["await Bun.sleep(100);", ["sleeps"]],
  ["await new Promise((on) => setTimeout(on, 50));", ["sleeps"]],
  ["await page.waitForTimeout(1_000);", ["sleeps"]],
  ['import { setTimeout as pause } from "node:timers/promises";', ["sleeps"]],
  ["// setTimeout(on, 50) would sleep\nawait new Promise((on) => setTimeout(on, 0));", []],
  ["const at = new Date(0);\nconst then = fakeClock(Date.UTC(2026, 10, 24)).now();", []],
])("planted: %j", (text, uses) => {
  expect(clockUses(text)).toEqual(uses);
});

test("no test looks at today, judges by the watch, or sleeps", () => {
  expect(files.length).toBeGreaterThan(500);
  const found = files.flatMap(([path, text]) => {
    const uses = clockUses(text).filter((use) => !exempt[path]?.[0].includes(use));
    return uses.length > 0 && !toDo.has(path) ? [`${path}: ${uses.join(", ")}`] : [];
  });
  expect(found).toEqual([]);
  const needless = Object.entries(exempt).filter(
    ([path, [uses]]) => !uses.every((use) => clockUses(tree().get(path) ?? "").includes(use)),
  );
  expect(needless.map(([path]) => path)).toEqual([]);
});
