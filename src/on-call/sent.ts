import { hourMs } from "#src/clock.ts";
import type { DataReader } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { line } from "#src/hours/lines.ts";
import { aliasOf } from "#src/staff/staff.ts";
import type { NoticeMailOutcome, OnCallCause } from "./notice.ts";
import { isOnCallSet } from "./notices.ts";
import { eveningOf, onCallAt } from "./rota.ts";

export interface ToldOnCall {
  id: number;
  cause: OnCallCause;
  line: string | null;
  at: number;
  alias: string | null;
  mail: NoticeMailOutcome;
  hook: "due" | "sent" | "failed" | null;
  hookError: string | null;
}

const failed: readonly NoticeMailOutcome[] = ["nobody", "no_address", "not_ready", "refused", "given_up", "withdrawn"];

/** Returns the newest notices, at most `most`. */
export function lastTold(db: DataReader, most: number): ToldOnCall[] {
  return db.all(q.selectFrom("on_call_notice").selectAll().orderBy("id", "desc").limit(most)).map((row) => ({
    id: row.id,
    cause: row.cause,
    line: row.line_id === null ? null : (line(db, row.line_id)?.name ?? null),
    at: row.at,
    alias: row.staff_id === null ? null : aliasOf(db, row.staff_id),
    mail: row.mail,
    hook: row.hook,
    hookError: row.hook_error,
  }));
}

function reachedNobody({ mail, hook }: Pick<ToldOnCall, "mail" | "hook">): boolean {
  return failed.includes(mail) && (hook === null || hook === "failed");
}

export interface OnCallNow {
  alias: string | null;
  lost: boolean;
}

/** Returns who is on call at an instant (ms UTC); null while nobody is ever told. */
export function onCallNow(db: DataReader, at: number): OnCallNow | null {
  if (!isOnCallSet(db)) return null;
  const [last, ...before] = lastTold(db, 20);
  const together = last ? [last, ...before.filter((one) => one.at === last.at && one.cause === last.cause)] : [];
  const lost = last !== undefined && at - last.at < 12 * hourMs && together.every(reachedNobody);
  return { alias: onCallAt(db, eveningOf(db, at))?.alias ?? null, lost };
}
