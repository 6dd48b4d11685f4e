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

/** Returns what is done about someone in danger, and seen of it; Anna is their counsellor. */
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
      act(home, anna, (tx, emit) => markRisk(tx, emit, { conversationId, staffId: anna.id, present, why: "talked" })),
    declares: (conversationId: number) =>
      act(home, anna, (tx, emit) => declareEmergency(tx, emit, { conversationId, staffId: anna.id })),
    /** Writes the outcome into an emergency's record (id). */
    closesRecord: (id: number) =>
      act(home, bela, (tx, emit) => saveEmergency(tx, emit, { member: bela, id, said: closed, note: null })),
    erases: (conversationId: number) =>
      db.change(`conversation:${conversationId}`, (tx, emit) => eraseChat(tx, emit, { conversationId })),
    goes: (conversationId: number, reason: EndReason) =>
      db.change("youth", (tx, emit) => end(tx, emit, { conversationId, reason, staffId: null })),
    endedByAnna: (conversationId: number) =>
      act(home, anna, (tx, emit) => end(tx, emit, { conversationId, reason: "ended_by_counsellor", staffId: anna.id })),
    /** Someone says that the danger is over. */
    says: (who: StaffMember, conversationId: number) =>
      act(home, who, (tx, emit) => closeDanger(tx, emit, { conversationId, member: who })),
    reads: (who: StaffMember, conversationId: number) =>
      act(home, who, (tx, emit) => openEnded(tx, emit, { conversationId, member: who, why: "left" })),
    mayRead: (who: StaffMember, id: number) => stepOf(db, who, found(id), "left", clock.now())?.step === "read",
    isLeft: (id: number) => leftInDanger(db, id, clock.now()) !== null,
    sweeps: () => runJob(home.helpline, jobs.find(({ name }) => name === "words kept long enough")!),
    /** The young person's words, as far as a key opens them. */
    words: (id: number) =>
      messages(db, id).flatMap(({ author, text }) => (author === "youth" && text !== null ? [text] : [])),
    /** Rows left of what goes with chats, in both files. */
    rest: () => [
      ...["message", "side_note", "thank_you"].map((table) => count("data", table)),
      ...["wrap", "team_sealed", "code_wrap", "secret_word", "note_wrap"].map((table) => count("keys", table)),
    ],
    /** Later events about chats and danger, in order. */
    kinds: (since: number) => heardSince(home, since).filter((type) => /^(danger|conversation)\./.test(type)),
  };
}

/** `rest` when nothing is left. */
export const nothing = [0, 0, 0, 0, 0, 0, 0, 0];
