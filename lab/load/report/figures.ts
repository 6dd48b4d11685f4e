import type { Trouble } from "#lab/load/failures/outbox.ts";
import type { Tally } from "./judge.ts";
import type { Figure } from "./report.ts";

/** Returns a figure that only informs. */
export function said(name: string, got: string | number): Figure {
  return { name, got: String(got), aim: "", pass: true };
}

/** Returns a count that must be 0. */
export function none(name: string, got: number): Figure {
  return { name, got: String(got), aim: "0", pass: got === 0 };
}

/** Returns a count that must be reached, or the run did not test what it should. */
export function atLeast(name: string, got: number, least: number): Figure {
  return { name, got: String(got), aim: `at least ${least}`, pass: got >= least };
}

/** Returns SQLite's check of both files as a figure. */
export function integrityFigure(integrity: readonly string[]): Figure {
  const pass = integrity.every((one) => one === "ok");
  return { name: "integrity of porchlight.db and keys.db", got: integrity.join(", "), aim: "ok", pass };
}

/** Returns what must be 0 whatever happened. */
export function zeros(tally: Tally): Figure[] {
  return [
    none("acknowledged, then lost", tally.lost),
    none("duplicated", tally.duplicated),
    none("reordered", tally.reordered),
    none("gaps", tally.gaps),
    none("acknowledged again with another seq", tally.reseated),
    none("seqs whose words changed", tally.rewritten),
    none("words that nobody sent", tally.strange),
    none("views and readings that differ", tally.differing),
    none("never acknowledged", tally.unacknowledged),
  ];
}

/** Returns all troubles in one. */
export function allTrouble(troubles: readonly Trouble[]): Trouble {
  const all: Trouble = { resends: 0, resendsOfStored: 0, tooFast: 0, broken: 0, refusals: {} };
  for (const one of troubles) {
    for (const name of ["resends", "resendsOfStored", "tooFast", "broken"] as const) all[name] += one[name];
    for (const [status, count] of Object.entries(one.refusals)) {
      all.refusals[status] = (all.refusals[status] ?? 0) + count;
    }
  }
  return all;
}

/** Returns what happened to senders; refusing words that nothing is wrong with is a fault. */
export function troubleFigures(trouble: Trouble): Figure[] {
  const refused = Object.entries(trouble.refusals);
  return [
    said("resends", trouble.resends),
    atLeast("resends that were already stored", trouble.resendsOfStored, 1),
    said("answers “too fast”, tried again", trouble.tooFast),
    { ...none("refused otherwise", refused.length), got: refused.map(([s, n]) => `${n} × ${s}`).join(", ") || "0" },
  ];
}
