import { dayMs } from "#src/clock.ts";
import { maxMessage } from "#src/conversation/messages/writing.ts";
import { createHash } from "#src/crypto/hash.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import type { Language } from "#src/i18n/i18n.ts";
import { type StepOutcome, step } from "#src/practice/engine/engine.ts";
import { meets, type PracticeEvent, type State, seen } from "#src/practice/engine/state.ts";
import { hintFor } from "#src/practice/feedback.ts";
import type { Act, Scenario } from "#src/practice/scenario/scenario.ts";
import { type Member, may } from "#src/staff/permissions.ts";
import { memberNow } from "#src/staff/staff.ts";
import {
  entriesOf,
  type Practice,
  type PracticeEntry,
  type PracticeWay,
  practice,
  scenarioOf,
  stateAfter,
  stepsIn,
} from "./practice-chat.ts";
import { keptScenario } from "./scenarios.ts";

/** Begins a practice chat, once for each `startId`. Returns its id. Throws `not_allowed`, `not_found`. */
export function startPractice(
  tx: Tx,
  emit: Emit,
  input: { member: Member; startId: string; scenario: string; language: Language; way: PracticeWay },
): number {
  const { startId, scenario: scenarioId, language, way } = input;
  const member = memberNow(tx, input.member.id);
  if (!may(member, "practice.do")) throw new HelplineError("not_allowed");
  const startHash = createHash(startId);
  const begun = tx.first(q.selectFrom("practice").select(["id", "staff_id"]).where("start_id", "=", startHash));
  if (begun && begun.staff_id !== member.id) throw new HelplineError("bad_input");
  if (begun) return begun.id;
  const found = keptScenario(tx, scenarioId);
  if (!found || found.off || !found.scenario.for.languages.includes(language)) throw new HelplineError("not_found");
  const row = {
    staff_id: member.id,
    start_id: startHash,
    scenario: scenarioId,
    language,
    way,
    started_at: tx.at,
    entries: new Uint8Array(),
  };
  // The seal includes the row's id, so what is sealed follows once it is known.
  const { id } = tx.first(q.insertInto("practice").values(row).returning("id"))!;
  keepEntries(tx, id, []);
  emit({ type: "practice.changed", practiceId: id, staffId: member.id });
  return id;
}

function keepEntries(tx: Tx, id: number, entries: readonly PracticeEntry[]) {
  const sealed = tx.keyring.practices.seal(tx, id, JSON.stringify(entries));
  tx.run(q.updateTable("practice").set({ entries: sealed }).where("id", "=", id));
}

/** Keeps what the trainee has typed and not said yet, as far as it fits. Throws as `sayInPractice`. */
export function keepTyped(tx: Tx, _: Emit, input: { id: number; member: Member; text: string }): void {
  const { found, entries } = goingOf(tx, { ...input, clientId: "" });
  const text = input.text.slice(0, maxMessage);
  // It may come late, when it has been said already.
  if (text.trim() === lastSaid(entries)) return;
  const others = withoutDraft(entries);
  keepEntries(tx, found.id, text === "" ? others : [...others, { clientId: "", at: tx.at, kind: "draft", text }]);
}

const withoutDraft = (entries: readonly PracticeEntry[]) => entries.filter(({ kind }) => kind !== "draft");

function lastSaid(entries: readonly PracticeEntry[]): string | null {
  const last = withoutDraft(entries).at(-1);
  if (last?.kind === "line") return last.text;
  return last?.kind === "step" && last.step.event.kind === "message" ? last.step.event.text : null;
}

interface In {
  id: number;
  member: Member;
  /** 32 hex digits; the same again changes nothing. */
  clientId: string;
}

/** A practice chat of one's own that goes on, with what happened so far. */
interface Going {
  found: Practice;
  entries: PracticeEntry[];
}

/** Says something to the script, or to the colleague. Throws `not_allowed`, `ended`, `locked`. */
export function sayInPractice(tx: Tx, emit: Emit, input: In & { text: string }): void {
  const { clientId, text } = input;
  const going = goingOf(tx, input);
  if (isDone(going, clientId)) return;
  if (going.found.way === "colleague") {
    add(tx, emit, going, { clientId, at: tx.at, kind: "line", author: "trainee", text });
  } else {
    play(tx, emit, going, { clientId, event: { kind: "message", text } });
  }
}

/** Says one of the sentences that are offered (`choicesNow`), by its place among them. Throws as `sayInPractice`, `bad_input`. */
export function chooseInPractice(tx: Tx, emit: Emit, input: In & { choice: number }): void {
  const { clientId, choice } = input;
  const going = goingOf(tx, input);
  if (isDone(going, clientId)) return;
  const { found, entries } = going;
  const scenario = scenarioIn(tx, found);
  const chosen = choicesNow(scenario, stateAfter(scenario, found.language, entries))?.[choice];
  const text = chosen?.[found.language];
  if (!chosen || text === undefined) throw new HelplineError("bad_input");
  const why = chosen.why[found.language];
  const event = { kind: "message", text, did: chosen.did } as const;
  play(tx, emit, going, { clientId, event, ...(why === undefined ? {} : { why }) });
}

/** Returns the sentences that are offered where a script stands; null where one writes oneself. */
export function choicesNow(scenario: Scenario, state: State) {
  const nothing = seen(scenario, state, { kind: "typed" });
  const fits = (scenario.guided ?? []).filter((one) => meets(one.if, state, nothing));
  return state.end === null ? (fits[0]?.choices ?? null) : null;
}

/** Does what is not writing: marks the risk, stops the timer, sends a place, ends it. Throws as `sayInPractice`. */
export function actInPractice(tx: Tx, emit: Emit, input: In & { act: Act; place?: string }): void {
  const { clientId, act, place } = input;
  const going = goingOf(tx, input);
  if (isDone(going, clientId)) return;
  if (going.found.way === "colleague") {
    if (act === "ended") endIt(tx, emit, going.found);
    return;
  }
  play(tx, emit, going, { clientId, event: { kind: act }, ...(place === undefined ? {} : { place }) });
}

/** Lets time pass until the young person does something by themselves; nothing happens if they never would. */
export function waitInPractice(tx: Tx, emit: Emit, input: In): void {
  const { clientId } = input;
  const going = goingOf(tx, input);
  if (isDone(going, clientId) || going.found.way === "colleague") return;
  const scenario = scenarioIn(tx, going.found);
  const next = nextByItself(scenario, going.found.language, going.entries);
  if (next) play(tx, emit, going, { clientId, event: { kind: "silence", seconds: next.seconds } });
}

/** Returns after how many seconds of silence the young person does something by themselves; null if they never would. */
export function nextByItself(
  scenario: Scenario,
  language: Language,
  entries: readonly PracticeEntry[],
): { seconds: number; outcome: StepOutcome } | null {
  const state = stateAfter(scenario, language, entries);
  if (state.end) return null;
  const last = stepsIn(entries).findLast(({ event, lines }) => event.kind === "message" || lines.length > 0);
  const passed = last?.event.kind === "silence" ? last.event.seconds : 0;
  const known = [...scenario.rules, ...scenario.ends].flatMap((one) => one.if.silence ?? []);
  const times = [...new Set(known)].filter((seconds) => seconds > passed).sort((a, b) => a - b);
  for (const seconds of times) {
    const outcome = step(scenario, state, { kind: "silence", seconds });
    if (outcome.lines.length > 0 || outcome.state.end) return { seconds, outcome };
  }
  return null;
}

/** Shows the next hint. Throws as `sayInPractice`; nothing happens if none is left. */
export function takeHint(tx: Tx, emit: Emit, input: In): void {
  const { clientId } = input;
  const going = goingOf(tx, input);
  if (isDone(going, clientId) || going.found.way !== "hints") return;
  const { found, entries } = going;
  const scenario = scenarioIn(tx, found);
  const hint = hintFor(scenario, stateAfter(scenario, found.language, entries), hintsShown(entries));
  if (hint) add(tx, emit, going, { clientId, at: tx.at, kind: "hint", index: hint.index });
}

/** Returns the places of the hints that were shown. */
export function hintsShown(entries: readonly PracticeEntry[]): number[] {
  return entries.flatMap((one) => (one.kind === "hint" ? [one.index] : []));
}

function play(
  tx: Tx,
  emit: Emit,
  going: Going,
  { clientId, event, ...beside }: { clientId: string; event: PracticeEvent; why?: string; place?: string },
) {
  const { found, entries } = going;
  const scenario = scenarioIn(tx, found);
  const outcome = step(scenario, stateAfter(scenario, found.language, entries), event);
  const at = Math.round((tx.at - found.startedAt) / 1000);
  add(tx, emit, going, { clientId, at: tx.at, kind: "step", step: { event, at, ...outcome }, ...beside });
  if (outcome.state.end) endIt(tx, emit, found);
}

/** More is no practice any more. */
const maxEntries = 200;

function add(tx: Tx, emit: Emit, { found, entries }: Going, entry: PracticeEntry) {
  if (entries.length >= maxEntries) throw new HelplineError("ended");
  // Who waits or asks for a hint goes on writing; what is said is no draft any more.
  const draft = isSaid(entry) ? [] : entries.filter(({ kind }) => kind === "draft");
  keepEntries(tx, found.id, [...withoutDraft(entries), entry, ...draft]);
  emit({ type: "practice.changed", practiceId: found.id, staffId: found.staffId });
}

const isSaid = (entry: PracticeEntry) =>
  entry.kind === "step" ? entry.step.event.kind === "message" : entry.kind === "line" && entry.author === "trainee";

function endIt(tx: Tx, emit: Emit, { id, staffId }: Practice) {
  tx.run(q.updateTable("practice").set({ ended_at: tx.at }).where("id", "=", id));
  emit({ type: "practice.changed", practiceId: id, staffId });
}

const isDone = ({ entries }: Going, clientId: string) => entries.some((one) => one.clientId === clientId);

function goingOf(tx: Tx, { id, member, clientId }: In): Going {
  const found = ownPractice(tx, member, id);
  const entries = entriesOf(tx, id);
  if (entries === null) throw new HelplineError("locked");
  const isKnown = entries.some((one) => one.clientId === clientId);
  if (found.endedAt !== null && !isKnown) throw new HelplineError("ended", "error.practice_ended");
  return { found, entries };
}

/** Returns a practice chat of this member's own. Throws `not_allowed`, also for one that is not there. */
export function ownPractice(db: DataReader, { id: staffId }: Member, id: number): Practice {
  const found = practice(db, id);
  if (!found || found.staffId !== staffId || !may(memberNow(db, staffId), "practice.do")) {
    throw new HelplineError("not_allowed");
  }
  return found;
}

/** Returns a practice chat that this member may read: their own, or one that was handed in. Throws as `ownPractice`. */
export function readablePractice(db: DataReader, member: Member, id: number): Practice {
  const found = practice(db, id);
  if (found && found.handedInAt !== null && may(memberNow(db, member.id), "practice.review")) return found;
  return ownPractice(db, member, id);
}

function scenarioIn(tx: Tx, found: Practice): Scenario {
  const scenario = scenarioOf(tx, found);
  if (!scenario) throw new HelplineError("ended", "error.practice_gone");
  return scenario;
}

/** Says something as the colleague who plays the young person . Throws `not_found`, `ended`. */
export function sayAsGuest(tx: Tx, emit: Emit, input: { practice: Practice; clientId: string; text: string }): void {
  const { practice: found, clientId, text } = input;
  const entries = entriesOf(tx, found.id);
  if (entries === null) throw new HelplineError("locked");
  const going = { found, entries };
  if (isDone(going, clientId)) return;
  if (found.endedAt !== null) throw new HelplineError("ended", "error.practice_ended");
  add(tx, emit, going, { clientId, at: tx.at, kind: "line", author: "guest", text });
}

/** Ends it as that colleague. */
export function leaveAsGuest(tx: Tx, emit: Emit, input: { practice: Practice }): void {
  if (input.practice.endedAt === null) endIt(tx, emit, input.practice);
}

/** Lets one browser in by a link, which works for nobody else from then on; its address holds `secret`. Throws `taken`. */
export function openGuestLink(tx: Tx, emit: Emit, input: { practice: Practice; secret: string }): void {
  const { id, staffId } = input.practice;
  const change = { guest_token: createHash(input.secret) };
  const opened = tx.run(q.updateTable("practice").set(change).where("id", "=", id).where("guest_token", "is", null));
  if (opened === 0) throw new HelplineError("taken");
  emit({ type: "practice.changed", practiceId: id, staffId });
}

/** Hands a practice chat that is over to the supervisors, or takes it back. Throws `not_allowed`. */
export function handIn(tx: Tx, emit: Emit, input: { id: number; member: Member; back: boolean }): void {
  const { id, member, back } = input;
  const found = ownPractice(tx, member, id);
  if (found.endedAt === null || (found.handedInAt === null) === back) return;
  tx.run(
    q
      .updateTable("practice")
      .set({ handed_in_at: back ? null : tx.at })
      .where("id", "=", id),
  );
  emit({ type: "practice.handed_in", practiceId: id, staffId: member.id, taken: back });
}

/** Forgets a practice chat of one's own. Throws `not_allowed`. */
export function forgetPractice(tx: Tx, emit: Emit, input: { id: number; member: Member }): void {
  const { staffId } = ownPractice(tx, input.member, input.id);
  forgetOne(tx, input.id);
  emit({ type: "practice.changed", practiceId: input.id, staffId });
}

function forgetOne(tx: Tx, id: number) {
  tx.run(q.deleteFrom("practice").where("id", "=", id));
  tx.keyring.practices.destroy(tx, id);
}

/** Days. */
export const practiceKeptDays = 90;

/** Returns the practice chats that have been kept long enough at `at` (ms UTC), or whose trainee has left (ids). */
export function practicesDue(db: DataReader, at: number): number[] {
  const left = q.selectFrom("staff").select("id").where("deactivated_at", "is not", null);
  const due = q
    .selectFrom("practice")
    .select("id")
    .where((eb) => eb.or([eb("started_at", "<=", at - practiceKeptDays * dayMs), eb("staff_id", "in", left)]));
  return db.all(due.limit(50)).map(({ id }) => id);
}

/** Forgets those. */
export function forgetPractices(tx: Tx): void {
  for (const id of practicesDue(tx, tx.at)) forgetOne(tx, id);
}
