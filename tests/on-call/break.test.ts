import { beforeEach, expect, test } from "vitest";
import { askForHelp } from "#src/conversation/colleagues/help-wanted.ts";
import { markRisk } from "#src/conversation/safety/risk.ts";
import type { OverrideKind } from "#src/events.ts";
import { override } from "#src/hours/rules/override.ts";
import { leaveChat } from "#src/queue/handover/give-back.ts";
import { setSetting } from "#src/settings/settings.ts";
import { setAvailability } from "#src/staff/shift/availability.ts";
import { comesIn, talking } from "#tests/support/house/chats.ts";
import { open } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { type OnCallHouse, onCallHouse } from "#tests/support/people/on-call.ts";

// A door that is shut keeps nobody out of danger who is inside.

let at: OnCallHouse;
beforeEach(async () => {
  at = await onCallHouse();
  await open(at.home);
});

const rests = () => act(at.home, at.home.aino, (tx, emit) => setSetting(tx, emit, { name: "opening", value: "break" }));
const decides = (kind: OverrideKind) =>
  act(at.home, at.home.bela, (tx, emit) =>
    override(tx, emit, { lineId: 1, kind, until: null, reason: "", staffId: at.home.bela.id }),
  );
const calls = (conversationId: number) =>
  act(at.home, at.home.anna, (tx, emit) =>
    askForHelp(tx, emit, { conversationId, staffId: at.home.anna.id, urgent: true }),
  );

test("in a break of the helpline an emergency in a chat that goes on is told, and that nobody is there is not", async () => {
  const id = await talking(at.home);
  await rests();
  await at.pass(10);
  expect(at.told()).toEqual([]);
  await calls(id);
  await at.pass(1);
  expect(at.told()).toEqual(["emergency"]);
});

test("in a break somebody in danger is told of who came out of a chat and whom nobody takes", async () => {
  const { anna } = at.home;
  const id = await talking(at.home);
  await act(at.home, anna, (tx, emit) => markRisk(tx, emit, { conversationId: id, staffId: anna.id, present: true }));
  await at.look();
  expect(at.told()).toEqual(["emergency"]);
  await rests();
  await act(at.home, anna, (tx, emit) =>
    leaveChat(tx, emit, { conversationId: id, staffId: anna.id, why: "lost", isHeard: () => false }),
  );
  await at.pass(1);
  expect(at.told()).toEqual(["emergency", "urgent"]);
});

test.each(["paused", "closed"] as const)(
  "of a line that somebody has %s, emergencies are told all the same",
  async (kind) => {
    const id = await talking(at.home);
    await decides(kind);
    await calls(id);
    await at.pass(1);
    expect(at.told()).toEqual(["emergency"]);
  },
);

test("whoever is urgent and waits while the line is paused and everybody is away is told of", async () => {
  const { anna } = at.home;
  await comesIn(at.home, "a secret of Noor", { urgent: true });
  await decides("paused");
  await act(at.home, anna, (tx, emit) => setAvailability(tx, emit, { staffId: anna.id, availability: "away" }));
  await at.pass(3);
  expect(at.told()).toEqual(["urgent"]);
});
