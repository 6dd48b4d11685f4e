import { createHash } from "#src/crypto/hash.ts";
import type { DataReader } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import type { Language } from "#src/i18n/i18n.ts";
import type { PracticeStep } from "#src/practice/engine/engine.ts";
import { type State, startOf } from "#src/practice/engine/state.ts";
import type { Scenario } from "#src/practice/scenario/scenario.ts";
import { keptScenario } from "./scenarios.ts";

/** How someone practises: with a script and this much help, or with a colleague. */
export const practiceWays = ["guided", "hints", "alone", "colleague"] as const;
export type PracticeWay = (typeof practiceWays)[number];

/** What happened in a practice chat; `at` is ms UTC, `clientId` what its form was sent with. */
export type PracticeEntry = { clientId: string; at: number } & (
  | {
      kind: "step";
      step: PracticeStep;
      /** Why a sentence that was offered helps or does not. */
      why?: string;
      /** The place that was sent. */
      place?: string;
    }
  | { kind: "line"; author: "trainee" | "guest"; text: string }
  | { kind: "hint"; index: number }
  /** What the trainee has typed and not said yet; the last of all. */
  | { kind: "draft"; text: string }
);

export interface Practice {
  id: number;
  staffId: number;
  scenarioId: string;
  language: Language;
  way: PracticeWay;
  startedAt: number;
  endedAt: number | null;
  handedInAt: number | null;
  /** A colleague has opened the link; null if none is asked for. */
  guest: "asked" | "here" | null;
}

const columns = () => q.selectFrom("practice").selectAll();
type Row = Awaited<ReturnType<ReturnType<typeof columns>["execute"]>>[number];

function asPractice(row: Row): Practice {
  return {
    id: row.id,
    staffId: row.staff_id,
    scenarioId: row.scenario,
    language: row.language as Language,
    way: row.way,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    handedInAt: row.handed_in_at,
    guest: row.way === "colleague" ? (row.guest_token === null ? "asked" : "here") : null,
  };
}

/** Returns a practice chat; undefined for none. */
export function practice(db: DataReader, id: number): Practice | undefined {
  const row = db.first(columns().where("id", "=", id));
  return row && asPractice(row);
}

/** Returns the practice chats of someone, newest first. */
export function practicesOf(db: DataReader, staffId: number): Practice[] {
  return db.all(columns().where("staff_id", "=", staffId).orderBy("id", "desc")).map(asPractice);
}

/** Returns those that were handed in to the supervisors, newest first. */
export function handedIn(db: DataReader): Practice[] {
  return db.all(columns().where("handed_in_at", "is not", null).orderBy("handed_in_at", "desc")).map(asPractice);
}

/** Returns what happened in a practice chat, oldest first; null while its key is not there. */
export function entriesOf(db: DataReader, id: number): PracticeEntry[] | null {
  const row = db.first(q.selectFrom("practice").select("entries").where("id", "=", id));
  const text = row ? db.keyring.practices.open(id, row.entries) : null;
  return text === null ? null : (JSON.parse(text) as PracticeEntry[]);
}

/** Returns what the link for a colleague ends with: made of the master key, so that it is stored nowhere. Throws `locked`. */
export function guestCode(db: DataReader, id: number): string {
  return `${id}.${createHash(db.keyring.cookieOf(`practice ${id}`)).slice(0, 24)}`;
}

/** Returns where the end of an address leads: to a link nobody has opened, or to whoever did; undefined for nowhere. */
export function behindLink(db: DataReader, code: string): { found: Practice; isOpened: boolean } | undefined {
  const [, id, secret] = /^(\d{1,15})\.(\w{1,64})$/.exec(code) ?? [];
  const row = id === undefined ? undefined : db.first(columns().where("id", "=", Number(id)));
  if (row?.way !== "colleague" || secret === undefined) return undefined;
  const found = asPractice(row);
  if (row.guest_token !== null) return row.guest_token === createHash(secret) ? { found, isOpened: true } : undefined;
  const isLink = row.ended_at === null && code === guestCode(db, found.id);
  return isLink ? { found, isOpened: false } : undefined;
}

/** Returns the scenario of a practice chat; undefined if it was removed since. */
export function scenarioOf(db: DataReader, { scenarioId }: Practice): Scenario | undefined {
  return keptScenario(db, scenarioId)?.scenario;
}

/** Returns what the trainee has typed and not said yet; "" for nothing. */
export function draftIn(entries: readonly PracticeEntry[]): string {
  const last = entries.at(-1);
  return last?.kind === "draft" ? last.text : "";
}

/** Returns the steps among entries. */
export function stepsIn(entries: readonly PracticeEntry[]): PracticeStep[] {
  return entries.flatMap((one) => (one.kind === "step" ? [one.step] : []));
}

/** Returns where a script stands after these entries. */
export function stateAfter(scenario: Scenario, language: Language, entries: readonly PracticeEntry[]): State {
  return stepsIn(entries).at(-1)?.state ?? startOf(scenario, language);
}
