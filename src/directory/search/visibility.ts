import { freshnessOf } from "#src/directory/care/verified.ts";
import type { Status, Visibility } from "#src/directory/entry/entry.ts";
import { statuses, visibilities } from "#src/directory/entry/entry.ts";
import type { Service } from "#src/directory/entry/services.ts";

/**
 * Young people see what is public and still true, counsellors also what is for them alone, admins everything. What waits for its
 * first check is seen by neither: in a chat, a number that a counsellor finds is a number that a young person is given.
 */
export type Seeker = "youth" | "counsellor" | "admin";

export const visibleTo: Record<Seeker, { statuses: readonly Status[]; visibilities: readonly Visibility[] }> = {
  youth: { statuses: ["active"], visibilities: ["public"] },
  counsellor: { statuses: ["active", "temporarily closed"], visibilities: ["public", "counsellors"] },
  admin: { statuses, visibilities },
};

/** Returns whether young people may see a service at `at` (ms UTC): public, active and not stale. */
export function isForEverybody({ entry, createdAt }: Pick<Service, "entry" | "createdAt">, at: number): boolean {
  const isPublic =
    visibleTo.youth.visibilities.includes(entry.visibility) && visibleTo.youth.statuses.includes(entry.status);
  return isPublic && freshnessOf(entry, createdAt, at) !== "stale";
}
