import { ageBands, type OldAgeBand, type SaidAge } from "#src/settings/assessment.ts";
import type { ReasonTree } from "#src/settings/reasons.ts";

export const otherChannels = ["phone", "email", "visit"] as const;
export type ContactChannel = "chat" | (typeof otherChannels)[number];

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

export const outcomes = ["relieved", "next_step", "passed_on", "unchanged", "not_known"] as const;

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

const abouts = ["self", "other"] as const;
const yesNo = ["yes", "no"] as const;
type YesNo = (typeof yesNo)[number];

export interface Coding {
  reasons: string[];
  actions: ActionTaken[];
  outcome: Outcome | null;
  riskPresent: YesNo | null;
  riskAssessed: YesNo | null;
  riskPlan: YesNo | null;
  age: SaidAge | null;
  gender: Gender | null;
  region: string | null;
  about: (typeof abouts)[number] | null;
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

interface Choices {
  tree: ReasonTree;
  regions: readonly string[];
  oldAge?: OldAgeBand | null;
}

/** Returns what a form ticks, by the names of its fields. Never throws: what is none of the choices is not chosen. */
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

/** Returns whether it says what the contact was: a reason, or that it was no counselling. */
export function isCoded({ reasons, outcome }: Coding): boolean {
  return reasons.length > 0 || isNoCounselling(outcome);
}

/** Returns whether an outcome says that it was no counselling. */
export function isNoCounselling(outcome: Outcome | null): outcome is NoCounselling {
  return noCounselling.includes(outcome as NoCounselling);
}

function some<Code extends string>(given: string[] | undefined, all: readonly Code[]): Code[] {
  return all.filter((code) => given?.includes(code));
}

function one<Code extends string>(given: string[] | undefined, all: readonly Code[]): Code | null {
  return all.find((code) => code === given?.at(-1)) ?? null;
}
