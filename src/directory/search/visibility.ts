import { freshnessOf } from "#src/directory/care/verified.ts";
import type { Status, Visibility } from "#src/directory/entry/entry.ts";
import { statuses, visibilities } from "#src/directory/entry/entry.ts";
import type { Service } from "#src/directory/entry/services.ts";

/**
 * Who looks: young people see what is public and still true, counsellors also what is for them alone, and whoever keeps the
 * directory true sees all of it.
 */
export type Seeker = "youth" | "counsellor" | "admin";

/** What each may see of, as far as the entry says so. */
export const visibleTo: Record<Seeker, { statuses: readonly Status[]; visibilities: readonly Visibility[] }> = {
  youth: { statuses: ["active"], visibilities: ["public"] },
  counsellor: { statuses: ["active", "temporarily closed"], visibilities: ["public", "counsellors"] },
  admin: { statuses, visibilities },
};

/** Whether young people may see a service at an instant (ms UTC): public, offered, and not unchecked for too long. */
export function isForEverybody({ entry, createdAt }: Pick<Service, "entry" | "createdAt">, at: number): boolean {
  const isPublic =
    visibleTo.youth.visibilities.includes(entry.visibility) && visibleTo.youth.statuses.includes(entry.status);
  return isPublic && freshnessOf(entry, createdAt, at) !== "stale";
}
