import { ask } from "#src/callback/request.ts";
import { hourMs, minuteMs } from "#src/clock.ts";
import { takeBackHelp } from "#src/conversation/colleagues/help-wanted.ts";
import { writeAsCounsellor, writeAsYouth } from "#src/conversation/messages/writing.ts";
import { newClientId, newToken } from "#src/crypto/hash.ts";
import { asStaff, type Tx } from "#src/db/db.ts";
import { verify } from "#src/directory/care/verification.ts";
import { services } from "#src/directory/entry/services.ts";
import type { Emit } from "#src/events.ts";
import { claim } from "#src/queue/claim.ts";
import { close, end } from "#src/queue/end/ending.ts";
import { start } from "#src/queue/start.ts";
import { blankCoding } from "#src/record/coding.ts";
import { giveDebrief } from "#src/record/debrief.ts";
import { acknowledgeEmergency, declareEmergency, notePhoned, saveEmergency } from "#src/record/emergency.ts";
import { putBy, saveRecord } from "#src/record/record.ts";
import { giveThanks } from "#src/record/thanks.ts";
import { holdChat } from "#src/retention/safeguarding-hold.ts";
import { setOwnAddress } from "#src/staff/accounts/own-address.ts";
import { setAvailability } from "#src/staff/shift/availability.ts";
import { writeShiftNote } from "#src/staff/shift/shift-room.ts";
import { memberNow } from "#src/staff/staff.ts";
import type { Past } from "./weeks.ts";

/** Lives the night before, of which something is still open on the pages of everybody. */
export async function liveLately(past: Past): Promise<void> {
  const { house, clock, staffIds } = past;
  const [mika, luna, sol, robin, wren] = staffIds as [number, number, number, number, number];
  const as = <Got>(staffId: number, does: (tx: Tx, emit: Emit) => Got) => house.db.change(asStaff(staffId), does);
  for (const staffId of [mika, luna, sol]) {
    await as(staffId, (tx, emit) => setAvailability(tx, emit, { staffId, availability: "available" }));
  }
  await as(wren, (tx, emit) => {
    setOwnAddress(tx, emit, { staffId: wren, address: "wren@lantern.example", digest: false, trail: false });
  });
  await as(robin, (tx, emit) => {
    for (const { id } of services(tx).slice(0, 8)) {
      const today = new Date(clock.now()).toISOString().slice(0, 10);
      verify(tx, emit, { id, actor: asStaff(robin), method: "phone", outcome: "confirmed", note: "", today });
    }
  });

  const danger = await talk(past, mika, ["i took something and now i feel sick", "my sister is here. she called 112"]);
  const emergencyId = await as(mika, (tx, emit) =>
    declareEmergency(tx, emit, { conversationId: danger, staffId: mika }),
  );
  await as(sol, (tx, emit) => {
    acknowledgeEmergency(tx, emit, { emergencyId, staffId: sol });
    notePhoned(tx, emit, { emergencyId, staffId: sol });
  });
  await as(mika, (tx, emit) => takeBackHelp(tx, emit, { conversationId: danger, staffId: mika }));
  await leave(past, danger);
  await finish(past, mika, danger, ["mental_health.suicide"]);
  await as(sol, (tx, emit) => {
    const said = { decidedBy: null, informed: [], passed: [], told: null, outcome: "help_came" } as const;
    const member = memberNow(tx, sol);
    saveEmergency(tx, emit, { member, id: emergencyId, said: { ...said, informed: [], passed: [] }, note: null });
  });
  await as(mika, (tx, emit) => {
    const note = "It stayed with me on the way home.";
    giveDebrief(tx, emit, { conversationId: danger, member: memberNow(tx, mika), weight: "talk", note });
    close(tx, emit, { conversationId: danger, staffId: mika });
  });
  await as(robin, (tx, emit) => {
    holdChat(tx, emit, { conversationId: danger, member: memberNow(tx, robin), reason: "danger", days: 28 });
  });

  const glad = await talk(past, luna, ["i told my teacher like we said", "she was really nice about it"]);
  await leave(past, glad);
  await house.db.change("youth", (tx, emit) =>
    giveThanks(tx, emit, { conversationId: glad, text: "you gave me courage" }),
  );
  await finish(past, luna, glad, ["education.teachers"]);
  await as(luna, (tx, emit) => {
    giveDebrief(tx, emit, { conversationId: glad, member: memberNow(tx, luna), weight: "light", note: "" });
    close(tx, emit, { conversationId: glad, staffId: luna });
  });

  const later = await talk(past, mika, ["my mum says i cant see him any more", "ok. ill talk to her on sunday"]);
  await leave(past, later);
  await as(mika, (tx, emit) => {
    putBy(tx, emit, { member: memberNow(tx, mika), conversationId: later });
    close(tx, emit, { conversationId: later, staffId: mika });
  });

  await house.db.change("youth", (tx, emit) => {
    const wish = { shared: "no", window: null, lineId: past.lines.always, language: "en", offered: "full" } as const;
    ask(tx, emit, { address: "noor@lantern.example", ...wish });
  });
  for (const staffId of [mika, luna, sol]) {
    await as(staffId, (tx, emit) => setAvailability(tx, emit, { staffId, availability: "away" }));
  }
  clock.pass(hourMs);
  await as(sol, (tx, emit) => {
    const text = "Good evening. The kettle is fixed, and the key to the back door is with me.";
    writeShiftNote(tx, emit, { staffId: sol, clientId: newClientId(), text, toAll: false });
  });
}

/** Returns the id of a chat that a young person has left with a word. */
async function talk({ house, clock, lines }: Past, staffId: number, [first, last]: [string, string]): Promise<number> {
  const begun = {
    startId: newClientId(),
    token: newToken(),
    language: "en",
    lineId: lines.always,
    text: first,
  } as const;
  const conversationId = await house.db.change("youth", (tx, emit) =>
    start(tx, emit, { ...begun, rulesVersion: 1, calledBack: true }),
  );
  clock.pass(2 * minuteMs);
  await house.db.change(asStaff(staffId), (tx, emit) => {
    claim(tx, emit, { conversationId, member: memberNow(tx, staffId) });
    const text = "Hi, I am here. What is going on?";
    writeAsCounsellor(tx, emit, { conversationId, staffId, clientId: newClientId(), text });
  });
  clock.pass(8 * minuteMs);
  await house.db.change("youth", (tx, emit) =>
    writeAsYouth(tx, emit, { conversationId, clientId: newClientId(), text: last }),
  );
  return conversationId;
}

async function leave({ house, clock }: Past, conversationId: number) {
  clock.pass(minuteMs);
  await house.db.change("youth", (tx, emit) =>
    end(tx, emit, { conversationId, reason: "ended_by_youth", staffId: null }),
  );
}

async function finish({ house, clock }: Past, staffId: number, conversationId: number, reasons: string[]) {
  clock.pass(3 * minuteMs);
  await house.db.change(asStaff(staffId), (tx, emit) => {
    const member = memberNow(tx, staffId);
    const coding = { ...blankCoding, reasons, outcome: "next_step" } as const;
    saveRecord(tx, emit, { member, of: { conversationId }, coding, note: null, wish: "finish" });
  });
}
