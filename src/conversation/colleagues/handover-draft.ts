import type { SealedPlace } from "#src/crypto/seal.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import { printable } from "../messages/writing.ts";
import { allowedIn } from "./colleagues.ts";
import { openOffer } from "./handover.ts";

/** What is typed to hand a chat over. */
export interface OfferForm {
  /** `staff-3`, `line-2` or "". */
  to: string;
  summary: string;
  /** `yes`, `no` or "". */
  agreed: string;
  reason: string;
}

interface DraftOf {
  conversationId: number;
  staffId: number;
}

const maxUnoffered = 4_000;

/** Seals what a counsellor has typed to hand a chat over; an empty form forgets it. Throws `not_allowed`, `ended`, `taken`. */
export function keepOfferForm(tx: Tx, input: DraftOf & { form: OfferForm }): void {
  const { conversationId } = input;
  const found = allowedIn(tx, input, "conversation.hand_over");
  if (found.endedAt !== null) throw new HelplineError("ended");
  // Sent before the offer, it arrived after it.
  if (openOffer(tx, found)) throw new HelplineError("taken", "error.offered_already");
  const { to, summary, agreed, reason } = input.form;
  const form: OfferForm = {
    to: /^(staff|line)-\d{1,9}$/.test(to) ? to : "",
    summary: printable(summary.slice(0, maxUnoffered)),
    agreed: agreed === "yes" || agreed === "no" ? agreed : "",
    reason: printable(reason.slice(0, maxUnoffered)),
  };
  forgetOfferForm(tx, conversationId);
  if (Object.values(form).every((typed) => typed.trim() === "")) return;
  const body = tx.keyring.seal(placeOf(input), JSON.stringify(form));
  tx.run(q.insertInto("handover_draft").values({ conversation_id: conversationId, body }));
}

/** Forgets what was typed to hand a chat over: it is offered, with someone else, or over. */
export function forgetOfferForm(tx: Tx, conversationId: number): void {
  tx.run(q.deleteFrom("handover_draft").where("conversation_id", "=", conversationId));
}

/** Returns what someone has typed to hand a chat over; undefined for nothing, and to everyone else. */
export function offerForm(db: DataReader, of: DraftOf): OfferForm | undefined {
  const row = db.first(kept({ conversationId: of.conversationId }));
  const form = row && db.keyring.open(placeOf(of), row.body);
  return form ? JSON.parse(form) : undefined;
}

function placeOf({ conversationId, staffId }: DraftOf): SealedPlace {
  return { table: "handover_draft", conversationId, number: staffId, author: "counsellor" };
}

const kept = prepared((v: { conversationId: number }) =>
  q.selectFrom("handover_draft").select("body").where("conversation_id", "=", v.conversationId),
);
