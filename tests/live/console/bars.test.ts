import { beforeEach, expect, test } from "vitest";
import { newClientId } from "#src/crypto/hash.ts";
import type { Event } from "#src/events.ts";
import { line } from "#src/hours/lines.ts";
import { override } from "#src/hours/rules/override.ts";
import { doorBars } from "#src/live/console/bars.tsx";
import { barScene, shiftNow } from "#src/live/console/staff-shift.ts";
import { fragments } from "#src/live/fragments.tsx";
import { topics } from "#src/live/topics.ts";
import { setAvailability } from "#src/staff/shift/availability.ts";
import { setNewChats } from "#src/staff/shift/new-chats.ts";
import { writeShiftNote } from "#src/staff/shift/shift-room.ts";
import { fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act, says } from "#tests/support/house/http.ts";
import { counting } from "#tests/support/house/tables.ts";

// Anna has her console open, Béla another page of the staff.
const clock = fakeClock();
let home: House;
beforeEach(async () => {
  home = await house({ clock });
  await open(home);
  for (const topic of [topics.staff(home.anna.id), topics.bar(home.bela.id)])
    home.helpline.hub.join(topic, { send: () => {} });
});

const painted = (event: Event) =>
  fragments(home.helpline, event).map(({ topic, html }) => [
    topic,
    [...html.matchAll(/<hx-partial hx-target="(#[\w-]+)"/g)].map(([, at]) => at),
  ]);
const hours = (timeZone: string) => JSON.stringify({ timeZone, calendar: null });
const changed = (after: string): Event => ({
  type: "hours.changed",
  lineId: 1,
  before: hours("Europe/Brussels"),
  after,
});
const doors = () => [
  [topics.staff(home.anna.id), ["#line", "#deserted"]],
  [topics.bar(home.bela.id), ["#live-line"]],
];

test.each<[string, Event]>([
  ["new hours", changed(hours("Europe/Brussels"))],
  ["a decision", { type: "line.overridden", lineId: 1, kind: "paused", until: null, reason: "" }],
  ["its end", { type: "line.override_lifted", lineId: 1 }],
  ["a door that opens", { type: "line.state_changed", lineId: 1, from: "late", to: "open", reason: "inside_hours" }],
])("%s: of the bars only what the doors say is painted", (_what, event) => {
  expect(painted(event)).toEqual(doors());
});

test("hours in another zone: every time that a bar says is by another clock, so all of it is painted", () => {
  expect(painted(changed(hours("Europe/Helsinki")))).toEqual([
    [topics.staff(home.anna.id), ["#bar"]],
    [topics.bar(home.bela.id), ["#live"]],
  ]);
});

test("what the doors say in a bar is what the whole bar says of them: that nobody is there, and who paused the line", async () => {
  const { anna, bela } = home;
  await act(home, anna, (tx, emit) => setAvailability(tx, emit, { staffId: anna.id, availability: "away" }));
  const [console, live] = doorBars(home.helpline).map(({ html }) => html);
  expect(console).toMatch(new RegExp(`id="line"[^]*${says("staff.line.nobody_press")}`));
  expect(console).toContain(`<p id="deserted" class="sr" role="alert">${says("staff.line.nobody_press")}</p>`);
  expect(console).toContain("data-deserted");
  expect(live).toContain(says("staff.line.nobody_press"));
  expect(live).toContain("data-deserted");
  await act(home, bela, (tx, emit) =>
    override(tx, emit, { lineId: 1, kind: "paused", until: null, reason: "storm", staffId: bela.id }),
  );
  expect(barScene(home.helpline, anna).lines).toMatchObject([
    {
      name: line(home.helpline.db, 1)!.name,
      decided: { kind: "paused", alias: "Luna", reason: "storm" },
      opening: null,
    },
  ]);
  for (const { html } of doorBars(home.helpline)) {
    expect(html).toContain("Luna");
    expect(html).not.toContain("data-deserted");
  }
});

test("what a bar says of its member alone: new chats off and on again, what others said meanwhile; all of it in one statement", async () => {
  const { anna, bela } = home;
  const { db } = home.helpline;
  const own = () => {
    const { availability, newChats, toFinish, unseen } = barScene(home.helpline, anna);
    return { availability, newChats, toFinish, unseen };
  };
  const newChats = (takes: boolean) =>
    act(home, bela, (tx, emit) => setNewChats(tx, emit, { staffId: anna.id, by: bela.id, takes }));
  expect(own()).toEqual({ availability: "available", newChats: "on", toFinish: 0, unseen: 0 });
  await newChats(false);
  await act(home, bela, (tx, emit) =>
    writeShiftNote(tx, emit, { staffId: bela.id, clientId: newClientId(), text: "back in ten", toAll: false }),
  );
  expect(own()).toEqual({ availability: "away", newChats: "off", toFinish: 0, unseen: 1 });
  await newChats(true);
  expect(own()).toMatchObject({ availability: "away", newChats: "lifted" });
  clock.pass(1_000);
  await open(home);
  expect(own()).toMatchObject({ availability: "available", newChats: "on" });
  clock.pass(12 * 3_600_000);
  expect(own()).toMatchObject({ unseen: 0 });

  const [counted, statements] = counting(db);
  const sources = { db: counted, clock };
  const shift = shiftNow(sources);
  const before = statements();
  barScene(sources, anna, shift);
  // Beside it, who serves the one line.
  expect(statements() - before).toBe(2);
});
