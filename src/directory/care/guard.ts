import type { DataReader } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import type { Service } from "#src/directory/entry/services.ts";
import { type Openness, opennessOf } from "#src/directory/search/openness.ts";
import { visibleTo } from "#src/directory/search/visibility.ts";
import { freshnessOf } from "./verified.ts";

type Block = "hidden" | "defunct" | "inactive";

/** Each has its text in the catalogs: `staff.referral.warning.<name>`. */
export type Caution =
  | "temporarily_closed"
  | "overdue"
  | "unchecked"
  | "link_broken"
  | "outside_age"
  | "closed_now"
  | "reported";

interface Guard {
  block: Block | null;
  cautions: Caution[];
  openness: Openness;
}

/** Returns what speaks against sending a service at `at` (ms UTC) to someone of `age` (years, null = unknown). */
export function guardOf(db: DataReader, { id, entry, createdAt }: Service, age: number | null, at: number): Guard {
  const openness = opennessOf(entry, at);
  const cautions: Caution[] = [];
  if (entry.status === "temporarily closed") cautions.push("temporarily_closed");
  if (freshnessOf(entry, createdAt, at) !== "fresh") cautions.push(entry.verifiedOn === null ? "unchecked" : "overdue");
  if (db.first(brokenLinks(id))) cautions.push("link_broken");
  if (age !== null && (age < (entry.ageFrom ?? 0) || age > (entry.ageTo ?? 999))) cautions.push("outside_age");
  if (openness.state === "closed" && entry.status === "active") cautions.push("closed_now");
  if (db.first(openReport(id))) cautions.push("reported");
  return { block: blockOf(entry), cautions, openness };
}

function blockOf({ visibility, status }: Service["entry"]): Block | null {
  if (!visibleTo.counsellor.visibilities.includes(visibility)) return "hidden";
  if (status === "defunct" || status === "inactive") return status;
  return null;
}

const brokenLinks = (id: string) =>
  q.selectFrom("link_check").select("url").where("service_id", "=", id).where("result", "=", "broken").limit(1);
const openReport = (id: string) =>
  q.selectFrom("service_report").select("id").where("service_id", "=", id).where("resolved_at", "is", null).limit(1);
