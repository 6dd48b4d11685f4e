import type { DataReader } from "#src/db/db.ts";
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

/** The steps of the way to an open helpline, in the order they are taken. */
export const steps = [
  "helpline",
  "look",
  "languages",
  "emergency",
  "rules",
  "hours",
  "key",
  "counsellors",
  "lead",
  "mail",
  "rehearsal",
] as const;
export type StepName = (typeof steps)[number];

/** What has to be done too, and what nobody here can see: no button may say that it is done. */
export const advice = ["papers", "backup"] as const;
export type AdviceName = (typeof advice)[number];

/** Fewer cannot hand over to each other. */
const counsellorsLeast = 2;
/** Of chats that the only one had a part in nobody could read a complaint. */
const supervisorsLeast = 2;

export interface StepToOpen {
  name: StepName;
  done: boolean;
  /** A press of a button says that it is right as it is; the others are done by doing them. */
  canCheck: boolean;
}

/** How far it is to an open helpline. Derived from what is there, but for what an admin has only looked at. */
export function checklist(db: DataReader): StepToOpen[] {
  const { checked } = settings(db);
  return steps.map((name) => {
    const canCheck = (checkedSteps as readonly string[]).includes(name);
    return { name, canCheck, done: isDone(db, name) || (canCheck && checked.includes(name as CheckedStep)) };
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
    // Nobody can lose the words of young people by losing a password, once it is on paper.
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

/** What is missing so that somebody leads safeguarding and hears of it: nobody is named, or nobody of them can be written to. */
export type LeadMissing = "none" | "no_address" | "no_mail";

/** That; null for nothing. */
export function leadMissing(db: DataReader): LeadMissing | null {
  const leads = everyone(db).filter((one) => may(one, "concern.lead"));
  if (leads.length === 0) return "none";
  if (!leads.some(({ id }) => hasAddress(db, id))) return "no_address";
  return mailServer(db) === null ? "no_mail" : null;
}

/**
 * A lead who can be written to reads complaints, or one of two supervisors where nobody leads. Whoever has decided to go without mail has
 * read beside that step what a lead misses then.
 */
function isReadBySomeone(db: DataReader): boolean {
  const missing = leadMissing(db);
  if (missing === "none") return withRole(db, "supervisor") >= supervisorsLeast;
  return missing === null || (missing === "no_mail" && settings(db).checked.includes("mail"));
}

/** How many people may chat with young people. */
export function countCounsellors(db: DataReader): number {
  return withRole(db, "counsellor");
}

const withRole = (db: DataReader, role: Role) => everyone(db).filter(({ roles }) => roles.includes(role)).length;
