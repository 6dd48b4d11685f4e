import { concernsFor, openConcern, raiseConcern } from "#src/conversation/concern.ts";
import { q } from "#src/db/schema.ts";
import { setAside } from "#src/queue/setting-aside.ts";
import { declareEmergency } from "#src/record/emergency.ts";
import { holdChat } from "#src/retention/holding.ts";
import { act } from "#tests/support/house/http.ts";
import { clean } from "#tests/support/made/corpus.ts";
import { sendsTo } from "#tests/support/outside/post.ts";
import type { HostileForm, Scene } from "./attack.ts";

const conversation = "/staff/conversation/:id";
const annas = { who: "anna", stage: "talking" } as const;

/** The forms of what a counsellor does about a chat besides writing in it. */
export const careForms: HostileForm[] = [
  {
    ...annas,
    path: `${conversation}/stay`,
    honest: () => ({}),
    right: () => true,
    changes: ["conversation_event"],
  },
  {
    ...annas,
    path: `${conversation}/risk`,
    honest: () => ({ risk: "present" }),
    right: ({ risk = "" }) => ["present", "not"].includes(risk),
    changes: ["conversation"],
  },
  {
    ...annas,
    path: `${conversation}/where`,
    honest: () => ({}),
    right: () => true,
    changes: ["message", "conversation"],
  },
  {
    ...annas,
    path: `${conversation}/emergency`,
    honest: () => ({}),
    right: () => true,
    changes: ["emergency", "conversation", "help_wanted", "sqlite_sequence"],
  },
  {
    ...annas,
    path: "/staff/emergencies/:id",
    id: "1",
    arrange: declared,
    honest: () => ({
      decided: "1",
      informed: "police",
      passed: "place",
      told: "before",
      outcome: "help_came",
      note: "",
    }),
    // Nobody who is not on the staff has decided; the words are short enough.
    right: ({ decided = "", note = "" }) =>
      /^(0{0,14}[123])?$/.test(decided) && [...clean(note).trim()].length <= 2_000,
    changes: ["emergency"],
    words: "note",
  },
  {
    ...annas,
    path: `${conversation}/approach`,
    honest: () => ({ approach: "call Mika first\nbreathe" }),
    right: ({ approach = "" }) => {
      const lines = clean(approach)
        .split("\n")
        .map((line) => line.trim())
        .filter((line) => line !== "");
      return lines.length > 0 && lines.length <= 3 && lines.every((line) => [...line].length <= 140);
    },
    changes: ["approach", "message", "conversation"],
  },
  {
    ...annas,
    path: `${conversation}/earlier`,
    arrange: showsEarlier,
    honest: () => ({}),
    right: () => true,
    changes: [],
  },
  {
    ...annas,
    path: `${conversation}/hold`,
    honest: () => ({ held: "yes" }),
    right: ({ held = "" }) => ["yes", "no"].includes(held),
    changes: ["conversation", "conversation_event"],
  },
  {
    ...annas,
    path: `${conversation}/ask-kindly`,
    honest: () => ({}),
    right: () => true,
    changes: ["message", "conversation"],
  },
  {
    ...annas,
    path: `${conversation}/later`,
    arrange: mailsCanBeSent,
    honest: () => ({}),
    right: () => true,
    changes: ["message", "conversation"],
  },
  {
    ...annas,
    path: `${conversation}/aside`,
    honest: () => ({ why: "joke" }),
    right: ({ why = "" }) => ["joke", "test", "abusive"].includes(why),
    changes: ["conversation", "conversation_event", "contact", "draft", "wrap_up"],
  },
  {
    ...annas,
    path: `${conversation}/aside-undo`,
    arrange: setAsideNow,
    honest: () => ({}),
    right: () => true,
    changes: ["conversation", "conversation_event", "contact"],
  },
];

/** Béla reads what young people said was wrong. */
export const concernForms: HostileForm[] = [
  {
    who: "bela",
    stage: "ended",
    path: "/staff/concerns/:id",
    arrange: readOnce,
    honest: () => ({ done: "yes" }),
    right: ({ done = "" }) => ["yes", "no"].includes(done),
    changes: ["concern"],
  },
  {
    who: "bela",
    stage: "ended",
    path: "/staff/concerns/:id/open",
    arrange: wrongOnce,
    honest: () => ({}),
    right: () => true,
    changes: ["concern_opened"],
  },
];

const isDays = (days = "") => /^\d{1,4}$/.test(days) && Number(days) >= 1 && Number(days) <= 365;
const isReason = (reason = "") => ["danger", "report", "law"].includes(reason);

/** Béla holds chats that are over, reads one and lifts it. */
export const holdForms: HostileForm[] = [
  {
    who: "bela",
    stage: "ended",
    path: "/staff/holds/:id",
    honest: () => ({ reason: "danger", days: "28" }),
    right: ({ reason, days }) => isReason(reason) && isDays(days),
    changes: ["chat_hold"],
  },
  {
    who: "bela",
    stage: "ended",
    path: "/staff/holds/:id/lift",
    arrange: heldOnce,
    honest: () => ({}),
    right: () => true,
    changes: ["chat_hold"],
  },
  {
    who: "bela",
    stage: "ended",
    path: "/staff/holds/:id/open",
    arrange: heldOnce,
    honest: () => ({}),
    right: () => true,
    changes: [],
  },
];

/** Every chat that is over is held. */
async function heldOnce({ line }: Scene) {
  const { db } = line.helpline;
  const over = q.selectFrom("conversation").select("id").where("ended_at", "is not", null);
  for (const { id } of db.all(over)) {
    const held = { conversationId: id, member: line.bela, reason: "danger", days: 28 } as const;
    await act(line, line.bela, (tx, emit) => holdChat(tx, emit, held));
  }
}

/** One of every chat, so that each is called like its own. */
async function wrongOnce({ line }: Scene) {
  const { db } = line.helpline;
  for (const { id } of db.all(q.selectFrom("conversation").select("id").orderBy("id"))) {
    await db.change("youth", (tx, emit) => raiseConcern(tx, emit, { conversationId: id, text: "odd" }));
  }
}

/** And Béla has read those that are over. */
async function readOnce(scene: Scene) {
  await wrongOnce(scene);
  const { helpline, bela } = scene.line;
  for (const { id } of concernsFor(helpline.db, bela).filter(({ ended }) => ended)) {
    await act(scene.line, bela, (tx, emit) => openConcern(tx, emit, { id, staffId: bela.id }));
  }
}

/** Of every chat that Anna has, so that each record is called like its chat. */
async function declared({ line }: Scene) {
  const { db } = line.helpline;
  for (const { id } of db.all(q.selectFrom("conversation").select("id").orderBy("id"))) {
    const input = { conversationId: id, staffId: line.anna.id };
    await act(line, line.anna, (tx, emit) => declareEmergency(tx, emit, input)).catch(() => {});
  }
}

/** A server that nobody asks for anything. */
function mailsCanBeSent({ line }: Scene) {
  return sendsTo(line, 25);
}

/** Sam’s chat stands as if it were an earlier one of Noor’s, and no key opens it. */
async function showsEarlier({ line, sam }: Scene) {
  const found = line.helpline.db.first(q.selectFrom("conversation").select("id").orderBy("id", "desc"))!;
  const row = { conversation_id: found.id, earlier_id: sam };
  await act(line, line.anna, (tx) => tx.run(q.insertInto("return_earlier").values(row)));
}

async function setAsideNow({ line }: Scene) {
  const found = line.helpline.db.first(
    q.selectFrom("conversation").select("id").where("counsellor_id", "=", line.anna.id).orderBy("id", "desc"),
  )!;
  const input = { conversationId: found.id, staffId: line.anna.id, why: "joke" } as const;
  await act(line, line.anna, (tx, emit) => setAside(tx, emit, input));
}
