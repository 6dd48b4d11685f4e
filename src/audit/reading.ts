import { type ExpressionBuilder, type SqlBool, sql } from "kysely";
import { hourMs } from "#src/clock.ts";
import { asStaff, type DataReader, type Tx } from "#src/db/db.ts";
import type { Query } from "#src/db/query.ts";
import { q, type Tables } from "#src/db/schema.ts";
import type { Actor, Emit } from "#src/events.ts";

export const auditKinds = ["chats", "reading", "accounts", "refused", "settings", "directory", "mail"] as const;
type AuditKind = (typeof auditKinds)[number];

const acts: Record<AuditKind, string[]> = {
  chats: [
    "conversation.",
    "concern.",
    "hold.",
    "danger.",
    "help.",
    "debrief.",
    "thanks.",
    "record.",
    "emergency.",
    "address.",
    "rehearsal.",
    "shift.",
    "contact.",
    "callback.",
  ],
  reading: [
    "conversation.read_along",
    "concern.opened",
    "concern.opened_alone",
    "concern.read",
    "hold.opened",
    "hold.opened_alone",
    "danger.opened",
    "audit.opened",
    "audit.exported",
  ],
  accounts: ["staff.", "availability.", "keys."],
  refused: ["access.refused.", "staff.sign_in_refused"],
  settings: [
    "backup.",
    "program.",
    "settings.",
    "rules.",
    "line.",
    "hours.",
    "replies.",
    "on_call.",
    "audit.chained_anew",
  ],
  directory: ["service.", "organization.", "region.", "source.", "directory."],
  mail: ["mail.", "staff.address_set"],
};

export interface EntryFilter {
  kind: AuditKind | null;
  actor: Actor | null;
  from: number | null;
  to: number | null;
  before: number | null;
}

export interface ShownEntry {
  id: number;
  at: number;
  exact_at: number | null;
  actor: Actor;
  action: string;
  object: string;
  after: string | null;
}

/** Returns the newest entries; complaints stay hidden from everyone whom the trail itself names in that chat. */
export function entries(db: DataReader, readerId: number, filter: EntryFilter, most: number): ShownEntry[] {
  const { kind, actor, from, to, before } = filter;
  let found = q
    .selectFrom("audit")
    .select(["id", "at", "exact_at", "actor", "action", "object", "after"])
    .where(mayKnow(readerId));
  if (kind !== null) found = found.where((eb) => isOf(eb, kind));
  if (actor !== null) found = found.where("actor", "=", actor);
  if (from !== null) found = found.where("at", ">=", from);
  if (to !== null) found = found.where("at", "<", to);
  if (before !== null) found = found.where("id", "<", before);
  return db.all(found.orderBy("id", "desc").limit(most) as Query<ShownEntry>);
}

function isOf(eb: ExpressionBuilder<Tables, "audit">, kind: AuditKind) {
  return eb.or(acts[kind].map((act) => (act.endsWith(".") ? eb("action", "like", `${act}%`) : eb("action", "=", act))));
}

function mayKnow(readerId: number) {
  const reader = asStaff(readerId);
  return sql<SqlBool>`(audit.action NOT LIKE 'concern.%' OR NOT EXISTS (
    SELECT 1 FROM audit AS part WHERE part.object = audit.object AND part.action NOT LIKE 'concern.%'
      AND ${reader} IN (part.actor, part.before, part.after)))`;
}

const visitMs = hourMs;

/** Returns whether a staff member has opened the entries within this visit. */
export function hasOpened(db: DataReader, staffId: number, at: number): boolean {
  const opened = q.selectFrom("audit").select("id").where("object", "=", "audit").where("action", "=", "audit.opened");
  return (
    db.first(
      opened
        .where("actor", "=", asStaff(staffId))
        .where("at", ">", at - visitMs)
        .limit(1),
    ) !== undefined
  );
}

/** Notes that someone looks at the entries, once a visit. */
export function openEntries(tx: Tx, emit: Emit, staffId: number): void {
  if (!hasOpened(tx, staffId, tx.at)) emit({ type: "audit.opened" });
}

/** Returns everyone who may be an actor: staff past and present, "in charge", Porchlight. Young people have no name here. */
export function actors(db: DataReader): Actor[] {
  const staff = db.all(q.selectFrom("staff").select("id").orderBy("alias"));
  return [...staff.map(({ id }): Actor => asStaff(id)), "in charge", "porchlight", "command line"];
}
