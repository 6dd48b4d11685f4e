import { beforeEach, expect, test } from "vitest";
import { colleaguesOf } from "#src/conversation/colleagues/colleagues.ts";
import { answerHelp, askForHelp } from "#src/conversation/colleagues/help-wanted.ts";
import { join } from "#src/conversation/colleagues/join.ts";
import { conversation } from "#src/conversation/conversation.ts";
import { changeLine, lineValues } from "#src/hours/lines.ts";
import { barScene } from "#src/live/console/staff-shift.ts";
import { claim } from "#src/queue/claim.ts";
import { takeOver } from "#src/queue/handover/take-over.ts";
import { setAvailability } from "#src/staff/shift/availability.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { comesIn, talking, youthEnds } from "#tests/support/house/chats.ts";
import { fakeClock, type House, house, member, open } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";

// Anna serves the line; Carl, a counsellor too, does not; nor does Béla, but a supervisor helps everywhere.
let home: House;
let carl: StaffMember;
let id: number;
beforeEach(async () => {
  home = await house({ clock: fakeClock() });
  carl = await member(home.helpline, "carl", "Carl Janssens", "Finch", ["counsellor"]);
  await open(home);
  await act(home, home.aino, (tx, emit) =>
    changeLine(tx, emit, { lineId: 1, values: { ...lineValues(tx, 1), staffIds: [home.anna.id] } }),
  );
  id = await talking(home, "it is bad again");
});

type Verb = typeof join;
const does = (who: StaffMember, verb: Verb, conversationId = id) =>
  act(home, who, (tx, emit) => verb(tx, emit, { conversationId, staffId: who.id }));
const asks = () =>
  act(home, home.anna, (tx, emit) =>
    askForHelp(tx, emit, { conversationId: id, staffId: home.anna.id, words: "is this abuse?" }),
  );
const hears = (who: StaffMember) => barScene(home.helpline, who).help?.map((one) => one.words);

test("help that is wanted on a line is heard and given by who serves it, and by supervisors", async () => {
  await asks();
  expect([home.anna, carl, home.bela].map(hears)).toEqual([["is this abuse?"], [], ["is this abuse?"]]);
  await expect(does(carl, answerHelp)).rejects.toMatchObject({ code: "not_allowed" });
  await expect(does(carl, join)).rejects.toMatchObject({ code: "not_allowed" });
  await does(home.bela, answerHelp);
  expect(colleaguesOf(home.helpline.db, id).map((one) => one.staffId)).toEqual([home.bela.id]);
  // Nor does Carl learn who came.
  await expect(does(carl, answerHelp)).rejects.toMatchObject({ code: "not_allowed" });
});

test("a chat that was left alone is taken over by who serves its line, and by supervisors", async () => {
  await act(home, home.anna, (tx, emit) => setAvailability(tx, emit, { staffId: home.anna.id, availability: "gone" }));
  await expect(does(carl, takeOver)).rejects.toMatchObject({ code: "not_allowed" });
  await does(home.bela, takeOver);
  expect(conversation(home.helpline.db, id)?.counsellorId).toBe(home.bela.id);
});

test("who asks for a chat of another line is told the same, whatever became of it", async () => {
  const [waits, ended] = [await comesIn(home), await comesIn(home)];
  await youthEnds(home, ended);
  for (const conversationId of [id, waits, ended, 99]) {
    const claims = act(home, carl, (tx, emit) => claim(tx, emit, { conversationId, member: carl }));
    await expect(claims).rejects.toMatchObject({ code: "not_allowed", key: "error.other_line" });
  }
});
