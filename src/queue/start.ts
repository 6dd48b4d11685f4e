import { minuteMs } from "#src/clock.ts";
import { keepChosen } from "#src/conversation/messages/intake.ts";
import { writeAsYouth, writeNotice } from "#src/conversation/messages/writing.ts";
import { nameCount } from "#src/conversation/names.ts";
import { sayDanger } from "#src/conversation/safety/danger.ts";
import { keepingLeft } from "#src/conversation/safety/left-in-danger.ts";
import { createHash, newClientId } from "#src/crypto/hash.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { lines } from "#src/hours/lines.ts";
import type { Language } from "#src/i18n/i18n.ts";
import { type Answers, noAnswers } from "#src/settings/assessment.ts";
import { doorOf } from "./door/doors.ts";
import { yielding } from "./door/in-danger.ts";
import { maxRehearsals, rehearsals } from "./line/rehearsal.ts";
import { promise } from "./wait/announced-wait.ts";

export interface Start {
  /** The client id of the form: the same form sent again finds the same conversation. */
  startId: string;
  /** The secret of the young person's cookie, the same for the same form; only its hash is stored. */
  token: string;
  language: Language;
  /** The line that was chosen: words for one are never given to another. */
  lineId: number;
  /** The first words, or null when nothing was written: an empty start is fine. */
  text: string | null;
  rulesVersion: number;
  /** The hash of a secret word, where they chose one (conversation/secret-word.ts). */
  secretHash?: string | null;
  /** What was chosen in the first questions. */
  chosen?: Answers;
  /** They said themselves that it is urgent: they are taken first. */
  urgent?: boolean;
  /** They said that they are in danger, and whoever lets them in has seen that somebody is on shift: want of room or time is no reason. */
  inDanger?: boolean;
  /** An admin writes as a young person, to try everything: the door does not matter, and nothing of it is counted. */
  rehearsal?: boolean;
  /** The network they come from (http/networks.ts): in memory only. null, or nothing said: nobody can tell. */
  network?: string | null;
  /** They come by a link that was sent to them, and whoever lets them in has looked at the door: they come to the front (invited-order.ts). */
  calledBack?: boolean;
}

/**
 * Takes someone in: a place in the queue, a key, and the first words, all or nothing. Returns the conversation's id.
 * Throws `closed` or `locked` when the door of that line does not let anybody in, `too_fast` when enough rehearse,
 * and `ended` when this very form began a conversation that is over.
 */
export function start(tx: Tx, emit: Emit, input: Start): number {
  // Whoever knows the form's id can open the chat again: so no copy of the data may hold it.
  const startHash = createHash(input.startId);
  const known = tx.first(
    q
      .selectFrom("conversation")
      .select(["id", "started_at", "ended_at", "token_before"])
      .where("start_id", "=", startHash),
  );
  if (known) return startAgain(tx, emit, known, input);
  refuseAtDoor(tx, input, tx.at);
  const row = tx.first(
    q
      .insertInto("conversation")
      .values({
        line_id: input.lineId,
        lane: input.urgent ? "urgent" : "normal",
        language: input.language,
        name_index: freeName(tx, tx.at),
        rules_version: agreedRules(tx, input.rulesVersion),
        start_id: startHash,
        youth_token_hash: createHash(input.token),
        started_at: tx.at,
        youth_here_at: tx.at,
        kind: input.rehearsal ? "rehearsal" : "real",
        called_back: input.calledBack ? 1 : 0,
      })
      .returning("id"),
  );
  const conversationId = row!.id;
  tx.crowd.came(conversationId, input.network ?? null);
  tx.keyring.create(tx.keys, conversationId);
  if (input.secretHash) tx.keyring.secrets.keep(tx, conversationId, input.secretHash);
  keepChosen(tx, conversationId, input.chosen ?? noAnswers);
  tx.run(q.insertInto("conversation_event").values({ conversation_id: conversationId, kind: "started", at: tx.at }));
  promise(tx, { conversationId, lineId: input.lineId });
  emit({ type: "conversation.started", conversationId });
  if (input.rehearsal) {
    const text = JSON.stringify({ key: "notice.rehearsal", values: {} });
    writeNotice(tx, emit, { conversationId, clientId: newClientId(), text });
  }
  writeFirst(tx, emit, conversationId, input);
  return conversationId;
}

/** The conversation (id) that a form with this id (`Start.startId`) has begun; null for none. */
export function begunBy(db: DataReader, startId: string): number | null {
  const begun = q.selectFrom("conversation").select("id").where("start_id", "=", createHash(startId));
  return db.first(begun)?.id ?? null;
}

/** What the door of a line looks at. */
export type AtDoor = Pick<Start, "lineId" | "rehearsal" | "calledBack" | "inDanger" | "network">;

/**
 * Throws as `start` does when the door of a line does not let somebody in at an instant (ms UTC). It is asked in the change itself:
 * between the page and its form the door may have closed, or the line gone.
 */
export function refuseAtDoor(db: DataReader, asked: AtDoor, at: number): void {
  const { lineId, rehearsal, calledBack, inDanger, network } = asked;
  const found = lines(db).find((one) => one.id === lineId);
  const state = found ? doorOf(db, found, at, network).state : "closed";
  if (found && rehearsal) {
    if (rehearsals(db) >= maxRehearsals)
      throw new HelplineError("too_fast", "error.rehearsals", { most: maxRehearsals });
    return;
  }
  if (state === "open" || (found && calledBack && state !== "locked")) return;
  if (inDanger && yielding.includes(state)) return;
  if (state === "locked") throw new HelplineError("locked");
  throw new HelplineError("closed", `error.door.${state}`);
}

/** The client id of the words that came with the form of a start; the form's own id cannot be told from it. */
export function firstWordsId(startId: string): string {
  return createHash(`first words ${startId}`).slice(0, 32);
}

function writeFirst(tx: Tx, emit: Emit, conversationId: number, { startId, text }: Start) {
  if (text !== null) writeAsYouth(tx, emit, { conversationId, clientId: firstWordsId(startId), text });
}

/** How long after a start a copy of its form may still arrive, ms. Later it comes from somebody who found the page. */
export const againMs = 15 * minuteMs;

/**
 * The answer to the first try was lost on the way, or a copy of it was late: the same cookie opens the same conversation,
 * words that were changed since are another message, and danger that was ticked since counts from now on.
 */
function startAgain(
  tx: Tx,
  emit: Emit,
  known: { id: number; started_at: number; ended_at: number | null; token_before: string | null },
  input: Start,
): number {
  // It goes on in another browser.
  if (known.token_before !== null) throw new HelplineError("ended");
  if (known.ended_at !== null || tx.at - known.started_at > againMs) throw new HelplineError("ended");
  // Another one only when the conversation was begun under another master key, or before cookies were made of forms.
  const cookie = { youth_token_hash: createHash(input.token) };
  tx.run(q.updateTable("conversation").set(cookie).where("id", "=", known.id));
  if (input.chosen?.urgent === "danger") sayDanger(tx, emit, { conversationId: known.id });
  writeFirst(tx, emit, known.id, input);
  return known.id;
}

/** The version that was on the page, if it exists; someone with an old page open agreed to that one. */
function agreedRules(db: DataReader, asked: number): number {
  const found = db.first(q.selectFrom("rules").select("version").where("version", "=", asked));
  if (found) return found.version;
  return db.first(q.selectFrom("rules").select("version").orderBy("version", "desc").limit(1))!.version;
}

/** A short name that no open conversation has now, nor one whose young person left in danger. */
function freeName(db: DataReader, at: number): number {
  const names = () => q.selectFrom("conversation").select("name_index");
  const shown = [names().where("closed_at", "is", null), names().where("id", "in", keepingLeft(at))];
  const taken = new Set(shown.flatMap((query) => db.all(query)).map((row) => row.name_index));
  const from = Math.floor(Math.random() * nameCount);
  for (let step = 0; step < nameCount; step += 1) {
    const index = (from + step) % nameCount;
    if (!taken.has(index)) return index;
  }
  return from;
}
