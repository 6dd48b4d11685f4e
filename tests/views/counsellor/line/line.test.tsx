import { expect, test } from "vitest";
import { languages, translate } from "#src/i18n/i18n.ts";
import type { DoorNow } from "#src/queue/door/door.ts";
import { type Asked, LinePage } from "#views/counsellor/line/line.tsx";
import { LineStatus } from "#views/counsellor/line/line-menu.tsx";
import { DoorSays, type LineNow } from "#views/counsellor/line/line-state.tsx";
import { when, whenEnds } from "#views/counsellor/when.ts";
import { frame, lineNow, now, zone } from "../sample.tsx";

// It is Thursday, 13:00 in Brussels.
const hour = 3_600_000;
const day = 24 * hour;
const t = translate("en");
const words = (html: unknown) => String(html).replace(/<[^>]+>/g, "");
const says = (door: Partial<DoorNow>, more: Partial<LineNow> = {}, language: (typeof languages)[number] = "en") =>
  words(<DoorSays t={translate(language)} line={lineNow(more, door)} now={now} />);
const luna = { alias: "Luna", until: now + 6.5 * hour, reason: "fire alarm" };

test.each([
  [now + 9 * hour, "22:00"],
  [now + 11 * hour, "tomorrow 00:00"],
  [now + 34 * hour, "tomorrow 23:00"],
  [now + 35 * hour, "Saturday 00:00"],
  [now + 5 * day, "Tuesday 13:00"],
  [now + 7 * day, "22 January 13:00"],
  [now + 100 * day, "25 April 14:00"],
])("%i is %s", (at, said) => {
  expect(when(t, at, now, zone)).toBe(said);
});

test.each([
  [now + 9 * hour, "22:00"],
  [now + 11 * hour, "24:00"],
  [now + 13 * hour, "tomorrow 02:00"],
  [now + 35 * hour, "tomorrow 24:00"],
  [now + 59 * hour, "Saturday 24:00"],
])("%i as an end is %s: the end of a day belongs to it", (at, said) => {
  expect(whenEnds(t, at, now, zone)).toBe(said);
});

test("when is by the clock of the line, not of the server", () => {
  expect(when(t, now + 9 * hour, now, "Pacific/Auckland")).toBe("10:00");
  expect(when(t, now + 9 * hour, now, "America/New_York")).toBe("16:00");
});

test.each<[Partial<DoorNow>, string]>([
  [{}, "Open until 22:00"],
  [{ until: null }, "Open"],
  [{ until: now + 11 * hour }, "Open until 24:00"],
  [{ state: "closed", reason: "outside_hours", until: null, next: now + 29 * hour }, "Closed, opens tomorrow 18:00"],
  [{ state: "closed", reason: "outside_hours", until: null, next: now + 11 * hour }, "Closed, opens tomorrow 00:00"],
  [{ state: "closed", reason: "outside_hours", until: null }, "Closed"],
  [{ state: "last_entry", reason: "closing_soon", closing: true }, "Closing soon (22:00)"],
  [{ state: "full", reason: "queue_full" }, "Full"],
  [{ state: "full", reason: "queue_full", closing: true }, "Full, closing soon (22:00)"],
  [{ state: "late", reason: "nobody_yet" }, "Not staffed yet"],
  [{ state: "paused", reason: "nobody_there" }, "Paused"],
  [{ state: "locked", reason: "no_key" }, "Can’t open"],
])("%j: %s", (door, sentence) => {
  expect(says(door)).toBe(sentence);
});

test("what somebody decided: who, until when and why", () => {
  const closed = { state: "closed", reason: "closed_by_hand", until: null } as const;
  const paused = { state: "paused", reason: "paused_by_hand" } as const;
  const opened = { state: "open", reason: "opened_by_hand", until: now + 10 * hour } as const;
  expect(says(paused, { decided: { ...luna, kind: "paused" } })).toBe("Paused by Luna until 19:30: fire alarm");
  expect(says(closed, { decided: { ...luna, kind: "closed", until: null } })).toBe("Closed by Luna: fire alarm");
  expect(says(closed, { decided: { ...luna, kind: "closed", reason: "" } })).toBe("Closed by Luna until 19:30");
  // Opened until 19:30, but the hours go on until 23:00.
  expect(says(opened, { decided: { ...luna, kind: "open" } })).toBe("Open until 23:00, opened by Luna: fire alarm");
});

test("every state has its sentence in every language", () => {
  const states = ["locked", "closed", "paused", "late", "full", "last_entry", "open"] as const;
  for (const language of languages) {
    const all = states.map((state) => says({ state, closing: state === "last_entry" }, {}, language));
    expect(new Set(all).size).toBe(states.length);
    expect(all.join()).not.toMatch(/[<>{}]/);
  }
});

const status = (lines: LineNow[], more: { mayDecide?: boolean; deserted?: string[]; helps?: boolean } = {}) =>
  String(
    <LineStatus
      t={t}
      lines={lines}
      deserted={more.deserted ?? []}
      helps={more.helps ?? true}
      mayDecide={more.mayDecide ?? false}
      availableCount={1}
      now={now}
    />,
  );

test("a counsellor of one line has a sentence and no menu; of several a menu, with nothing to decide in it", () => {
  const night = lineNow({ id: 2, name: "Night <line>" }, { state: "closed", reason: "outside_hours", until: null });
  expect(status([lineNow()])).not.toMatch(/<details|<a |<button/);
  const several = status([lineNow(), night]);
  expect(words(several)).toContain("1 of 2 lines open");
  expect(several).toContain("Night &lt;line&gt;");
  expect(several).not.toMatch(/<a |<button|decide/);
});

test("only what makes sense now can be decided", () => {
  const offered = (line: LineNow) =>
    [...status([line], { mayDecide: true }).matchAll(/(?:do=|id=")(open|paused|closed|lift)(?=["-])/g)]
      .map((found) => found[1])
      .filter((one, i, all) => all.indexOf(one) === i)
      .sort();
  const closed = { state: "closed", reason: "outside_hours", until: null } as const;
  const byHand = { state: "paused", reason: "paused_by_hand" } as const;
  expect(offered(lineNow())).toEqual(["closed", "paused"]);
  expect(offered(lineNow({ opening: "outside" }, closed))).toEqual(["closed", "open"]);
  expect(offered(lineNow({ decided: { ...luna, kind: "paused" } }, byHand))).toEqual(["closed", "lift", "paused"]);
});

test("what helps a line where nobody is, for those whom it can help", () => {
  expect(status([lineNow()], { deserted: ["Main line"] })).toContain("No one is available: press Available.");
  expect(status([lineNow()], { deserted: ["Main line"], helps: false })).toContain("No one is available.");
  const two = status([lineNow(), lineNow({ id: 2, name: "Night" })], { deserted: ["Night"] });
  expect(two).toContain("No one is available for Night: press Available.");
});

test("a decision outside the hours is told too, so that it can be lifted", () => {
  const closed = { state: "closed", reason: "outside_hours", until: null } as const;
  const html = status([lineNow({ opening: "outside", decided: { ...luna, kind: "paused" } }, closed)], {
    mayDecide: true,
  });
  expect(words(html)).toContain("Paused by Luna until 19:30: fire alarm");
  expect(html).toContain("Back to normal hours");
});

const asked: Asked = {
  kind: "closed",
  ends: ["15", "30", "60", "closing", "lift", "time"],
  closes: now + 9 * hour,
  waiting: 3,
  maxReason: 200,
  end: "closing",
  time: "",
  reason: "",
  refused: null,
};
const page = (more: Partial<Asked>) =>
  String(<LinePage frame={frame()} line={lineNow()} asked={{ ...asked, ...more }} now={now} />);

test("before closing it says how many are told; where nobody waits there is nothing to confirm", () => {
  expect(words(page({}))).toContain("3 people are waiting and will be told that the line has closed.");
  expect(page({})).toContain("Tell them and close");
  expect(page({ waiting: 0 })).not.toContain('class="loss"');
  expect(page({ waiting: 0 })).toContain("Close the line");
  expect(words(page({ kind: "paused" }))).toContain("3 people are waiting and keep their places.");
  expect(words(page({}))).toContain("until closing time, 22:00");
});

test("a refusal stands beside its field, and is said of it", () => {
  const html = page({ time: "half nine", end: "time", refused: { field: "until", sentence: "This is no time." } });
  expect(html).toMatch(
    /<fieldset[^>]*aria-describedby="decide-wrong-until"[\s\S]*This is no time\.[\s\S]*<\/fieldset>/,
  );
  expect(html).toContain('value="half nine"');
});

test("the page keeps to the policy: no inline style, no inline code, and no id twice", () => {
  const html = page({});
  expect(html).not.toMatch(/\sstyle=|\son[a-z]+=|hx-on/);
  const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map((found) => found[1]);
  expect(ids).toEqual([...new Set(ids)]);
});
