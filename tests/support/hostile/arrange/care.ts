import { askForHelp } from "#src/conversation/colleagues/help-wanted.ts";
import { join } from "#src/conversation/colleagues/join.ts";
import { openConcern, raiseConcern } from "#src/conversation/complaint/complaint.ts";
import { keepAnswerCode } from "#src/conversation/complaint/complaint-answer.ts";
import { concernsFor } from "#src/conversation/complaint/complaint-reading.ts";
import { keepChosen } from "#src/conversation/messages/intake.ts";
import { markRisk } from "#src/conversation/safety/risk.ts";
import { q } from "#src/db/schema.ts";
import { setAside } from "#src/queue/end/dismiss.ts";
import { offer } from "#src/queue/handover/hand-over.ts";
import { debriefs, giveDebrief } from "#src/record/debrief.ts";
import { declareEmergency } from "#src/record/emergency.ts";
import { afterQuestions, skipAfter } from "#src/record/feeling.ts";
import { giveThanks, screenThanks } from "#src/record/thanks.ts";
import { openEnded } from "#src/retention/reading/opening.ts";
import type { WhyOpened } from "#src/retention/reading/openings.ts";
import { holdChat } from "#src/retention/safeguarding-hold.ts";
import { noAnswers } from "#src/settings/assessment.ts";
import { setAvailability } from "#src/staff/shift/availability.ts";
import { writeShiftNote } from "#src/staff/shift/shift-room.ts";
import { comesIn, takes, youthEnds } from "#tests/support/house/chats.ts";
import { member, open } from "#tests/support/house/helpline.ts";
import { act, clientId } from "#tests/support/house/http.ts";
import { sendsTo } from "#tests/support/outside/post.ts";
import { reads, tellsAnna, wrongIn } from "#tests/support/rights/lead.ts";
import type { Scene } from "../scene.ts";

// What must have happened before a form about a chat is shown.

/** Mails can be sent, by a server that is never asked. */
export const mails = ({ line }: Scene) => sendsTo(line, 25);

/** Mails can be sent, and no one is there now. */
export async function mailsAndNobody(at: Scene) {
  await mails(at);
  const { line } = at;
  const away = { staffId: line.anna.id, availability: "away" } as const;
  await act(line, line.anna, (tx, emit) => setAvailability(tx, emit, away));
}

/** Anna has declared an emergency in Noor’s chat. */
export async function declared({ line, noor }: Scene) {
  const input = { conversationId: noor.id, staffId: line.anna.id };
  await act(line, line.anna, (tx, emit) => declareEmergency(tx, emit, input));
}

/** Sam’s chat counts as an earlier one of Noor’s, and no key opens it. */
export async function showsEarlier({ line, sam, noor }: Scene) {
  const row = { conversation_id: noor.id, earlier_id: sam };
  await act(line, line.anna, (tx) => tx.run(q.insertInto("return_earlier").values(row)));
}

/** Anna has set Noor’s chat aside. */
export async function setAsideNow({ line, noor }: Scene) {
  const input = { conversationId: noor.id, staffId: line.anna.id, why: "joke" } as const;
  await act(line, line.anna, (tx, emit) => setAside(tx, emit, input));
}

/** Noor’s ended chat is held. */
export async function held({ line, noor }: Scene) {
  const hold = { conversationId: noor.id, member: line.bela, reason: "danger", days: 28 } as const;
  await act(line, line.bela, (tx, emit) => holdChat(tx, emit, hold));
}

/** Carl, a supervisor too, wants to read it, for a reason. */
async function carlAsks({ line, noor }: Scene, why: WhyOpened) {
  const carl = await member(line.helpline, "carl", "Carl Janssens", "Finch", ["supervisor"]);
  await act(line, carl, (tx, emit) => openEnded(tx, emit, { conversationId: noor.id, member: carl, why }));
}

/** It is held, and Carl wants to read it. */
export async function heldAndAsked(at: Scene) {
  await held(at);
  await carlAsks(at, "danger");
}

/** Carl wanted to read it, got no answer, and has read it alone. */
export async function readAlone(at: Scene) {
  await heldAndAsked(at);
  const alone = { alone: "no_answer", opened_at: at.line.helpline.clock.now() } as const;
  await act(at.line, at.line.bela, (tx) => tx.run(q.updateTable("chat_opening").set(alone)));
  return { id: "1" };
}

/** Noor has complained, and Carl wants to read the chat. */
export async function wrongAndAsked(at: Scene) {
  await wrongOnce(at);
  await carlAsks(at, "concern");
  return { id: "1" };
}

/** Anna has marked risk in Noor’s chat, and Noor leaves it. */
export async function leftInDanger({ line, noor }: Scene) {
  const input = { conversationId: noor.id, staffId: line.anna.id, present: true };
  await act(line, line.anna, (tx, emit) => markRisk(tx, emit, input));
  await youthEnds(line, noor.id);
}

/** Noor has complained. */
export async function wrongOnce({ line, noor }: Scene) {
  const said = { conversationId: noor.id, text: "odd" };
  await line.helpline.db.change("youth", (tx, emit) => raiseConcern(tx, emit, said));
  return { id: "1" };
}

/** Aino is a lead and answers no one any more; Noor has complained that she was asked for something. */
export async function ainoLeads({ line, noor }: Scene) {
  await act(line, line.aino, (tx) => {
    tx.run(q.deleteFrom("staff_role").where("staff_id", "=", line.aino.id).where("role", "=", "counsellor"));
    tx.run(q.insertInto("staff_role").values({ staff_id: line.aino.id, role: "lead" }));
  });
  const id = await wrongIn(line, noor.id);
  return { id: String(id) };
}

/** Aino, the lead, has read the complaint. */
export async function ainoHasRead(at: Scene) {
  await ainoLeads(at);
  await reads(at.line, at.line.aino, 1);
  return { id: "1" };
}

/** Aino has read the complaint and told Anna. */
export async function annaTold(at: Scene) {
  await ainoHasRead(at);
  await tellsAnna(at.line, at.line.aino, 1);
  return { id: "1" };
}

/** Noor has complained, and has a code for the answer. */
export async function answerWanted(at: Scene) {
  const { line, noor } = at;
  await wrongOnce(at);
  const code = { conversationId: noor.id, locator: "0".repeat(64) };
  await line.helpline.db.change("youth", (tx) => keepAnswerCode(tx, code));
  return { id: "1" };
}

/** Noor has complained, and Béla has read it. */
export async function readOnce(at: Scene) {
  await wrongOnce(at);
  const { helpline, bela } = at.line;
  for (const { id } of concernsFor(helpline.db, bela, helpline.clock.now()).filter(({ ended }) => ended)) {
    await act(at.line, bela, (tx, emit) => openConcern(tx, emit, { id, staffId: bela.id }));
  }
  return { id: "1" };
}

/** Béla writes beside Anna. */
export const joined = ({ line, noor }: Scene) =>
  act(line, line.bela, (tx, emit) => join(tx, emit, { conversationId: noor.id, staffId: line.bela.id })).then(() => {});

/** Béla can be given chats. */
export const belaIsThere = ({ line }: Scene) => open(line, line.bela);

/** Anna offers Noor’s chat to Béla. */
export async function offered({ line, noor }: Scene) {
  await open(line, line.bela);
  const said = { summary: "School.", asked: { agreed: true } } as const;
  const input = { conversationId: noor.id, staffId: line.anna.id, to: { staffId: line.bela.id }, ...said };
  await act(line, line.anna, (tx, emit) => offer(tx, emit, input));
}

/** Anna asks colleagues for help in it. */
export async function annaAsks({ line, noor }: Scene) {
  await open(line, line.bela);
  const asked = { conversationId: noor.id, staffId: line.anna.id };
  await act(line, line.anna, (tx, emit) => askForHelp(tx, emit, asked));
}

/** Béla has told everyone something. */
export async function belaTellsAll({ line }: Scene) {
  const said = { staffId: line.bela.id, clientId: clientId(), text: "We close at ten.", toAll: true };
  await act(line, line.bela, (tx, emit) => writeShiftNote(tx, emit, said));
  return { id: "1" };
}

/** Robin has said that a chat was heavy, and was thanked for it. */
async function overChat({ line }: Scene) {
  const id = await comesIn(line);
  await takes(line, line.aino, id);
  await youthEnds(line, id);
  const heavy = { conversationId: id, member: line.aino, weight: "heavy", note: "" } as const;
  await act(line, line.aino, (tx, emit) => giveDebrief(tx, emit, heavy));
  await act(line, line.aino, (tx, emit) => giveThanks(tx, emit, { conversationId: id, text: "thank you" }));
  return id;
}

/** A heavy chat waits to be settled. */
export async function heavyChat(at: Scene) {
  await overChat(at);
  return { id: "1" };
}

/** There are thanks to read, under the id of their chat. */
export const thanked = async (at: Scene) => ({ id: String(await overChat(at)) });

/** There are thanks that Béla has passed on. */
export async function thanksPassed(at: Scene) {
  const { line } = at;
  const passed = { conversationId: await overChat(at), member: line.bela, act: "passed" } as const;
  await act(line, line.bela, (tx, emit) => screenThanks(tx, emit, passed));
  if (debriefs(line.helpline.db, "en").length !== 1) throw new Error("nothing was said");
}

/** Noor, who waits, ticked at the door that she is in danger. */
export const noorInDanger = ({ line, noor }: Scene) =>
  act(line, line.aino, (tx) => {
    tx.run(q.updateTable("conversation").set({ lane: "urgent" }).where("id", "=", noor.id));
    keepChosen(tx, noor.id, { ...noAnswers, urgent: "danger" });
  });

/** Noor has passed over what is asked after a chat: what she typed into a thank-you then is not lost by an answer. */
export const noorAsked = async ({ line, noor }: Scene) => {
  for (const question of afterQuestions) {
    await line.helpline.db.change("youth", (tx) => skipAfter(tx, { conversationId: noor.id, question }));
  }
};
