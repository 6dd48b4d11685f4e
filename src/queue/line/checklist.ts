import type { DataReader } from "#src/db/db.ts";
import { services } from "#src/directory/entry/services.ts";
import type { Role } from "#src/events.ts";
import { lines } from "#src/hours/lines.ts";
import { mailServer } from "#src/mail/server.ts";
import { wasSetByStaff } from "#src/settings/changes.ts";
import { type CheckedStep, checkedSteps } from "#src/settings/definitions.ts";
import { settings } from "#src/settings/settings.ts";
import { hasAddress } from "#src/staff/accounts/own-address.ts";
import { may } from "#src/staff/permissions.ts";
import { everyone } from "#src/staff/staff.ts";
import { hasRehearsed } from "./rehearsal.ts";

export const steps = [
  "helpline",
  "look",
  "languages",
  "emergency",
  "rules",
  "hours",
  "places",
  "key",
  "backup",
  "counsellors",
  "lead",
  "mail",
  "rehearsal",
] as const;
export type StepName = (typeof steps)[number];

export const advice = ["papers"] as const;
export type AdviceName = (typeof advice)[number];

const counsellorsLeast = 2;
/** With one supervisor, nobody could read a complaint about a chat they had a part in. */
const supervisorsLeast = 2;

export interface StepToOpen {
  name: StepName;
  done: boolean;
  canCheck: boolean;
}

/** Returns the steps to an open helpline and whether each is done, from what is there; `hasCopy`: a copy of the data was opened. */
export function checklist(db: DataReader, hasCopy: boolean): StepToOpen[] {
  const { checked } = settings(db);
  return steps.map((name) => {
    const canCheck = (checkedSteps as readonly string[]).includes(name);
    const isSeen = name === "backup" ? hasCopy : isDone(db, name);
    return { name, canCheck, done: isSeen || (canCheck && checked.includes(name as CheckedStep)) };
  });
}

function isDone(db: DataReader, name: StepName): boolean {
  switch (name) {
    case "counsellors":
      return countCounsellors(db) >= counsellorsLeast;
    case "lead":
      return isReadBySomeone(db);
    case "rehearsal":
      return hasRehearsed(db);
    case "mail":
      return mailServer(db) !== null;
    case "hours":
      return lines(db).some(({ calendar }) => calendar !== null);
    case "places":
      return services(db).some(({ entry }) => entry.visibility === "public" && entry.verifiedOn !== null);
    case "key":
      return db.keyring.sheets.good() !== null;
    case "helpline":
    case "look":
    case "languages":
    case "emergency":
    case "rules":
      return wasSetByStaff(db, name);
    default:
      return false;
  }
}

export type LeadMissing = "none" | "no_address" | "no_mail";

/** Returns what is missing so that a lead reads complaints and hears of them; null for nothing. */
export function leadMissing(db: DataReader): LeadMissing | null {
  const leads = everyone(db).filter((one) => may(one, "concern.lead"));
  if (leads.length === 0) return "none";
  if (!leads.some(({ id }) => hasAddress(db, id))) return "no_address";
  return mailServer(db) === null ? "no_mail" : null;
}

function isReadBySomeone(db: DataReader): boolean {
  const missing = leadMissing(db);
  if (missing === "none") return withRole(db, "supervisor") >= supervisorsLeast;
  return missing === null || (missing === "no_mail" && settings(db).checked.includes("mail"));
}

/** Counts those who may chat with young people. */
export function countCounsellors(db: DataReader): number {
  return withRole(db, "counsellor");
}

const withRole = (db: DataReader, role: Role) => everyone(db).filter(({ roles }) => roles.includes(role)).length;
