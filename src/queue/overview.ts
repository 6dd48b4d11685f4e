import { sql } from "kysely";
import { minuteMs } from "#src/clock.ts";
import { type ContactKept, stateOfRecord } from "#src/conversation/after/record-state.ts";
import { besideWhich, subjectOf } from "#src/conversation/colleagues/colleagues.ts";
import {
  asConversation,
  type Conversation,
  conversation,
  conversations,
  shortName,
} from "#src/conversation/conversation.ts";
import { openChosen } from "#src/conversation/messages/intake.ts";
import type { YouthPresence } from "#src/conversation/presence.ts";
import { openWords } from "#src/conversation/reading.ts";
import { urgencyOf, urgencyWith } from "#src/conversation/safety/urgent.ts";
import { saysSilent } from "#src/conversation/silence/state.ts";
import type { DataReader } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { lineZone } from "#src/hours/lines.ts";
import type { Language } from "#src/i18n/i18n.ts";
import { may } from "#src/staff/permissions.ts";
import { aliasOf, staffMember } from "#src/staff/staff.ts";
import { inLine } from "./claim.ts";
import { asideEnd } from "./end/dismiss.ts";
import type { OwnChat, Waiting } from "./rows.ts";

const wordsShown = 90;

/** A list: who stands in it, in order, and what their rows show; words are opened only for the rows that are read. */
interface Rows<One extends { id: number }, Shown> {
  all: One[];
  /** Reads the rows of these ids, or every row. */
  read(ids?: ReadonlySet<number>): Shown[];
}

/** Returns who waits on these lines, in the order someone with these languages takes them; `language` is the reader's. */
export function waitingRows(
  db: DataReader,
  presence: YouthPresence,
  language: Language,
  lineIds: readonly number[],
  languages: readonly Language[] | null = null,
  canClaim = true,
): Rows<Pick<Waiting, "id" | "waitsSince" | "kind">, Waiting> {
  const waiting = inLine(db, languages).filter((one) => lineIds.includes(one.lineId));
  return rowsOf(db, waiting, null, (one, facts) => ({
    id: one.id,
    name: shortName(language, one.nameIndex),
    line: facts.line,
    lane: one.lane,
    ...chosenInDanger(db, one.id, facts),
    silent: isSilentIn(one.id, facts),
    language: one.language,
    spoken: languages === null || languages.includes(one.language),
    firstWords: canClaim ? words(db, one.id, facts.first) : null,
    feeling: one.feelingBefore,
    waitsSince: one.waitsSince,
    connection: presence.connection(one.id, one.youthHereAt),
    kind: one.kind,
    calledBack: one.calledBack,
    risk: one.risk,
    watched: one.watchedAfter !== null,
  }));
}

/** Returns the rows of `waitingRows`, all read. */
export function waitingList(...of: Parameters<typeof waitingRows>): Waiting[] {
  return waitingRows(...of).read();
}

function chosenInDanger(db: DataReader, id: number, { chosen }: Facts): Pick<Waiting, "urgency" | "danger"> {
  const { urgent = null, danger } = openChosen(db, id, chosen) ?? {};
  const kind = danger?.kind ?? null;
  return { urgency: urgent === "no" ? null : urgent, danger: kind === "skip" ? null : kind };
}

/** Returns the chats on someone's screen that they may read at `at` (ms UTC): in danger, own open, own ended, beside; each oldest first. */
export function ownRows(
  db: DataReader,
  presence: YouthPresence,
  staffId: number,
  language: Language,
  at: number,
): Rows<Conversation, OwnChat> {
  const member = staffMember(db, staffId);
  const beside = besideWhich(db, staffId).flatMap(({ conversationId }) => conversation(db, conversationId) ?? []);
  const readable = [...notClosed(db, staffId), ...beside].filter(
    (one) => member && may(member, "conversation.read", subjectOf(db, one, at)),
  );
  // Whoever is in danger comes first, until a person says otherwise.
  const urgent = readable.filter((one) => urgencyOf(db, one) !== null);
  const sorted = [...urgent, ...readable.filter((one) => !urgent.includes(one))];
  return rowsOf(db, sorted, staffId, (one, facts) => {
    const chat = chatRow(db, presence, one, facts, language);
    const seen = { ...chat, lastAlias: chat.lastAlias === member!.alias ? null : chat.lastAlias };
    return one.counsellorId === staffId ? seen : { ...seen, waitingSince: null, with: facts.counsellor };
  });
}

/** Returns the rows of `ownRows`, all read. */
export function ownChats(...of: Parameters<typeof ownRows>): OwnChat[] {
  return ownRows(...of).read();
}

/** Returns someone's own conversations that are not closed yet, whether they may still read them or not. */
export function notClosed(db: DataReader, staffId: number): Conversation[] {
  return db.all(heldBy({ staffId })).map(asConversation);
}

const heldBy = prepared((v: { staffId: number }) =>
  conversations()
    .where("counsellor_id", "=", v.staffId)
    .where("closed_at", "is", null)
    .orderBy((eb) => eb("ended_at", "is not", null))
    .orderBy("claimed_at")
    .orderBy("id"),
);

/** Returns the open chats of a member (id) with messages they have not seen, and how many. */
export function ownUnread(db: DataReader, staffId: number): { id: number; n: number }[] {
  return db.all(unreadWith({ staffId }));
}

const unreadWith = prepared((v: { staffId: number }) =>
  q
    .selectFrom("conversation")
    .innerJoin("message as m", "m.conversation_id", "conversation.id")
    .select((eb) => ["conversation.id", eb.fn.countAll<number>().as("n")])
    .where("conversation.counsellor_id", "=", v.staffId)
    .where("conversation.ended_at", "is", null)
    .where("m.author", "=", "youth")
    .whereRef("m.seq", ">", "conversation.counsellor_seen_seq")
    .groupBy("conversation.id"),
);

/** Returns a conversation as its counsellor's list shows it. */
export function ownChat(db: DataReader, presence: YouthPresence, one: Conversation, language: Language): OwnChat {
  return chatRow(db, presence, one, factsOf(db, [one.id], null).get(one.id)!, language);
}

function chatRow(
  db: DataReader,
  presence: YouthPresence,
  one: Conversation,
  facts: Facts,
  language: Language,
): OwnChat {
  const goesOn = one.endedAt === null;
  const erased = one.erasedAt !== null;
  const last = erased ? null : facts.last;
  return {
    id: one.id,
    name: shortName(language, one.nameIndex),
    line: facts.line,
    language: one.language,
    lastWords: words(db, one.id, last),
    lastAuthor: last?.author ?? null,
    lastAlias: last?.alias ?? null,
    unread: erased ? 0 : facts.unread,
    unreadNotes: facts.unreadNotes,
    waitingSince: goesOn ? facts.waitingSince : null,
    claimedAt: one.claimedAt ?? one.startedAt,
    feeling: one.feelingBefore,
    connection: presence.connection(one.id, one.youthHereAt),
    ended: one.endedAt !== null && one.endReason !== null ? { reason: one.endReason, at: one.endedAt } : null,
    erased,
    recordOpen: !goesOn && ["lacking", "begun"].includes(stateOfRecord(facts.contact)),
    kind: one.kind,
    risk: one.risk,
    watched: one.watchedAfter !== null && goesOn,
    silent: goesOn && isSilentIn(one.id, facts),
    pausedAt: goesOn ? one.pausedAt : null,
    lane: one.lane,
    urgent: urgencyWith(one, facts.emergency),
    with: null,
    asideUntil: goesOn ? null : asideEnd(one),
  };
}

function isSilentIn(id: number, { said, saidBefore }: Facts): boolean {
  return said !== null && saysSilent(id, said, saidBefore ?? 0);
}

function words(db: DataReader, id: number, message: Edge | null): string | null {
  const text = message && openWords(db, id, message).text;
  if (text === null) return null;
  const line = text.replace(/\s+/g, " ");
  return line.length > wordsShown ? `${line.slice(0, wordsShown - 1).toWellFormed()}…` : line;
}

function rowsOf<One extends { id: number }, Shown>(
  db: DataReader,
  all: One[],
  readerId: number | null,
  show: (one: One, facts: Facts) => Shown,
): Rows<One, Shown> {
  return {
    all,
    read: (ids) => {
      const wanted = ids ? all.filter(({ id }) => ids.has(id)) : all;
      const facts = factsOf(
        db,
        wanted.map(({ id }) => id),
        readerId,
      );
      return wanted.map((one) => show(one, facts.get(one.id)!));
    },
  };
}

type Edge = Parameters<typeof openWords>[2] & { alias: string | null };

/** What a row shows of a conversation beside its own columns. Words are still sealed. */
interface Facts {
  /** null where there is only one line. */
  line: string | null;
  counsellor: string | null;
  chosen: Uint8Array | null;
  first: Edge | null;
  last: Edge | null;
  /** The client id of what the young person wrote last, and the seq of what they wrote before. */
  said: string | null;
  saidBefore: number | null;
  waitingSince: number | null;
  /** By what its counsellor has read, or whoever reads the list beside them. */
  unread: number;
  unreadNotes: number;
  emergency: "open" | "over" | null;
  contact: ContactKept;
}

/** Reads the facts of many conversations in one statement, as one of the staff sees them (null: as their counsellor does). */
function factsOf(db: DataReader, ids: readonly number[], readerId: number | null): Map<number, Facts> {
  const rows = ids.length === 0 ? [] : db.all(factsIn({ ids: JSON.stringify(ids), readerId }));
  return new Map(
    rows.map((row) => [
      row.id,
      {
        ...row,
        line: (row.lines ?? 0) > 1 ? row.line : null,
        unread: row.unread ?? 0,
        unreadNotes: row.unreadNotes ?? 0,
        first: edge({
          seq: row.firstSeq,
          author: row.firstAuthor,
          body: row.firstBody,
          kind: row.firstKind,
          alias: null,
        }),
        last: edge({ seq: row.seq, author: row.author, body: row.body, kind: row.lastKind, alias: row.alias }),
        emergency: row.openEmergency === null ? null : row.openEmergency === 1 ? "open" : "over",
        contact: { talked: row.talked, recordId: row.recordId, finishedAt: row.finishedAt },
      },
    ]),
  );
}

function edge(message: { [Key in keyof Edge]: Edge[Key] | null }): Edge | null {
  return message.seq === null ? null : (message as Edge);
}

const thisRow = sql.ref<number>("conversation.id");
const written = () => q.selectFrom("message as m").where("m.conversation_id", "=", thisRow);
const edgeSeq = (way: "asc" | "desc") =>
  written().select("m.seq").where("m.author", "!=", "notice").orderBy("m.seq", way).limit(1);
const lastSeqBy = (author: "youth" | "counsellor") =>
  written().select("m.seq").where("m.author", "=", author).orderBy("m.seq", "desc").limit(1);
const byYouth = () => written().where("m.author", "=", "youth");

const factsIn = prepared((v: { ids: string; readerId: number | null }) =>
  q
    .selectFrom("conversation")
    .innerJoin("line", "line.id", "conversation.line_id")
    .leftJoin("staff as holder", "holder.id", "conversation.counsellor_id")
    .leftJoin("conversation_colleague as seat", (on) =>
      on
        .onRef("seat.conversation_id", "=", "conversation.id")
        .on("seat.staff_id", "=", v.readerId)
        .on("seat.left_at", "is", null),
    )
    .leftJoin("message as first", (on) =>
      on.onRef("first.conversation_id", "=", "conversation.id").on("first.seq", "=", edgeSeq("asc")),
    )
    .leftJoin("message as last", (on) =>
      on.onRef("last.conversation_id", "=", "conversation.id").on("last.seq", "=", edgeSeq("desc")),
    )
    .leftJoin("staff as writer", "writer.id", "last.staff_id")
    .leftJoin("message as said", (on) =>
      on.onRef("said.conversation_id", "=", "conversation.id").on("said.seq", "=", lastSeqBy("youth")),
    )
    .leftJoin("contact", "contact.conversation_id", "conversation.id")
    .leftJoin("contact_record", "contact_record.contact_id", "contact.id")
    .select(["conversation.id", "conversation.chosen", "line.name as line", "holder.alias as counsellor"])
    .select([
      "first.seq as firstSeq",
      "first.author as firstAuthor",
      "first.body as firstBody",
      "first.kind as firstKind",
    ])
    .select(["last.seq", "last.author", "last.body", "last.kind as lastKind", "writer.alias"])
    .select(["said.client_id as said", "contact.talked_s as talked"])
    .select(["contact_record.id as recordId", "contact_record.finished_at as finishedAt"])
    .select((eb) => [
      byYouth()
        .select("m.seq")
        .where("m.seq", "<", sql.ref<number>("said.seq"))
        .orderBy("m.seq", "desc")
        .limit(1)
        .as("saidBefore"),
      byYouth()
        .select("m.at")
        .where("m.seq", ">", eb.fn.coalesce(lastSeqBy("counsellor"), eb.lit(0)))
        .orderBy("m.seq")
        .limit(1)
        .as("waitingSince"),
      byYouth()
        .select((all) => all.fn.countAll<number>().as("n"))
        .where("m.seq", ">", eb.fn.coalesce("seat.seen_seq", "conversation.counsellor_seen_seq"))
        .as("unread"),
      q
        .selectFrom("side_note as note")
        .select((all) => all.fn.countAll<number>().as("n"))
        .where("note.conversation_id", "=", thisRow)
        .where("note.staff_id", "!=", v.readerId)
        .where("note.seq", ">", eb.fn.coalesce(notesSeen(v.readerId), eb.lit(0)))
        .as("unreadNotes"),
      q
        .selectFrom("emergency")
        .select(sql<0 | 1 | null>`max(emergency.outcome is null)`.as("open"))
        .where("emergency.conversation_id", "=", thisRow)
        .as("openEmergency"),
      q
        .selectFrom("line as other")
        .select((all) => all.fn.countAll<number>().as("n"))
        .where("other.retired_at", "is", null)
        .as("lines"),
    ])
    .where("conversation.id", "in", sql<number>`(select value from json_each(${v.ids}))`),
);
const notesSeen = (readerId: number | null) =>
  q
    .selectFrom("side_note_of as own")
    .select("own.seen_seq")
    .where("own.conversation_id", "=", thisRow)
    .where("own.staff_id", "=", readerId);

export interface TakenBack {
  id: number;
  name: string;
  at: number;
  zone: string;
  now: { state: "waiting" | "over" } | { state: "taken"; alias: string };
}

const toldMs = 30 * minuteMs;
const toldMostMs = 24 * 60 * minuteMs;

/** Returns what was taken from a counsellor who has not been back for long at `now` (ms UTC), without what they have again. */
export function takenBack(db: DataReader, staffId: number, language: Language, now: number): TakenBack[] {
  return db.all(given({ staffId, since: now - toldMostMs })).flatMap((row): TakenBack[] => {
    if (row.counsellor_id === staffId) return [];
    const cameBackAt = db.first(saidAfter({ staffId, at: row.at }))?.at ?? now;
    if (now - cameBackAt >= toldMs) return [];
    const { id, at } = row;
    const zone = lineZone(db, row.line_id);
    const told = { id, at, zone, name: shortName(language, row.name_index) };
    if (row.ended_at !== null) return [{ ...told, now: { state: "over" } }];
    if (row.counsellor_id === null) return [{ ...told, now: { state: "waiting" } }];
    return [{ ...told, now: { state: "taken", alias: aliasOf(db, row.counsellor_id)! } }];
  });
}

const saidAfter = prepared((v: { staffId: number; at: number }) =>
  q
    .selectFrom("presence_log")
    .select("at")
    .where("staff_id", "=", v.staffId)
    .where("at", ">", v.at)
    .orderBy("id")
    .limit(1),
);
const given = prepared((v: { staffId: number; since: number }) =>
  q
    .selectFrom("conversation_event")
    .innerJoin("conversation", "conversation.id", "conversation_event.conversation_id")
    .select(["conversation.id", "name_index", "line_id", "counsellor_id", "ended_at"])
    .select((eb) => eb.fn.max("conversation_event.at").as("at"))
    .where("conversation_event.staff_id", "=", v.staffId)
    .where("conversation.gone_told_at", "is", null)
    .where("conversation_event.kind", "in", ["given_back", "left_alone"])
    .where("conversation_event.at", ">=", v.since)
    .groupBy("conversation.id")
    .orderBy("conversation.id"),
);
