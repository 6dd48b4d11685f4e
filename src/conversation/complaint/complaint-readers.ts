import { sql } from "kysely";
import { dayMs } from "#src/clock.ts";
import type { DataReader } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { hasRoleSince } from "#src/staff/hands.ts";
import { type Member, may } from "#src/staff/permissions.ts";
import { everyone, rolesGivenToOneself } from "#src/staff/staff.ts";
import type { Conversation } from "../conversation.ts";
import { concernFile } from "./complaint-file.ts";
import { hadPart } from "./complaint-part.ts";

// Who reads a complaint is decided here alone: supervisors and leads who had no part in the chat. A request for contact, photos
// or to meet is for the leads alone for a day, or longer once one of them has read it.

/** How long such a complaint is for the leads alone while none of them reads it, ms: all may be away for an evening. */
export const leadsAloneMs = dayMs;

interface Said {
  id: number;
  conversationId: number;
  at: number;
}

interface Able {
  staffId: number;
  asLead: boolean;
  asSupervisor: boolean;
}

/** Returns the ids of those who read each complaint at `at` (ms UTC), by the id of the complaint. */
export function concernReadersOf(db: DataReader, all: readonly Said[], at: number): Map<number, number[]> {
  const able = ableFor(db, [...new Set(all.map(({ conversationId }) => conversationId))]);
  return new Map(
    all.map((one) => {
      const some = able.get(one.conversationId) ?? [];
      const isLeads = some.some(({ asLead }) => asLead) && isForLeadsAlone(db, one, at);
      return [one.id, idsOf(some, isLeads)];
    }),
  );
}

/** Returns the ids of those who may read a chat for its complaints at `at` (ms UTC), or would if there were one. */
export function readersOfChat(db: DataReader, conversationId: number, at: number): number[] {
  const some = ableFor(db, [conversationId]).get(conversationId) ?? [];
  const all = db.all(ofChat({ conversationId }));
  const isLeads =
    all.length > 0 && some.some(({ asLead }) => asLead) && all.every((one) => isForLeadsAlone(db, one, at));
  return idsOf(some, isLeads);
}

/** Returns whether nobody could read a complaint about a chat, since everyone who reads complaints had a part in it. */
export function isForNobody(db: DataReader, { id }: Pick<Conversation, "id">): boolean {
  return (ableFor(db, [id]).get(id) ?? []).length === 0;
}

/** Returns whether a complaint is up to a member: a lead who reads it, or any supervisor who does if no lead can. */
export function isUpTo(db: DataReader, conversationId: number, staffId: number): boolean {
  const some = ableFor(db, [conversationId]).get(conversationId) ?? [];
  const own = some.find((one) => one.staffId === staffId);
  return own !== undefined && (own.asLead || !some.some(({ asLead }) => asLead));
}

/** Returns, for each of these chat ids, which of the staff ids had no part in it. */
export function withoutPart(db: DataReader, chats: number[], staffIds: number[]): Map<number, number[]> {
  const found = new Map<number, number[]>();
  for (const { conversationId, staffId } of pairsOf(db, chats, staffIds)) {
    found.set(conversationId, [...(found.get(conversationId) ?? []), staffId]);
  }
  return found;
}

/** Returns whether a member is called when a complaint calls the leads. */
export const isLead = (member: Member) => may(member, "concern.lead");

function ableFor(db: DataReader, chats: number[]): Map<number, Able[]> {
  const members = new Map(everyone(db).flatMap((one) => (may(one, "concern.read") ? [[one.id, one] as const] : [])));
  // A role that someone gave themselves counts only for chats that began after that. A lead may be the only one to open such a
  // chat, so for leads it is enough that the giver may be the same person.
  const since = rolesGivenToOneself(db);
  for (const { id } of [...members.values()].filter(isLead)) since.set(`${id} lead`, hasRoleSince(db, id, "lead").at);
  const found = new Map<number, Able[]>();
  for (const { conversationId, staffId, startedAt } of pairsOf(db, chats, [...members.keys()])) {
    const has = (role: "lead" | "supervisor") =>
      members.get(staffId)!.roles.includes(role) && startedAt >= (since.get(`${staffId} ${role}`) ?? 0);
    const one = { staffId, asLead: has("lead"), asSupervisor: has("supervisor") };
    if (one.asLead || one.asSupervisor) found.set(conversationId, [...(found.get(conversationId) ?? []), one]);
  }
  return found;
}

const idsOf = (some: Able[], isLeads: boolean) =>
  some.flatMap(({ staffId, asLead }) => (asLead || !isLeads ? [staffId] : []));

function isForLeadsAlone(db: DataReader, { id, at: saidAt }: Said, at: number): boolean {
  if (concernFile(db, id)?.kind !== "contact") return false;
  return at - saidAt < leadsAloneMs || db.first(anyRead({ id })) !== undefined;
}

function pairsOf(db: DataReader, chats: number[], staffIds: number[]) {
  if (chats.length === 0 || staffIds.length === 0) return [];
  return db.all(pairs({ chats: JSON.stringify(chats), staffIds: JSON.stringify(staffIds) }));
}

const pairs = prepared((v: { chats: string; staffIds: string }) => {
  const chat = sql<{ value: number }>`json_each(${v.chats})`.as<"chat">(sql.raw("chat"));
  const one = sql<{ value: number }>`json_each(${v.staffIds})`.as<"one">(sql.raw("one"));
  return q
    .selectFrom("conversation")
    .innerJoin(chat, (on) => on.on(sql<boolean>`chat.value = conversation.id`))
    .innerJoin(one, (on) => on.on(sql<boolean>`NOT ${hadPart(sql.ref("conversation.id"), sql.ref("one.value"))}`))
    .select(["conversation.id as conversationId", "conversation.started_at as startedAt"])
    .select(sql<number>`one.value`.as("staffId"));
});
const ofChat = prepared((v: { conversationId: number }) =>
  q
    .selectFrom("concern")
    .select(["id", "conversation_id as conversationId", "at"])
    .where("conversation_id", "=", v.conversationId),
);
const anyRead = prepared((v: { id: number }) =>
  q.selectFrom("concern_read").select("at").where("concern_id", "=", v.id).limit(1),
);
