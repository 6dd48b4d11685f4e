import type { DataReader } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import { type Member, may } from "#src/staff/permissions.ts";
import { everyone, memberNow } from "#src/staff/staff.ts";
import { type ConcernFile, type ConcernKind, concernFile, hasLocator } from "./complaint-file.ts";
import { concernReadersOf, isLead, withoutPart } from "./complaint-readers.ts";

export const concernsShown = 30;

export interface Concern {
  id: number;
  conversationId: number;
  nameIndex: number;
  ended: boolean;
  at: number;
  kind: ConcernKind | null;
  isUnread: boolean;
  words: string | null;
  isShut: boolean;
  opened: boolean;
  done: { at: number; staffId: number } | null;
}

/** Returns the complaints a member may read at `at` (ms UTC), after the first `after`: open ones first, each newest first. */
export function concernsFor(db: DataReader, member: Member, at: number, after = 0): Concern[] {
  if (!may(member, "concern.read")) return [];
  const all = db.all(said({}));
  const readers = concernReadersOf(db, all, at);
  const ids = all.flatMap(({ id }) => (readers.get(id)!.includes(member.id) ? [id] : []));
  return ids.slice(after, after + concernsShown).map((id) => asConcern(db, member, id));
}

/** Returns a complaint if this member may read it at `at` (ms UTC). Throws `not_allowed`. */
export function concernFor(db: DataReader, { id, staffId, at }: { id: number; staffId: number; at: number }): Concern {
  const member = memberNow(db, staffId);
  const found = db.first(saidOne({ id }));
  if (!found || !concernReadersOf(db, [found], at).get(id)!.includes(staffId)) throw new HelplineError("not_allowed");
  return asConcern(db, member, id);
}

interface Calling {
  id: number;
  nameIndex: number;
  at: number;
}

/** How many wait for each reader (`of`), for each admin if nobody can read them (`ofNobody`), and what calls each lead; by id. */
export interface ConcernsWaiting {
  of: ReadonlyMap<number, number>;
  ofNobody: ReadonlyMap<number, number>;
  calls: ReadonlyMap<number, readonly Calling[]>;
}

/** Counts the open complaints at `at` (ms UTC) for everyone at once, without opening a word. */
export function concernsWaiting(db: DataReader, at: number): ConcernsWaiting {
  const of = new Map<number, number>();
  const ofNobody = new Map<number, number>();
  const calls = new Map<number, Calling[]>();
  const open = db.all(waiting({}));
  if (open.length === 0) return { of, ofNobody, calls };
  const readers = concernReadersOf(db, open, at);
  const [leads, admins] = [isLead, (one: Member) => may(one, "concern.count")].map((is) =>
    everyone(db).flatMap((one) => (is(one) ? [one.id] : [])),
  );
  for (const { id, nameIndex, at: saidAt, conversationId } of open) {
    const ids = readers.get(id)!;
    const others = ids.length > 0 ? [] : (withoutPart(db, [conversationId], admins!).get(conversationId) ?? []);
    for (const one of ids) of.set(one, (of.get(one) ?? 0) + 1);
    for (const one of others) ofNobody.set(one, (ofNobody.get(one) ?? 0) + 1);
    for (const one of ids.filter((reader) => leads!.includes(reader) && isCalling(db, id, reader))) {
      calls.set(one, [...(calls.get(one) ?? []), { id, nameIndex, at: saidAt }]);
    }
  }
  return { of, ofNobody, calls };
}

/** Returns the ids of the leads whom a complaint calls at `at` (ms UTC). */
export function calledBy(db: DataReader, id: number, at: number): number[] {
  const found = db.first(saidOne({ id }));
  if (!found) return [];
  const ids = concernReadersOf(db, [found], at).get(id)!;
  return everyone(db).flatMap((one) =>
    isLead(one) && ids.includes(one.id) && isCalling(db, id, one.id) ? [one.id] : [],
  );
}

/** Returns whether the young person has a code, and so can read an answer. */
export function isAnswerWanted(db: DataReader, id: number): boolean {
  return hasLocator(db, id);
}

/** Returns what stands beside a complaint, for its readers; null if it cannot be opened. */
export function besideConcern(db: DataReader, { id }: Pick<Concern, "id">): ConcernFile | null {
  return concernFile(db, id);
}

function isCalling(db: DataReader, id: number, staffId: number): boolean {
  return concernFile(db, id)?.kind === "contact" && db.first(read({ id, staffId })) === undefined;
}

function asConcern(db: DataReader, member: Member, id: number): Concern {
  const row = db.first(one({ id, staffId: member.id }))!;
  const isUnread = row.done_at === null && isLead(member) && isCalling(db, id, member.id);
  const words = isUnread ? null : concernWordsOf(db, row);
  return {
    id,
    conversationId: row.conversation_id,
    nameIndex: row.name_index,
    ended: row.ended_at !== null,
    at: row.at,
    kind: concernFile(db, id)?.kind ?? null,
    isUnread,
    words,
    isShut: !isUnread && row.body !== null && words === null,
    opened: row.opened_at !== null,
    done: row.done_at === null || row.done_by === null ? null : { at: row.done_at, staffId: row.done_by },
  };
}

/** Returns the words of a complaint; null if there are none or they cannot be opened. */
export function concernWordsOf(
  db: DataReader,
  row: { id: number; conversation_id: number; body: Uint8Array | null },
): string | null {
  return row.body === null ? null : db.keyring.open(concernPlace(row.conversation_id, row.id), row.body);
}

/** Returns where the words of a complaint are sealed. */
export function concernPlace(conversationId: number, id: number) {
  return { table: "concern", conversationId, number: id, author: "youth" } as const;
}

const rows = () => q.selectFrom("concern").select(["id", "conversation_id as conversationId", "at"]);

const said = prepared(() =>
  rows()
    .orderBy((eb) => eb("done_at", "is not", null))
    .orderBy("id", "desc"),
);
const saidOne = prepared((v: { id: number }) => rows().where("id", "=", v.id));
const waiting = prepared(() =>
  q
    .selectFrom("concern")
    .innerJoin("conversation", "conversation.id", "concern.conversation_id")
    .select(["concern.id", "concern.conversation_id as conversationId", "concern.at"])
    .select("conversation.name_index as nameIndex")
    .where("concern.done_at", "is", null)
    .orderBy("concern.id"),
);
const one = prepared((v: { id: number; staffId: number }) =>
  q
    .selectFrom("concern")
    .innerJoin("conversation", "conversation.id", "concern.conversation_id")
    .leftJoin("concern_opened", (on) =>
      on.onRef("concern_opened.concern_id", "=", "concern.id").on("concern_opened.staff_id", "=", v.staffId),
    )
    .selectAll("concern")
    .select(["conversation.name_index", "conversation.ended_at", "concern_opened.at as opened_at"])
    .where("concern.id", "=", v.id),
);
const read = prepared((v: { id: number; staffId: number }) =>
  q.selectFrom("concern_read").select("at").where("concern_id", "=", v.id).where("staff_id", "=", v.staffId),
);
