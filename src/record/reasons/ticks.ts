import { allowedIn } from "#src/conversation/colleagues/colleagues.ts";
import { isReal } from "#src/conversation/kind.ts";
import type { SealedPlace } from "#src/crypto/seal.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { settings } from "#src/settings/settings.ts";

export interface Ticking {
  conversationId: number;
  staffId: number;
  /** Codes of reasons; unknown ones are not ticked. */
  tick: readonly string[];
  untick: readonly string[];
}

/** Ticks and unticks reasons of a chat that goes on; what a colleague ticked stays. Throws `not_allowed`, `ended`. */
export function tickReasons(tx: Tx, emit: Emit, { tick, untick, ...of }: Ticking): void {
  const { conversationId, staffId } = of;
  const found = allowedIn(tx, of, "conversation.write");
  if (found.endedAt !== null) throw new HelplineError("ended");
  if (!isReal(found)) throw new HelplineError("not_allowed");
  const before = tickedReasons(tx, conversationId);
  const wanted = new Set([...before, ...tick].filter((code) => tick.includes(code) || !untick.includes(code)));
  const codes = known(tx).filter((code) => wanted.has(code));
  if (codes.join() === before.join()) return;
  tx.run(q.deleteFrom("ticked_reasons").where("conversation_id", "=", conversationId));
  if (codes.length > 0) {
    const body = tx.keyring.seal(placeOf(conversationId), codes.join("\n"));
    tx.run(q.insertInto("ticked_reasons").values({ conversation_id: conversationId, body }));
  }
  emit({ type: "reasons.ticked", conversationId, staffId });
}

/** Returns the reasons (codes) that were ticked while a chat went on, in the order of the list; [] if no key opens them. */
export function tickedReasons(db: DataReader, conversationId: number): string[] {
  const row = db.first(ofChat({ conversationId }));
  if (!row) return [];
  const codes = db.keyring.open(placeOf(conversationId), row.body)?.split("\n") ?? [];
  return known(db).filter((code) => codes.includes(code));
}

function known(db: DataReader): string[] {
  return settings(db).reasons.flatMap(({ reasons }) => reasons.map(({ code }) => code));
}

function placeOf(conversationId: number): SealedPlace {
  return { table: "ticked_reasons", conversationId, number: 0, author: "staff" };
}

const ofChat = prepared((v: { conversationId: number }) =>
  q.selectFrom("ticked_reasons").select("body").where("conversation_id", "=", v.conversationId),
);
