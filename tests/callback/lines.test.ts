import { beforeEach, expect, test } from "vitest";
import { waitingCallbacks } from "#src/callback/callback.ts";
import { linkState } from "#src/callback/link.ts";
import { conversation } from "#src/conversation/conversation.ts";
import { addLine, retireLine } from "#src/hours/lines.ts";
import { setSetting } from "#src/settings/settings.ts";
import { open } from "#tests/support/house/helpline.ts";
import { asks, comes, continues, type Desk, desk, invites, minute, outbox, settles, takes } from "./desk.ts";

/** Anna serves both lines, Béla the second alone. */
const night = 2;
let home: Desk;
beforeEach(async () => {
  home = await desk();
  await home.helpline.db.change("porchlight", (tx, emit) => {
    setSetting(tx, emit, { name: "wrapUpMinutes", value: 0 });
    const values = { name: "Night", country: "BE", languages: [], ageFrom: null, ageTo: null, intakeCap: null };
    addLine(tx, emit, { ...values, pauseAfterMinutes: 10, staffIds: [home.anna.id, home.bela.id] });
  });
  home.files.data.prepare("INSERT INTO line_staff (line_id, staff_id) VALUES (1, ?)").run(home.anna.id);
});

const setChats = (value: number) =>
  home.helpline.db.change("porchlight", (tx, emit) => setSetting(tx, emit, { name: "chatsAtOnce", value }));
const retires = (lineId: number) =>
  home.helpline.db.change("porchlight", (tx, emit) => retireLine(tx, emit, { lineId, retired: true }));
const writtenTo = async () => {
  await invites(home);
  return outbox(home).map(({ letter }) => letter.to);
};

test("of two lines that share a counsellor, whoever waits longest is written to first, on whichever line", async () => {
  await setChats(1);
  await asks(home, "sam@example.org", { lineId: night });
  home.clock.pass(minute);
  await asks(home, "noor@example.org");
  await open(home);
  expect(await writtenTo()).toEqual(["sam@example.org"]);
  home.clock.pass(5 * minute);
  expect(await writtenTo()).toEqual(["sam@example.org", "noor@example.org"]);
});

test("whoever was not yet written to comes before whoever was passed over on another line", async () => {
  await setChats(1);
  await open(home);
  await asks(home, "noor@example.org");
  await invites(home);
  await settles(home, outbox(home)[0]!);
  home.clock.pass(20 * 60 * minute);
  await asks(home, "sam@example.org", { lineId: night });
  expect(await writtenTo()).toEqual(["sam@example.org"]);
});

test("three who wait are taken by those who serve a line before one seat of it goes to somebody who is written to", async () => {
  await setChats(4);
  await open(home);
  await open(home, home.bela);
  for (let n = 0; n < 4; n += 1) {
    await comes(home, 1);
    await comes(home, night);
  }
  await asks(home, "noor@example.org");
  // Whom Béla takes were no turn of Anna's, who alone serves the line that Noor asked for.
  for (let n = 0; n < 3; n += 1) await takes(home, home.bela);
  expect(await writtenTo()).toEqual([]);
  for (let n = 0; n < 2; n += 1) await takes(home, home.anna);
  expect(await writtenTo()).toEqual([]);
  await takes(home, home.anna);
  expect(await writtenTo()).toEqual(["noor@example.org"]);
});

test("what was promised on a line that is taken out of use is kept by another: whoever waits, and whoever has a link", async () => {
  await setChats(1);
  await open(home);
  await asks(home, "noor@example.org", { lineId: night });
  await invites(home);
  const [mail] = outbox(home);
  await settles(home, mail!);
  await asks(home, "sam@example.org", { lineId: night });
  await retires(night);
  const { helpline, clock } = home;
  expect(linkState(helpline.db, mail!.token, clock.now())).toMatchObject({ kind: "open", lineId: 1, doorOpen: true });
  expect(waitingCallbacks(helpline.db, clock.now())).toEqual([{ lineId: 1, asked: 2, invited: 1 }]);
  const id = await continues(home, mail!.token);
  expect(conversation(helpline.db, id)).toMatchObject({ lineId: 1, calledBack: true });
  await takes(home, home.anna);
  expect(await writtenTo()).toEqual([]);
  await setChats(2);
  expect(await writtenTo()).toEqual(["sam@example.org"]);
  expect(outbox(home)[0]!.letter.text).not.toContain("last message");
});

test("it is one that speaks their language, where there is any", async () => {
  await home.helpline.db.change("porchlight", (tx, emit) => {
    const values = { country: "BE", ageFrom: null, ageTo: null, intakeCap: null, pauseAfterMinutes: 10, staffIds: [] };
    addLine(tx, emit, { ...values, name: "Suomi", languages: ["fi"] });
  });
  await asks(home, "noor@example.org", { lineId: night, language: "fi" });
  await asks(home, "sam@example.org", { lineId: night, language: "fr" });
  await retires(night);
  const waiting = waitingCallbacks(home.helpline.db, home.clock.now());
  expect(waiting).toEqual([1, 3].map((lineId) => ({ lineId, asked: 1, invited: 0 })));
});

test("a clock that is put back does not hold a seat for as long", async () => {
  await setChats(1);
  await asks(home, "noor@example.org");
  await open(home);
  await invites(home);
  const seats = () => waitingCallbacks(home.helpline.db, home.clock.now()).map(({ invited }) => invited);
  expect(seats()).toEqual([1]);
  home.clock.pass(-60 * minute);
  expect(seats()).toEqual([0]);
});
