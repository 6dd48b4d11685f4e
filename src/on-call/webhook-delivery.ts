import { sql } from "kysely";
import { minuteMs } from "#src/clock.ts";
import type { DataReader, Db, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import type { Emit } from "#src/events.ts";
import type { AskServer } from "#src/outgoing/outgoing.ts";
import { settings } from "#src/settings/settings.ts";
import { staffMember } from "#src/staff/staff.ts";
import { callHook, type HookNews, hookAddress } from "./webhook.ts";
import { newsOf } from "./words.ts";

const triesAfter = [minuteMs, 2 * minuteMs, 5 * minuteMs];

/** Returns the ids of notices due for the webhook at an instant (ms UTC), longest due first. */
export function dueCalls(db: DataReader, at: number): number[] {
  return db.all(due(at).select("id").orderBy("hook_next_at").orderBy("id")).map(({ id }) => id);
}

/** Tells the webhook of a notice that is due, and keeps what came of it. Rejects only if that cannot be stored. */
export async function tellHook({ db, ask }: { db: Db; ask: AskServer }, noticeId: number): Promise<void> {
  const news = await db.change("porchlight", (tx) => takeCall(tx, noticeId));
  if (news === null) return;
  const address = hookAddress(db);
  const error = address ? await callHook(ask, address, news) : "none";
  await db.change("porchlight", (tx, emit) => settleCall(tx, emit, { noticeId, error }));
}

/** Takes a notice that is due, else null. The try counts before anything is sent, so that nothing is told twice at once. */
export function takeCall(tx: Tx, noticeId: number): HookNews | null {
  const row = tx.first(due(tx.at).selectAll().where("id", "=", noticeId));
  if (!row) return null;
  const wait = triesAfter[row.hook_tries] ?? triesAfter.at(-1)!;
  const taken = { hook_tries: row.hook_tries + 1, hook_next_at: tx.at + wait };
  tx.run(q.updateTable("on_call_notice").set(taken).where("id", "=", noticeId));
  const { cause, line_id: lineId, at, staff_id: staffId } = row;
  const member = staffId === null ? undefined : staffMember(tx, staffId);
  const language = member?.language ?? settings(tx).language;
  const { title, text, line } = newsOf(tx, { cause, lineId, at, language });
  return { title, text, cause, line, at: new Date(at).toISOString(), test: cause === "test" };
}

/** Keeps what became of a try: null = the webhook took it, else why not. */
export function settleCall(tx: Tx, emit: Emit, { noticeId, error }: { noticeId: number; error: string | null }): void {
  const own = q.selectFrom("on_call_notice").select(["cause", "hook_tries"]).where("id", "=", noticeId);
  const found = tx.first(own.where("hook", "=", "due"));
  if (!found) return;
  const isOver = found.cause === "test" || found.hook_tries > triesAfter.length;
  const set = q.updateTable("on_call_notice").where("id", "=", noticeId);
  if (error === null) tx.run(set.set({ hook: "sent", hook_error: null, hook_next_at: null }));
  else if (isOver) tx.run(set.set({ hook: "failed", hook_error: error, hook_next_at: null }));
  else tx.run(set.set({ hook_error: error }));
  emit({ type: "on_call.settled", noticeId });
}

function due(at: number) {
  // Written out: a partial index does not serve a value that is filled in.
  const isDue = sql<boolean>`hook = 'due'`;
  return q.selectFrom("on_call_notice").where(isDue).where("hook_next_at", "<=", at);
}
