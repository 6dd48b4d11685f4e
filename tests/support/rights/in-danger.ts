import { conversation } from "#src/conversation/conversation.ts";
import { messages } from "#src/conversation/reading.ts";
import { leftInDanger } from "#src/conversation/safety/left-in-danger.ts";
import { markRisk } from "#src/conversation/safety/risk.ts";
import type { EndReason } from "#src/conversation/state.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { end } from "#src/queue/end/ending.ts";
import { declareEmergency, saveEmergency } from "#src/record/emergency.ts";
import { closeDanger } from "#src/retention/danger/danger-over.ts";
import { eraseChat } from "#src/retention/erase.ts";
import { openEnded, stepOf } from "#src/retention/reading/opening.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import type { House } from "#tests/support/house/helpline.ts";
import { act, heardSince } from "#tests/support/house/http.ts";

/** What is done about somebody in danger, and seen of it, in a house: Anna is their counsellor. */
export function aboutDanger(home: House) {
  const { db, clock } = home.helpline;
  const { anna, bela } = home;
  const count = (file: "data" | "keys", table: string) =>
    home.files[file].prepare(`SELECT count(*) FROM ${table}`).pluck().get();
  const closed = { decidedBy: null, informed: [], passed: [], told: null, outcome: "help_came" as const };
  const found = (id: number) => conversation(db, id)!;
  return {
    found,
    marks: (conversationId: number, present = true) =>
      act(home, anna, (tx, emit) => markRisk(tx, emit, { conversationId, staffId: anna.id, present })),
    declares: (conversationId: number) =>
      act(home, anna, (tx, emit) => declareEmergency(tx, emit, { conversationId, staffId: anna.id })),
    /** The record of an emergency (id) says what came of it. */
    closesRecord: (id: number) =>
      act(home, bela, (tx, emit) => saveEmergency(tx, emit, { member: bela, id, said: closed, note: null })),
    erases: (conversationId: number) =>
      db.change(`conversation:${conversationId}`, (tx, emit) => eraseChat(tx, emit, { conversationId })),
    goes: (conversationId: number, reason: EndReason) =>
      db.change("youth", (tx, emit) => end(tx, emit, { conversationId, reason, staffId: null })),
    endedByAnna: (conversationId: number) =>
      act(home, anna, (tx, emit) => end(tx, emit, { conversationId, reason: "ended_by_counsellor", staffId: anna.id })),
    /** Somebody says that the danger is over. */
    says: (who: StaffMember, conversationId: number) =>
      act(home, who, (tx, emit) => closeDanger(tx, emit, { conversationId, member: who })),
    reads: (who: StaffMember, conversationId: number) =>
      act(home, who, (tx, emit) => openEnded(tx, emit, { conversationId, member: who, why: "left" })),
    mayRead: (who: StaffMember, id: number) => stepOf(db, who, found(id), "left", clock.now())?.step === "read",
    isLeft: (id: number) => leftInDanger(db, id, clock.now()) !== null,
    sweeps: () => runJob(home.helpline, jobs.find(({ name }) => name === "words kept long enough")!),
    /** What the young person wrote, as far as a key opens it. */
    words: (id: number) =>
      messages(db, id).flatMap(({ author, text }) => (author === "youth" && text !== null ? [text] : [])),
    /** How many rows there are still of what goes with chats, in both files. */
    rest: () => [
      ...["message", "side_note", "thank_you"].map((table) => count("data", table)),
      ...["wrap", "team_sealed", "code_wrap", "secret_word", "note_wrap"].map((table) => count("keys", table)),
    ],
    /** What was heard of chats and of danger since, in order. */
    kinds: (since: number) => heardSince(home, since).filter((type) => /^(danger|conversation)\./.test(type)),
  };
}

/** What `rest` says when nothing is left. */
export const nothing = [0, 0, 0, 0, 0, 0, 0, 0];
