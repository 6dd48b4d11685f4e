import type { DataReader } from "#src/db/db.ts";
import { knownRegions } from "#src/directory/regions.ts";
import { type Answers, noAnswers } from "#src/settings/assessment.ts";
import type { Settings } from "#src/settings/definitions.ts";
import { settings } from "#src/settings/settings.ts";
import { laneFor, readAnswers } from "./assessment.ts";
import type { AskedBy } from "./assessment-order.ts";

/** Returns who asks, as rules take it; `language` is that of the page (BCP 47), "" = any. */
export function askedBy({ ageFrom, ageTo }: Settings, language: string): AskedBy {
  return { ageFrom, ageTo, language };
}

/** Returns the answers in a form; a question that the helpline does not ask counts as not answered. */
export function answersIn(db: DataReader, given: Record<string, string[]>): Answers {
  const { on, questions } = settings(db).assessment;
  if (!on) return noAnswers;
  const codes = knownRegions(db).map(({ code }) => code);
  const said = Object.entries(readAnswers(given, codes));
  return { ...noAnswers, ...Object.fromEntries(said.filter(([name]) => (questions as string[]).includes(name))) };
}

/** Returns the answers that a chat comes with, and whether it goes first. Nothing is verified: a claim of danger is believed. */
export function broughtAlong(db: DataReader, given: Record<string, string[]>): { chosen: Answers; urgent: boolean } {
  const set = settings(db);
  const chosen = answersIn(db, given);
  if (!set.assessment.on) return { chosen, urgent: false };
  const { urgent, offered } = laneFor(chosen, set.assessmentRules, askedBy(set, ""));
  return { chosen, urgent: urgent || (offered && given.first?.at(-1) === "yes") };
}
