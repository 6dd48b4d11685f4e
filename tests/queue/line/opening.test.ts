import { beforeEach, expect, test } from "vitest";
import { line } from "#src/hours/lines.ts";
import { doorOf } from "#src/queue/door/doors.ts";
import { setOpening, undoOpening } from "#src/queue/line/opening.ts";
import { settingsHistory } from "#src/settings/changes.ts";
import type { Opening } from "#src/settings/definitions.ts";
import { settings } from "#src/settings/settings.ts";
import { evening, type House, house, open } from "#tests/support/house/helpline.ts";
import { act, give, person, youth } from "#tests/support/house/http.ts";

let home: House;
beforeEach(async () => {
  home = await house();
  await open(home);
});

const decide = (opening: Opening, waiting = 0, closedNote = {}) => {
  const basedOn = settingsHistory.newest(home.helpline.db, "opening");
  return act(home, home.aino, (tx, emit) => setOpening(tx, emit, { opening, closedNote, basedOn, waiting }));
};
const door = () => doorOf(home.helpline.db, line(home.helpline.db, 1)!, evening.now());

test("closed for a while: whoever waits is told, whoever talks goes on, nobody new comes in; opened again all is as before", async () => {
  const [noor, sam] = [await youth(home, "Noor’s words"), await youth(home, "Sam’s words")];
  await give(home, noor.id, home.anna);
  await decide("break", 1, { en: "Back on 1 September" });
  expect(door()).toEqual({ state: "closed", reason: "on_break", until: null, closing: false, next: null });
  expect((await sam.get("/")).text).toContain("line");
  expect((await noor.get("/")).text).toContain("Noor’s words");
  const late = person(home);
  const page = (await late.get("/")).text;
  expect(page).toContain("We’re closed for a while");
  expect(page).toContain("Back on 1 September");
  expect(page).toContain("tel:112");
  expect(page).not.toContain("<textarea");
  await decide("open");
  expect(door()).toMatchObject({ state: "open", reason: "without_hours" });
  expect((await person(home).get("/")).text).toContain("<textarea");
});

test("what was heard: the setting, the state of every line, and the end of each wait", async () => {
  const sam = await youth(home, "Sam’s words");
  home.heard.length = 0;
  await decide("break", 1);
  await expect
    .poll(() => home.heard.map(({ type }) => type))
    .toEqual(["settings.changed", "line.state_changed", "conversation.ended"]);
  expect(home.heard.at(-1)).toMatchObject({ conversationId: sam.id, reason: "line_closed" });
});

test("closing sends nobody home whom the admin did not know of", async () => {
  await youth(home, "Sam’s words");
  await expect(decide("break", 0)).rejects.toMatchObject({ code: "bad_input", field: "waiting" });
  expect(settings(home.helpline.db).opening).toBe("open");
  expect(door().state).toBe("open");
});

test("a helpline that has not been opened says so, and its hours promise nothing", async () => {
  await decide("not_yet");
  expect(door().reason).toBe("not_open_yet");
  const page = (await person(home).get("/")).text;
  expect(page).toContain("We’re not open yet");
  expect(page).toContain("tel:112");
  const json = JSON.parse((await person(home).get("/hours.json")).text);
  expect(JSON.stringify(json)).not.toContain('"open"');
});

test("two admins: the second does not write over the first unseen", async () => {
  const seen = settingsHistory.newest(home.helpline.db, "opening");
  await decide("break");
  const late = { opening: "open", closedNote: {}, basedOn: seen, waiting: 0 } as const;
  await expect(act(home, home.aino, (tx, emit) => setOpening(tx, emit, late))).rejects.toMatchObject({ code: "taken" });
  expect(settings(home.helpline.db).opening).toBe("break");
});

test("an undo asks the same as the button: nobody unknown is sent home, and nothing opens without the key", async () => {
  const { db } = home.helpline;
  await decide("break");
  await decide("open");
  const sam = await youth(home, "Sam’s words");
  const changeId = settingsHistory.newest(db, "opening");
  const back = (waiting: number) =>
    act(home, home.aino, (tx, emit) => undoOpening(tx, emit, { changeId, basedOn: changeId, waiting }));
  await expect(back(0)).rejects.toMatchObject({ code: "bad_input", field: "waiting" });
  expect(settings(db).opening).toBe("open");
  expect((await sam.get("/")).text).toContain("You’re next");
  await back(1);
  expect(settings(db).opening).toBe("break");
  expect(door().reason).toBe("on_break");
});

test("without the master key nothing opens", async () => {
  const locked = await house({ master: null });
  const open = { opening: "open", closedNote: {}, basedOn: 0, waiting: 0 } as const;
  await expect(act(locked, locked.aino, (tx, emit) => setOpening(tx, emit, open))).rejects.toMatchObject({
    code: "locked",
  });
});
