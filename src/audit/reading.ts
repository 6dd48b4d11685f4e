import { type ExpressionBuilder, type SqlBool, sql } from "kysely";
import { hourMs } from "#src/clock.ts";
import { asStaff, type DataReader, type Tx } from "#src/db/db.ts";
import type { Query } from "#src/db/query.ts";
import { q, type Tables } from "#src/db/schema.ts";
import type { Actor, Emit } from "#src/events.ts";

/** What an entry is about, for whoever looks for something. */
export const auditKinds = ["chats", "reading", "accounts", "refused", "settings", "directory", "mail"] as const;
export type AuditKind = (typeof auditKinds)[number];

/** What each kind is made of: acts, or all whose name begins so. */
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
  settings: ["settings.", "rules.", "line.", "hours.", "replies.", "on_call.", "audit.chained_anew"],
  directory: ["service.", "organization.", "region.", "source.", "directory."],
  mail: ["mail.", "staff.address_set"],
};

/** Which entries somebody wants to see. Times are ms UTC. */
export interface EntryFilter {
  kind: AuditKind | null;
  /** Who acted. */
  actor: Actor | null;
  from: number | null;
  /** Not any more. */
  to: number | null;
  /** Only those before this one, by its id. */
  before: number | null;
}

export interface ShownEntry {
  id: number;
  /** ms UTC, as exactly as it is told. */
  at: number;
  /** null = only the quarter of the hour is known any more. */
  exact_at: number | null;
  actor: Actor;
  action: string;
  object: string;
  after: string | null;
}

/**
 * The newest entries that a filter lets through, at most `most`. What was said to be wrong with a chat is not for whoever had a
 * part in that chat: by all that the trail itself knows of it, which is longer than the chat is kept.
 */
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

/** So long the entries stay open to whoever opened them, ms: a visit. */
const visitMs = hourMs;

/** Whether somebody has opened the entries within this visit: that they look at them stands there already. */
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

/** Somebody looks at the entries: noted once a visit. */
export function openEntries(tx: Tx, emit: Emit, staffId: number): void {
  if (!hasOpened(tx, staffId, tx.at)) emit({ type: "audit.opened" });
}

/** Whoever may have acted: everybody who is or was on the staff, somebody in charge who is not named, and Porchlight itself; young people have no name here. */
export function actors(db: DataReader): Actor[] {
  const staff = db.all(q.selectFrom("staff").select("id").orderBy("alias"));
  return [...staff.map(({ id }): Actor => asStaff(id)), "in charge", "porchlight", "command line"];
}
