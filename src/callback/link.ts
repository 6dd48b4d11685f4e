import { createHash } from "#src/crypto/hash.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { lines } from "#src/hours/lines.ts";
import type { Language } from "#src/i18n/i18n.ts";
import type { DoorNow } from "#src/queue/door/door.ts";
import { doorOf } from "#src/queue/door/doors.ts";
import { start } from "#src/queue/start.ts";
import { heldMs, linkMs, silenceMs } from "./callback.ts";
import { endCallback } from "./ending.ts";
import { lineNow } from "./serving-line.ts";

export type LinkState =
  | {
      kind: "open";
      lineId: number;
      language: Language;
      /** ms UTC */
      until: number;
      doorOpen: boolean;
      /** ms UTC; null when they can come in now, or nobody knows when. */
      next: number | null;
    }
  | { kind: "used" }
  /** `mayStop`: there may be requests for the same address, which its owner can end. */
  | { kind: "expired"; mayStop: boolean }
  | { kind: "refused" }
  | { kind: "unknown" };

/** Where a link leads at an instant (ms UTC). Looking never uses it up, as programs that guard mailboxes look first. */
export function linkState(db: DataReader, token: string, at: number): LinkState {
  const found = db.first(byToken({ hash: createHash(token) }));
  if (!found) return { kind: "unknown" };
  if (found.end_reason === "came") return { kind: "used" };
  if (found.end_reason === "refused") return { kind: "refused" };
  const until = (found.sent_at ?? found.invited_at) + linkMs;
  if (until <= at) return { kind: "expired", mayStop: found.mark !== null };
  const language = found.language as Language;
  const line = lineNow(lines(db), { lineId: found.line_id, language });
  const door = doorOf(db, line, at);
  const doorOpen = letsIn(door, at - found.invited_at < heldMs && found.holds === 1);
  return { kind: "open", lineId: line.id, language, until, doorOpen, next: door.next };
}

/** People from a link go to the front, so a full line lets them in; in its last minutes only those it was held for. */
function letsIn({ state }: DoorNow, isHeld: boolean): boolean {
  return state === "open" || state === "full" || (state === "last_entry" && isHeld);
}

const byToken = prepared((v: { hash: string }) =>
  q
    .selectFrom("callback_invitation")
    .innerJoin("callback", "callback.id", "callback_invitation.callback_id")
    .select(["callback.id", "line_id", "language", "mark", "end_reason", "invited_at", "sent_at", "holds"])
    .where("token_hash", "=", v.hash),
);

interface Continue {
  token: string;
  startId: string;
  youthToken: string;
  rulesVersion: number;
  network?: string | null;
}

/** Uses up a link: they come to the front of the line. Returns the conversation's id. Throws `closed`, `locked`, `ended`. */
export function continueBy(tx: Tx, emit: Emit, input: Continue): number {
  const { token, startId, youthToken, rulesVersion, network } = input;
  const found = tx.first(byToken({ hash: createHash(token) }));
  const state = linkState(tx, token, tx.at);
  if (!found || state.kind === "unknown") throw new HelplineError("not_found");
  const begun = tx.first(q.selectFrom("conversation").select("id").where("start_id", "=", createHash(startId)));
  if (state.kind === "open" && !begun && !state.doorOpen) throw new HelplineError("closed");
  if (state.kind !== "open" && !(state.kind === "used" && begun)) throw new HelplineError("ended");
  const language = found.language as Language;
  const conversationId = start(tx, emit, {
    startId,
    token: youthToken,
    language,
    lineId: lineNow(lines(tx), { lineId: found.line_id, language }).id,
    text: null,
    rulesVersion,
    network: network ?? null,
    calledBack: true,
  });
  if (state.kind === "open") {
    for (const callbackId of sameAddress(tx, found)) endCallback(tx, emit, { callbackId, reason: "came" });
  }
  return conversationId;
}

/** “Do not write again”: ends all requests for their address, which nobody writes to for a year. Throws `not_found`. */
export function refuse(tx: Tx, emit: Emit, input: { token: string }): void {
  const found = tx.first(byToken({ hash: createHash(input.token) }));
  if (!found) throw new HelplineError("not_found");
  if (found.mark === null) return;
  const silence = { mark: found.mark, until: tx.at + silenceMs };
  tx.run(q.replaceInto("callback_silence").values(silence));
  for (const callbackId of sameAddress(tx, found)) endCallback(tx, emit, { callbackId, reason: "refused" });
}

/** Someone who came or refused did so for every request with their address. */
function sameAddress(db: DataReader, { id, mark }: { id: number; mark: string | null }): number[] {
  if (mark === null) return [id];
  return db.all(q.selectFrom("callback").select("id").where("mark", "=", mark)).map((one) => one.id);
}
