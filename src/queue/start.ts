import { minuteMs } from "#src/clock.ts";
import { nameCount } from "#src/conversation/conversation.ts";
import { keepChosen } from "#src/conversation/messages/intake.ts";
import { writeAsYouth, writeNotice } from "#src/conversation/messages/writing.ts";
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
  startId: string;
  /** The secret of the young person's cookie; only its hash is stored. */
  token: string;
  language: Language;
  /** Words for one line are never given to another. */
  lineId: number;
  text: string | null;
  rulesVersion: number;
  secretHash?: string | null;
  chosen?: Answers;
  urgent?: boolean;
  /** They are in danger and someone is on shift, so lack of room or time is no reason to refuse them. */
  inDanger?: boolean;
  rehearsal?: boolean;
  network?: string | null;
  /** They come by an emailed link, and the caller has looked at the door. */
  calledBack?: boolean;
}

/** Takes someone in with a place, a key and first words, all or nothing. Returns the id. Throws as `refuseAtDoor`, `ended`. */
export function start(tx: Tx, emit: Emit, input: Start): number {
  // The id of the form can open the chat again, so no copy of the data may hold it.
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

/** Returns the id of the conversation that a form (`Start.startId`) has begun; null for none. */
export function begunBy(db: DataReader, startId: string): number | null {
  const begun = q.selectFrom("conversation").select("id").where("start_id", "=", createHash(startId));
  return db.first(begun)?.id ?? null;
}

export type AtDoor = Pick<Start, "lineId" | "rehearsal" | "calledBack" | "inDanger" | "network">;

/** Throws `closed`, `locked` or `too_fast` if a door does not let someone in at `at` (ms UTC). */
export function refuseAtDoor(db: DataReader, asked: AtDoor, at: number): void {
  // Asked in the change itself: between the page and its form the door may have closed, or the line gone.
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

/** Returns the client id of the words that came with a start; the form's own id cannot be told from it. */
export function firstWordsId(startId: string): string {
  return createHash(`first words ${startId}`).slice(0, 32);
}

function writeFirst(tx: Tx, emit: Emit, conversationId: number, { startId, text }: Start) {
  if (text !== null) writeAsYouth(tx, emit, { conversationId, clientId: firstWordsId(startId), text });
}

/** How long after a start a copy of its form may arrive, ms. Later it comes from someone who found the page. */
export const againMs = 15 * minuteMs;

// The first answer was lost, or a copy was late: the same cookie opens the same chat; new words and new danger still count.
function startAgain(
  tx: Tx,
  emit: Emit,
  known: { id: number; started_at: number; ended_at: number | null; token_before: string | null },
  input: Start,
): number {
  if (known.token_before !== null) throw new HelplineError("ended");
  if (known.ended_at !== null || tx.at - known.started_at > againMs) throw new HelplineError("ended");
  const cookie = { youth_token_hash: createHash(input.token) };
  tx.run(q.updateTable("conversation").set(cookie).where("id", "=", known.id));
  if (input.chosen?.urgent === "danger") sayDanger(tx, emit, { conversationId: known.id });
  writeFirst(tx, emit, known.id, input);
  return known.id;
}

function agreedRules(db: DataReader, asked: number): number {
  const found = db.first(q.selectFrom("rules").select("version").where("version", "=", asked));
  if (found) return found.version;
  return db.first(q.selectFrom("rules").select("version").orderBy("version", "desc").limit(1))!.version;
}

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
