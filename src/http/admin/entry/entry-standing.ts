import type { DataReader } from "#src/db/db.ts";
import { linkChecks, linksOf } from "#src/directory/care/link-check.ts";
import { openReports, type Report } from "#src/directory/care/reports.ts";
import { type Verification, verifications } from "#src/directory/care/verification.ts";
import { freshnessOf, overdueDays } from "#src/directory/care/verified.ts";
import type { Service } from "#src/directory/entry/services.ts";
import { homeZone } from "#src/hours/lines.ts";
import type { Helpline } from "#src/http/server/context.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { aliasOfActor } from "#src/staff/staff.ts";
import type { EntryCareProps, ShownReport, ShownVerification } from "#views/admin/entry/entry-care.tsx";
import { longDates } from "#views/parts/times/days.ts";
import { byHand } from "./entry-choices.ts";
import { asksLinks } from "./entry-links.ts";

/** Returns what the page of an entry says about whether it is still true. `at` is ms UTC. */
export function careOf(
  t: Translate,
  helpline: Helpline,
  found: Service,
  at: number,
): Omit<EntryCareProps, "t" | "id" | "asked"> {
  const { db } = helpline;
  return {
    zone: homeZone(db),
    basedOn: found.versionId,
    standing: standingOf(t, found, at),
    isDue: freshnessOf(found.entry, found.createdAt, at) !== "fresh",
    methods: byHand,
    reports: openReports(db, found.id).map((one) => shownReport(db, one)),
    verifications: verifications(db, found.id).map((one) => shownVerification(db, one)),
    links: linkChecks(db, found.id),
    mayAsk: asksLinks(helpline) && linksOf(db, found.id).length > 0,
    back: "",
  };
}

/** Returns e.g. "Checked 3 November 2026; due for 12 days". */
export function standingOf(t: Translate, { entry, createdAt }: Service, at: number): string {
  const date = entry.verifiedOn && longDates(t.language, entry.verifiedOn, entry.verifiedOn);
  const checked = date ? t("admin.directory.checked", { date }) : t("admin.directory.never_checked");
  const freshness = freshnessOf(entry, createdAt, at);
  if (freshness === "fresh") return checked;
  const late = date ? [t("admin.directory.due_for", { n: overdueDays(entry, createdAt, at) })] : [];
  const isDropped = freshness === "stale" && entry.visibility === "public";
  return [checked, ...late, ...(isDropped ? [t("admin.directory.stale")] : [])].join(" · ");
}

/** Returns a report about an entry, with the alias of its author. */
export function shownReport(db: DataReader, { id, at, actor, reason, note }: Report): ShownReport {
  return { id, at, who: aliasOfActor(db, actor), reason, note };
}

/** Returns a check of an entry, with the alias of its author. */
export function shownVerification(
  db: DataReader,
  { at, actor, method, outcome, note }: Verification,
): ShownVerification {
  return { at, who: aliasOfActor(db, actor), method, outcome, note };
}
