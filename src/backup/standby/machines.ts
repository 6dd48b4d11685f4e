import type { Away } from "#src/backup/delta/deltas.ts";
import { copyLateMs } from "#src/backup/kept.ts";
import { hourMs } from "#src/clock.ts";
import { createHash, isSameHash, newToken } from "#src/crypto/hash.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";

/** A machine that may fetch sealed copies. Instants are ms UTC. */
export interface Machine {
  id: number;
  name: string;
  madeAt: number;
  /** When it showed last what lies there; null = never. */
  shownAt: number | null;
  /** Up to which instant it has everything; null = it has no whole copy. */
  savedUntil: number | null;
  /** The copies that lie there whole, by name. */
  copies: string[];
}

export const mostMachines = 3;
/** Characters. */
export const maxMachineName = 40;

/** A machine that has a copy gets what changed since every ten minutes: its page says so after this long, ms. */
const behindMs = hourMs;

/** Returns all of them, the oldest first. */
export function machines(db: DataReader): Machine[] {
  return rows(db).map(machineOf);
}

const rows = (db: DataReader) => db.all(q.selectFrom("second_machine").selectAll().orderBy("id"));

function machineOf(row: ReturnType<typeof rows>[number]): Machine {
  const { id, name, made_at: madeAt, shown_at: shownAt, saved_until: savedUntil } = row;
  return { id, name, madeAt, shownAt, savedUntil, copies: JSON.parse(row.copies) };
}

/** Returns the machine of a token; null if it is none. */
export function machineBy(db: DataReader, token: string): Machine | null {
  const hash = createHash(token);
  // All are looked at, so that how long it takes tells nothing.
  const [found] = rows(db).filter((row) => isSameHash(row.token_hash, hash));
  return found ? machineOf(found) : null;
}

/** Lets a machine fetch copies, and returns its token, which is stored nowhere. Throws `bad_input`. */
export function letMachine(tx: Tx, emit: Emit, { name }: { name: string }): string {
  const all = machines(tx);
  const refuse = (why: "no_name" | "long" | "taken" | "many"): never => {
    const values = { most: why === "many" ? mostMachines : maxMachineName };
    throw new HelplineError("bad_input", `admin.backup.machine.${why}`, values, "name");
  };
  if (name === "") refuse("no_name");
  if (name.length > maxMachineName) refuse("long");
  if (all.some((one) => one.name.toLowerCase() === name.toLowerCase())) refuse("taken");
  if (all.length >= mostMachines) refuse("many");
  const token = newToken();
  const values = { name, token_hash: createHash(token), made_at: tx.at, shown_at: null, saved_until: null };
  const row = tx.first(q.insertInto("second_machine").values(values).returning("id"));
  emit({ type: "backup.machine_let", machineId: row!.id, name });
  return token;
}

/** Lets a machine fetch nothing more. Throws `not_found`. */
export function removeMachine(tx: Tx, emit: Emit, { machineId }: { machineId: number }): void {
  const found = machines(tx).find(({ id }) => id === machineId);
  if (!found) throw new HelplineError("not_found");
  tx.run(q.deleteFrom("second_machine").where("id", "=", machineId));
  emit({ type: "backup.machine_removed", machineId, name: found.name });
}

/** Lets the machine of a token fetch nothing more, if there is one: it has taken the place of the helpline. */
export function removeMachineOf(tx: Tx, emit: Emit, token: string): void {
  const found = machineBy(tx, token);
  if (found) removeMachine(tx, emit, { machineId: found.id });
}

/** Notes that a machine has shown what lies there: its whole copies, and up to which instant all leads (ms UTC; null = no copy). */
export function noteMachineShown(
  tx: Tx,
  _emit: Emit,
  { machineId, until, copies }: { machineId: number; until: number | null; copies: string[] },
): void {
  const values = { shown_at: tx.at, saved_until: until, copies: JSON.stringify(copies) };
  tx.run(q.updateTable("second_machine").set(values).where("id", "=", machineId));
}

/** Returns second machines as a place for copies that is not this machine. */
export function machinesAway(db: DataReader): Away {
  return {
    isElsewhere: () => machines(db).length > 0,
    hasCopy: (name) => machines(db).some(({ copies }) => copies.includes(name)),
    savedUntil: () => {
      const all = machines(db).flatMap(({ savedUntil }) => savedUntil ?? []);
      return all.length === 0 ? null : Math.max(...all);
    },
  };
}

/** Since when no machine has had anything new for as long as a copy may be late, at an instant (both ms UTC); null if one has. */
export function allLateSince(db: DataReader, at: number): number | null {
  const all = machines(db).map(({ savedUntil, madeAt }) => savedUntil ?? madeAt);
  const newest = all.length === 0 ? null : Math.max(...all);
  return newest !== null && at - newest > copyLateMs ? newest : null;
}

/** Since when a machine that has a copy lacks what changed since, at an instant (both ms UTC); else as `lateSince`. */
export function behindSince(one: Machine, at: number): number | null {
  const { savedUntil } = one;
  if (savedUntil === null || at - savedUntil <= behindMs) return lateSince(one, at);
  return savedUntil;
}

/** Since when a machine has had nothing new for too long at an instant (both ms UTC); null if that is so of none. */
export function lateSince({ savedUntil, madeAt }: Machine, at: number): number | null {
  const since = savedUntil ?? madeAt;
  return at - since > copyLateMs ? since : null;
}
