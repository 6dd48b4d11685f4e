import { beforeEach, expect, test } from "vitest";
import type { OverrideKind } from "#src/events.ts";
import { liftOverride, override, overrideOf } from "#src/hours/rules/override.ts";
import { type FakeClock, fakeClock, type House, house } from "#tests/support/house/helpline.ts";

let home: House;
let clock: FakeClock;
const hour = 3_600_000;

beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
});

const say = (kind: OverrideKind, until: number | null, reason = "ill") =>
  home.helpline.db.change(`staff:${home.bela.id}`, (tx, emit) =>
    override(tx, emit, { lineId: 1, kind, until, reason, staffId: home.bela.id }),
  );
const lift = () =>
  home.helpline.db.change(`staff:${home.bela.id}`, (tx, emit) => liftOverride(tx, emit, { lineId: 1 }));
const now = () => overrideOf(home.helpline.db, 1, clock.now());

test("Béla pauses for an hour: it holds for an hour, and ends by itself", async () => {
  const until = clock.now() + hour;
  await say("paused", until, "  fire alarm  ");
  expect(now()).toMatchObject({ kind: "paused", endsAt: until, reason: "fire alarm", staffId: home.bela.id });
  clock.pass(hour - 1);
  expect(now()?.kind).toBe("paused");
  clock.pass(1);
  expect(now()).toBe(null);
  expect(home.heard).toEqual([{ type: "line.overridden", lineId: 1, kind: "paused", until, reason: "fire alarm" }]);
});

test("what is decided later takes the place of what was; lifting it gives the hours back their word", async () => {
  await say("closed", null);
  await say("paused", clock.now() + hour);
  expect(now()?.kind).toBe("paused");
  await lift();
  expect(now()).toBe(null);
  await lift();
  expect(home.heard.map((one) => one.type)).toEqual(["line.overridden", "line.overridden", "line.override_lifted"]);
});

test("an end that has passed, and an opening without end, are refused at their field", async () => {
  await expect(say("closed", clock.now())).rejects.toMatchObject({ key: "error.override_past", field: "until" });
  await expect(say("open", null)).rejects.toMatchObject({ key: "error.override_open", field: "until" });
  expect(now()).toBe(null);
});
