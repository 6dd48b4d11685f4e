import { ageBands, type OldAgeBand, type SaidAge } from "#src/settings/assessment.ts";
import type { ReasonTree } from "#src/settings/reasons.ts";

// What is ticked of a contact: codes only, never a word of anybody. Everything may be left open: what was not said is not asked.

/** How somebody was in touch when it was no chat here. */
export const otherChannels = ["phone", "email", "visit"] as const;
export type ContactChannel = "chat" | (typeof otherChannels)[number];

/** What was done. */
export const actionsTaken = [
  "direct",
  "resources",
  "child_protection",
  "health_care",
  "mental_health",
  "police",
  "school",
  "other_organisation",
  "abuse_material",
  "none",
  "other",
] as const;
export type ActionTaken = (typeof actionsTaken)[number];

/** How somebody left a talk. */
export const outcomes = ["relieved", "next_step", "passed_on", "unchanged", "not_known"] as const;

/** Contacts that were no counselling: counted apart, and never against anybody. */
export const noCounselling = [
  "silent",
  "faded_out",
  "joke",
  "test",
  "abusive",
  "wrong_number",
  "adult",
  "about_line",
  "complaint",
  "thanks",
  "technical",
] as const;
export type NoCounselling = (typeof noCounselling)[number];
export type Outcome = (typeof outcomes)[number] | NoCounselling;

export const genders = ["girl", "boy", "non_binary", "other"] as const;
export type Gender = (typeof genders)[number];

/** Whom it was about: whoever was in touch, or somebody else. */
const abouts = ["self", "other"] as const;
const yesNo = ["yes", "no"] as const;
export type YesNo = (typeof yesNo)[number];

/** What was ticked of a contact; null and [] = not said. */
export interface Coding {
  /** Codes of the tree of reasons. */
  reasons: string[];
  actions: ActionTaken[];
  outcome: Outcome | null;
  /** Was there a risk, was it talked over, was it agreed how to stay safe. */
  riskPresent: YesNo | null;
  riskAssessed: YesNo | null;
  riskPlan: YesNo | null;
  age: SaidAge | null;
  gender: Gender | null;
  /** Code of a region of the directory. */
  region: string | null;
  about: (typeof abouts)[number] | null;
  /** Whether they were in touch for the first time. */
  first: YesNo | null;
}

export const blankCoding: Coding = {
  reasons: [],
  actions: [],
  outcome: null,
  riskPresent: null,
  riskAssessed: null,
  riskPlan: null,
  age: null,
  gender: null,
  region: null,
  about: null,
  first: null,
};

/** What may be chosen of what is not the same everywhere. */
interface Choices {
  tree: ReasonTree;
  regions: readonly string[];
  /** An age that was said before ages were told as finely as now: it may stay. */
  oldAge?: OldAgeBand | null;
}

/**
 * What a form ticks, by name of its fields. Never throws: whatever is none of the choices is not chosen. A pressed button of
 * one click (`no_counselling`) says the outcome.
 */
export function readCoding(given: Record<string, string[]>, { tree, regions, oldAge }: Choices): Coding {
  const codes = tree.flatMap((group) => group.reasons.map(({ code }) => code));
  return {
    reasons: some(given.reason, codes),
    actions: some(given.action, actionsTaken),
    outcome: one(given.no_counselling, noCounselling) ?? one(given.outcome, [...outcomes, ...noCounselling]),
    riskPresent: one(given.risk_present, yesNo),
    riskAssessed: one(given.risk_assessed, yesNo),
    riskPlan: one(given.risk_plan, yesNo),
    age: one<SaidAge>(given.age, oldAge ? [...ageBands, oldAge] : ageBands),
    gender: one(given.gender, genders),
    region: one(given.region, regions),
    about: one(given.about, abouts),
    first: one(given.first, yesNo),
  };
}

/** Whether it says what the contact was: a reason, or that it was no counselling. */
export function isCoded({ reasons, outcome }: Coding): boolean {
  return reasons.length > 0 || isNoCounselling(outcome);
}

/** Whether an outcome says that it was no counselling. */
export function isNoCounselling(outcome: Outcome | null): outcome is NoCounselling {
  return noCounselling.includes(outcome as NoCounselling);
}

/** Those of a list that were given, in the order of the list. */
function some<Code extends string>(given: string[] | undefined, all: readonly Code[]): Code[] {
  return all.filter((code) => given?.includes(code));
}

function one<Code extends string>(given: string[] | undefined, all: readonly Code[]): Code | null {
  return all.find((code) => code === given?.at(-1)) ?? null;
}
