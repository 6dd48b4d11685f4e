import { minuteMs } from "#src/clock.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import type { Status } from "#src/directory/entry/entry.ts";
import { changeService, service } from "#src/directory/entry/services.ts";
import { HelplineError } from "#src/errors.ts";
import type { Actor, Emit } from "#src/events.ts";
import { homeZone } from "#src/hours/lines.ts";
import { checkedEntry } from "./verified.ts";

const methods = ["phone", "email", "web", "partner", "feed"] as const;
export type Method = (typeof methods)[number];

const verificationOutcomes = ["confirmed", "changed", "no_answer", "closed"] as const;
export type VerificationOutcome = (typeof verificationOutcomes)[number];

/** What a check can find; the last two change the status of the service. */
export const findings = {
  confirmed: { outcome: "confirmed", status: null },
  no_answer: { outcome: "no_answer", status: null },
  paused: { outcome: "closed", status: "temporarily closed" },
  gone: { outcome: "closed", status: "defunct" },
} as const satisfies Record<string, { outcome: VerificationOutcome; status: Status | null }>;

export interface Verification {
  id: number;
  at: number;
  actor: Actor;
  method: Method;
  outcome: VerificationOutcome;
  note: string;
}

/** The same result again within this time is a double press. */
const twiceMs = minuteMs;

/** Notes a verification and returns its id. `today` ("2026-11-03") dates it if confirmed or changed. Throws `not_found`. */
export function verify(
  tx: Tx,
  emit: Emit,
  input: { id: string; actor: Actor; method: Method; outcome: VerificationOutcome; note: string; today: string },
): number {
  const { id, outcome, today } = input;
  const found = service(tx, id);
  if (!found) throw new HelplineError("not_found");
  const [last] = verifications(tx, id);
  const verificationId = last && isTwice(last, input, tx.at) ? last.id : store(tx, input);
  if (verificationId !== last?.id) emit({ type: "service.verified", serviceId: id, verificationId });
  const isSure = outcome === "confirmed" || outcome === "changed";
  if (isSure) changeService(tx, emit, { id, entry: checkedEntry(found.entry, today, homeZone(tx)) });
  return verificationId;
}

type Said = Pick<Verification, "actor" | "method" | "outcome" | "note">;

function isTwice(last: Verification, { actor, method, outcome, note }: Said, at: number): boolean {
  const isSame =
    last.actor === actor && last.method === method && last.outcome === outcome && last.note === noteOf(note);
  return isSame && at - last.at < twiceMs;
}

function store(tx: Tx, { id, note, actor, method, outcome }: Said & { id: string }): number {
  const values = { service_id: id, at: tx.at, actor, method, outcome, note: noteOf(note) };
  return tx.first(q.insertInto("verification").values(values).returning("id"))!.id;
}

const noteOf = (note: string) => note.slice(0, 500).toWellFormed();

/** Forgets a verification that its actor takes back, by the instant (ms UTC) of that change. */
export function forgetVerification(tx: Tx, { id, at, actor }: { id: string; at: number; actor: Actor }): void {
  tx.run(q.deleteFrom("verification").where("service_id", "=", id).where("at", "=", at).where("actor", "=", actor));
}

/** Returns the verifications of a service, newest first, at most 50. */
export function verifications(db: DataReader, id: string): Verification[] {
  const rows = db.all(
    q.selectFrom("verification").selectAll().where("service_id", "=", id).orderBy("id", "desc").limit(50),
  );
  return rows.map(({ id, at, actor, method, outcome, note }) => ({
    id,
    at,
    actor: actor as Actor,
    method,
    outcome,
    note,
  }));
}

/** Returns how often each service was sent or shown since `since` (ms UTC). */
export function usedSince(db: DataReader, since: number): Map<string, number> {
  const counts = q
    .selectFrom("referral")
    .select((of) => ["service_id", of.fn.countAll<number>().as("n")])
    .where("at", ">=", since)
    .groupBy("service_id");
  return new Map(db.all(counts).map(({ service_id, n }) => [service_id, n]));
}
