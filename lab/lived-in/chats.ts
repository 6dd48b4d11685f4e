import { setGoal } from "#src/conversation/colleagues/goal.ts";
import { keepOfferForm, type OfferForm } from "#src/conversation/colleagues/handover-draft.ts";
import { askForHelp } from "#src/conversation/colleagues/help-wanted.ts";
import { join } from "#src/conversation/colleagues/join.ts";
import { writeNote } from "#src/conversation/colleagues/side-notes.ts";
import { writeAnswer } from "#src/conversation/complaint/complaint-answer.ts";
import { answerApproach, markOfLines, suggest } from "#src/conversation/messages/agreed-plan.ts";
import { keepDraft } from "#src/conversation/messages/draft.ts";
import { sendReferrals } from "#src/conversation/messages/referral.ts";
import { markRisk } from "#src/conversation/safety/risk.ts";
import { newClientId } from "#src/crypto/hash.ts";
import { q } from "#src/db/schema.ts";
import { close } from "#src/queue/end/ending.ts";
import { offer } from "#src/queue/handover/hand-over.ts";
import { giveDebrief } from "#src/record/debrief.ts";
import { acknowledgeEmergency, saveEmergency, sayCalling } from "#src/record/emergency.ts";
import { tickReasons } from "#src/record/reasons/ticks.ts";
import { giveThanks } from "#src/record/thanks.ts";
import { holdChat, openHeld } from "#src/retention/safeguarding-hold.ts";
import { setSignals } from "#src/staff/accounts/signals.ts";
import { writeShiftNote } from "#src/staff/shift/shift-room.ts";
import { beginDraft } from "#src/training/drafts.ts";
import { sayInPractice, startPractice } from "#src/training/practising.ts";
import { offerScenario } from "#src/training/scenarios.ts";
import { type Rating, rateOneself } from "#src/training/sign-off.ts";
import { notePaper } from "#src/training/stages.ts";
import { asks, invites } from "#tests/callback/desk.ts";
import { noorsSecret, withSecret } from "#tests/support/browser/secrets.ts";
import { annaSays, youthSays } from "#tests/support/house/chats.ts";
import { act, clientId, give, type Person, youth } from "#tests/support/house/http.ts";
import { saves } from "#tests/support/house/records.ts";
import { beginsFrom, emergencyIn } from "#tests/support/keys/addresses.ts";
import { getsCode } from "#tests/support/people/codes.ts";
import { nothingSaid } from "#tests/support/people/emergency.ts";
import { reads, tellsAnna } from "#tests/support/rights/lead.ts";
import type { Lived } from "./days.ts";

/** What is said in the chats of a folder, and what young people have written down. */
export interface Chats extends Before, Tonight {}

interface Before {
  sealed: {
    id: number;
    words: string;
    reply: string;
    code: string;
    plan: string;
    note: string;
    debrief: string;
    thanks: string;
  };
  /** A complaint about another chat, and the code of its answer. */
  complaint: { id: number; words: string; code: string; answer: string };
  deleted: { id: number };
  held: { id: number; words: string };
}

interface Tonight {
  open: Record<"words" | "reply" | "code" | "secret" | "plan" | "sideNote" | "draft" | "help" | "cookie", string> & {
    id: number;
    /** In folders of versions before that: undefined. */
    ticked?: string[];
    goal?: string;
  };
  waiting: { id: number; words: string };
  ended: { id: number; words: string };
  leftInDanger: { id: number; words: string };
  emergency: {
    id: number;
    chat: number;
    address: string;
    note: string;
    /** In folders of versions before that: undefined. */
    unoffered?: OfferForm;
  };
  callbacks: { waiting: string; invited: string };
  shiftNote: string;
  /** Ids of scenarios that are being written; in folders of versions before that: undefined. */
  drafts?: string[];
}

/** Plays the chats of some days ago. */
export async function chatsOfBefore(lived: Lived): Promise<Before> {
  const { line, clock, dora, kim } = lived;
  const { anna, bela } = line;
  const sealed = await samsChat(lived);
  const gone = await withAnna(lived, "words that are gone");
  await gone.post("/clear", { sure: "yes" });
  const hurt = await withAnna(lived, "things at home");
  await hurt.post("/end");
  const words = "he asked where I live";
  await hurt.post("/help", { kind: "contact", text: words });
  const code = /<strong id="words">([^<]+)</.exec((await hurt.post("/help", { want: "code", mark: "" })).text)![1]!;
  const answer = "We are sorry, and have talked with them.";
  await reads(line, dora, 1);
  await tellsAnna(line, dora, 1);
  await act(line, dora, (tx, emit) => writeAnswer(tx, emit, { id: 1, staffId: dora.id, text: answer }));
  const kept = await withAnna(lived, "words that are held");
  await kept.post("/end");
  clock.pass(60_000);
  await act(line, bela, (tx, emit) =>
    holdChat(tx, emit, { conversationId: kept.id, member: bela, reason: "report", days: 28 }),
  );
  // A second supervisor asks to read it, and waits for a yes.
  await act(line, kim, (tx, emit) => openHeld(tx, emit, { conversationId: kept.id, member: kim, alone: false }));
  for (const { id } of [kept, hurt]) {
    await act(line, anna, (tx, emit) => close(tx, emit, { conversationId: id, staffId: anna.id }));
  }
  return {
    sealed,
    complaint: { id: hurt.id, words, code, answer },
    deleted: { id: gone.id },
    held: { id: kept.id, words: "words that are held" },
  };
}

async function samsChat(lived: Lived): Promise<Before["sealed"]> {
  const { line } = lived;
  const { anna } = line;
  const said = {
    words: "words of Sam",
    reply: "words of Mika",
    plan: "Call your sister.",
    note: "her sister knows",
    debrief: "it stays with me",
    thanks: "thank you",
  };
  const sam = await withAnna(lived, said.words);
  await annaSays(line, sam.id, said.reply);
  const code = await getsCode(sam);
  await agrees(lived, sam, said.plan);
  const serviceIds = line.helpline.db.all(q.selectFrom("service").select("id").limit(1)).map(({ id }) => id);
  const of = { conversationId: sam.id, staffId: anna.id };
  await act(line, anna, (tx, emit) => sendReferrals(tx, emit, { ...of, clientId: newClientId(), serviceIds }));
  await sam.post("/end");
  await act(line, anna, (tx, emit) => {
    giveThanks(tx, emit, { conversationId: sam.id, text: said.thanks });
    giveDebrief(tx, emit, { conversationId: sam.id, member: anna, weight: "talk", note: said.debrief });
  });
  await saves(line, anna, { of: { conversationId: sam.id }, note: said.note });
  await act(line, anna, (tx, emit) => close(tx, emit, of));
  return { id: sam.id, code, ...said };
}

/** Plays the chats of tonight. */
export async function chatsOfTonight(lived: Lived): Promise<Tonight> {
  const { line, kim } = lived;
  const { anna, bela } = line;
  const open = await noorsChat(lived);
  const ended = await withAnna(lived, "words that are over");
  await ended.post("/end");
  const left = await withAnna(lived, "words of somebody in danger");
  // It was marked, found to be a mistake, and marked again.
  for (const present of [true, false, true]) {
    const mark = { conversationId: left.id, staffId: anna.id, present, why: "mistake" } as const;
    await act(line, anna, (tx, emit) => markRisk(tx, emit, mark));
  }
  await act(line, anna, (tx, emit) => setSignals(tx, emit, { staffId: anna.id, colleagues: false }));
  await act(line, anna, (tx, emit) => {
    const of = { startId: clientId(), scenario: "peers-group-chat", language: "en", way: "alone" } as const;
    const id = startPractice(tx, emit, { ...of, member: anna });
    sayInPractice(tx, emit, { id, member: anna, clientId: clientId(), text: "Hi, I’m Mika." });
  });
  await act(line, bela, (tx, emit) => offerScenario(tx, emit, { member: bela, id: "moods-fridge", offered: false }));
  // Anna is to be signed off again.
  const paper = {
    member: bela,
    staffId: anna.id,
    what: "references",
    onDay: "2026-10-01",
    today: "2026-10-02",
  } as const;
  await act(line, bela, (tx, emit) => notePaper(tx, emit, paper));
  const rating: Rating = { phases: { welcome: 2, clarify: 1, goal: 1, work: 1, close: 2 }, safety: ["limits"] };
  await act(line, anna, (tx, emit) => rateOneself(tx, emit, { member: anna, rating }));
  const writes = { member: bela, from: "moods-fridge", isCopy: true, by: "" };
  const drafts = [await act(line, bela, (tx, emit) => beginDraft(tx, emit, writes))];
  await left.post("/end");
  const [address, note] = ["203.0.113.9", "the police were told"];
  const lea = await beginsFrom(line, address);
  const id = await emergencyIn(line, lea.id);
  await act(line, kim, (tx, emit) => acknowledgeEmergency(tx, emit, { emergencyId: id, staffId: kim.id }));
  await act(line, kim, (tx, emit) => sayCalling(tx, emit, { emergencyId: id, staffId: kim.id, on: true }));
  const said = { ...nothingSaid, decidedBy: bela.id, informed: [], passed: [] };
  await act(line, bela, (tx, emit) => saveEmergency(tx, emit, { member: bela, id, said, note }));
  const unoffered = { to: `staff-${kim.id}`, summary: "He is with his aunt.", agreed: "no", reason: "There was no" };
  await act(line, anna, (tx) => keepOfferForm(tx, { conversationId: lea.id, staffId: anna.id, form: unoffered }));
  const callbacks = { invited: "kim@mail.example", waiting: "noor@mail.example" };
  await asks(line, callbacks.invited);
  await invites(line);
  await asks(line, callbacks.waiting);
  const shiftNote = "We close at ten.";
  const shift = { staffId: bela.id, clientId: clientId(), text: shiftNote, toAll: true };
  await act(line, bela, (tx, emit) => writeShiftNote(tx, emit, shift));
  const waits = await youth(line, "words of somebody who waits");
  return {
    open,
    waiting: { id: waits.id, words: "words of somebody who waits" },
    ended: { id: ended.id, words: "words that are over" },
    leftInDanger: { id: left.id, words: "words of somebody in danger" },
    emergency: { id, chat: lea.id, address, note, unoffered },
    ...{ callbacks, shiftNote, drafts },
  };
}

async function noorsChat(lived: Lived): Promise<Tonight["open"]> {
  const { line, kim } = lived;
  const { anna } = line;
  const said = {
    reply: "Hello Noor",
    plan: "Go for a walk.",
    sideNote: "ask about school",
    draft: "and then",
    help: "Has anybody a minute?",
  };
  const ticked = ["family.siblings", "violence.bullying"];
  const goal = "to eat lunch with somebody";
  const noor = await withSecret(line);
  await give(line, noor.id, anna);
  await annaSays(line, noor.id, said.reply);
  await youthSays(line, noor.id, "and more of them");
  const code = await getsCode(noor);
  await agrees(lived, noor, said.plan);
  const of = { conversationId: noor.id, staffId: anna.id };
  await act(line, anna, (tx, emit) => {
    writeNote(tx, emit, { ...of, clientId: newClientId(), text: said.sideNote });
    keepDraft(tx, { ...of, text: said.draft });
    tickReasons(tx, emit, { ...of, tick: ticked, untick: [] });
    setGoal(tx, emit, { ...of, text: goal });
    askForHelp(tx, emit, { ...of, words: said.help });
    join(tx, emit, { conversationId: noor.id, staffId: line.bela.id });
    offer(tx, emit, { ...of, to: { staffId: kim.id }, summary: "School.", asked: { agreed: true } });
  });
  const cookie = noor.cookies.get("s")!;
  return { id: noor.id, words: "my hidden words", code, secret: noorsSecret, cookie, ticked, goal, ...said };
}

/** Someone comes, and Anna takes them. */
async function withAnna({ line }: Lived, words: string): Promise<Person & { id: number }> {
  const one = await youth(line, words);
  await give(line, one.id, line.anna);
  return one;
}

async function agrees({ line }: Lived, who: { id: number }, text: string) {
  const { anna, helpline } = line;
  await act(line, anna, (tx, emit) => suggest(tx, emit, { conversationId: who.id, staffId: anna.id, text }));
  const answer = { conversationId: who.id, agrees: true, mark: markOfLines(text) };
  await helpline.db.change("youth", (tx, emit) => answerApproach(tx, emit, answer));
}
