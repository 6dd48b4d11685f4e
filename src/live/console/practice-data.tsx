import type { DataReader } from "#src/db/db.ts";
import { type Translate, translate } from "#src/i18n/i18n.ts";
import type { PracticeStep } from "#src/practice/engine/engine.ts";
import { hintFor } from "#src/practice/feedback.ts";
import type { Scenario } from "#src/practice/scenario/scenario.ts";
import { staffMember } from "#src/staff/staff.ts";
import {
  entriesOf,
  type Practice,
  type PracticeEntry,
  practice,
  scenarioOf,
  stateAfter,
  stepsIn,
} from "#src/training/practice-chat.ts";
import { choicesNow, hintsShown, nextByItself } from "#src/training/practising.ts";
import { PracticeLog, type PracticeRoom, type PracticeWords } from "#views/counsellor/practice/room.tsx";
import { type Fragment, paint, Replacement } from "../paint.tsx";
import { type Sources, topics } from "../topics.ts";

/** Returns a practice chat as its page shows it, in the reader's words; null if its scenario was removed. */
export function practiceRoom(db: DataReader, t: Translate, found: Practice): PracticeRoom | null {
  const scenario = scenarioOf(db, found);
  if (!scenario) return null;
  const { id, language, way, guest } = found;
  const entries = entriesOf(db, id) ?? [];
  const state = stateAfter(scenario, language, entries);
  const isScript = way !== "colleague";
  const name = scenario.names[t.language] ?? scenario.names[language] ?? scenario.id;
  const choices =
    way === "guided" ? (choicesNow(scenario, state)?.flatMap((one) => one[language] ?? []) ?? null) : null;
  return {
    ...{ id, name, language, way, guest },
    phase: isScript ? state.phase : null,
    lines: practiceLines(t, scenario, found, entries),
    choices,
    next: isScript ? (nextByItself(scenario, language, entries)?.seconds ?? null) : null,
    hasHint: way === "hints" && hintFor(scenario, state, hintsShown(entries)) !== null,
    used: stepsIn(entries).map(({ event }) => event.kind),
    fromHere:
      way === "guided" && choices === null && entries.some((one) => one.kind === "step" && one.why !== undefined),
    over: found.endedAt !== null,
  };
}

/** Returns what was said in a practice chat; a colleague begins with the same words as a script. */
export function practiceLines(
  t: Translate,
  scenario: Scenario,
  { language }: Pick<Practice, "language">,
  entries: readonly PracticeEntry[],
): PracticeWords[] {
  const first = youth(scenario.start.says[language] ?? []);
  return [...first, ...entries.flatMap((entry) => wordsOf(t, scenario, language, entry))];
}

function wordsOf(
  t: Translate,
  scenario: Scenario,
  language: Practice["language"],
  entry: PracticeEntry,
): PracticeWords[] {
  if (entry.kind === "line") return [{ by: entry.author === "guest" ? "youth" : "trainee", text: entry.text }];
  if (entry.kind === "draft") return [];
  if (entry.kind === "hint") return [{ by: "hint", text: scenario.hints[entry.index]?.[language] ?? "" }];
  const { step, why, place } = entry;
  return [...done(t, step, why, place), ...youth(step.lines)];
}

function done(t: Translate, { event }: PracticeStep, why?: string, place = ""): PracticeWords[] {
  if (event.kind === "message") return [{ by: "trainee", text: event.text, why }];
  if (event.kind === "silence") return [{ by: "notice", text: t("staff.practice.passed", { n: event.seconds }) }];
  if (event.kind === "typed") return [];
  return [{ by: "notice", text: t(`staff.practice.done.${event.kind}`, { place }) }];
}

const youth = (texts: readonly string[]) => texts.map((text) => ({ by: "youth", text }) as const);

/** Repaints a practice chat on the pages of whoever practises: a colleague may have written. */
export function practiceChanged(sources: Sources, practiceId: number): Fragment[] {
  const { db } = sources;
  const found = practice(db, practiceId);
  const member = found && staffMember(db, found.staffId);
  if (!found || !member || found.way !== "colleague") return [];
  const t = translate(member.language);
  return paint(
    sources,
    topics.bar(member.id),
    () => {
      const room = practiceRoom(db, t, found);
      return <Replacement target="#practice-log">{room && <PracticeLog t={t} room={room} />}</Replacement>;
    },
    `practice ${practiceId}`,
  );
}
