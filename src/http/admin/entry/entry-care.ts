import type { DataReader } from "#src/db/db.ts";
import { linkChecks, linksOf } from "#src/directory/care/link-check.ts";
import { openReports, type Report, resolveReport } from "#src/directory/care/reports.ts";
import { findings, type Verification, verifications, verify } from "#src/directory/care/verification.ts";
import { freshnessOf, overdueDays } from "#src/directory/care/verified.ts";
import { changeService, type Service, service } from "#src/directory/entry/services.ts";
import { todayOf } from "#src/directory/search/today.ts";
import { HelplineError } from "#src/errors.ts";
import type { Actor } from "#src/events.ts";
import { lines } from "#src/hours/lines.ts";
import { backTo } from "#src/http/admin/directory/directory.tsx";
import { idOf, unlessTaken } from "#src/http/frame/history.ts";
import { type C, fields, type Handle, type Helpline } from "#src/http/server/context.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { aliasOfActor } from "#src/staff/staff.ts";
import type { EntryCareProps, ShownReport, ShownVerification } from "#views/admin/entry/entry-care.tsx";
import { longDates } from "#views/parts/times/days.ts";
import { existing, ofPath, showEntry } from "./entry.tsx";
import { byHand } from "./entry-choices.ts";
import { asksLinks } from "./entry-links.ts";

/** Whether an entry is still true, as its page tells. `at` is ms UTC. */
export function careOf(
  t: Translate,
  helpline: Helpline,
  found: Service,
  at: number,
): Omit<EntryCareProps, "t" | "id" | "asked"> {
  const { db } = helpline;
  return {
    zone: lines(db)[0]!.timeZone,
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

/** "Checked 3 November 2026; due for 12 days", in words. */
export function standingOf(t: Translate, { entry, createdAt }: Service, at: number): string {
  const date = entry.verifiedOn && longDates(t.language, entry.verifiedOn, entry.verifiedOn);
  const checked = date ? t("admin.directory.checked", { date }) : t("admin.directory.never_checked");
  const freshness = freshnessOf(entry, createdAt, at);
  if (freshness === "fresh") return checked;
  const late = date ? [t("admin.directory.due_for", { n: overdueDays(entry, createdAt, at) })] : [];
  const isDropped = freshness === "stale" && entry.visibility === "public";
  return [checked, ...late, ...(isDropped ? [t("admin.directory.stale")] : [])].join(" · ");
}

/** A report about an entry, with the name by which colleagues know whoever made it. */
export function shownReport(db: DataReader, { id, at, actor, reason, note }: Report): ShownReport {
  return { id, at, who: aliasOfActor(db, actor), reason, note };
}

/** A check of an entry, with the name by which colleagues know whoever made it. */
export function shownVerification(
  db: DataReader,
  { at, actor, method, outcome, note }: Verification,
): ShownVerification {
  return { at, who: aliasOfActor(db, actor), method, outcome, note };
}

/** POST /admin/directory/:id/verify: somebody made sure of it, or tried to. */
export const verifyEntry: Handle = async (c, helpline) => {
  const found = existing(c, helpline);
  const given = await fields(c);
  const method = byHand.find((one) => one === given.method);
  const said = Object.entries(findings).find(([name]) => name === given.outcome)?.[1];
  if (!method || !said) throw new HelplineError("bad_input");
  const basedOn = idOf(given.based_on);
  const actor: Actor = `staff:${c.get("member").id}`;
  const { outcome, status } = said;
  const input = {
    id: found.id,
    actor,
    method,
    outcome,
    note: (given.note ?? "").trim(),
    today: todayOf(helpline.db, helpline.clock.now()),
  };
  const doing = helpline.db.change(actor, (tx, emit) => {
    // Whoever confirms what a colleague has just changed has looked at something else.
    if (service(tx, found.id)?.versionId !== basedOn) throw new HelplineError("taken");
    verify(tx, emit, input);
    if (status) changeService(tx, emit, { id: found.id, entry: { ...found.entry, status }, basedOn });
  });
  if ((await unlessTaken(doing)) === null)
    return showEntry(c, helpline, found, { late: { seen: basedOn, wanted: "undone" } });
  return goBack(c, helpline, found, "verify", given.back);
};

/** POST /admin/directory/:id/resolve: a report is dealt with. */
export const resolveEntryReport: Handle = async (c, helpline) => {
  const found = existing(c, helpline);
  const given = await fields(c);
  const reportId = idOf(given.report);
  if (!openReports(helpline.db, found.id).some(({ id }) => id === reportId)) throw new HelplineError("not_found");
  await helpline.db.change(`staff:${c.get("member").id}`, (tx, emit) => resolveReport(tx, emit, { reportId }));
  return goBack(c, helpline, found, "mend", given.back);
};

/**
 * POST /admin/directory/:id/link: the new address of a link that has moved takes the place of the old one. Throws `bad_input` where it
 * leads elsewhere by now than to what was shown.
 */
export const takeLink: Handle = async (c, helpline) => {
  const found = existing(c, helpline);
  const given = await fields(c);
  const moved = linkChecks(helpline.db, found.id).find(({ url, movedTo }) => url === given.url && movedTo !== null);
  if (!moved) throw new HelplineError("not_found");
  if (moved.movedTo !== given.to) throw new HelplineError("bad_input");
  const channels = found.entry.channels.map((one) =>
    one.value.trim() === moved.url ? { ...one, value: moved.movedTo! } : one,
  );
  const change = { id: found.id, entry: { ...found.entry, channels }, basedOn: idOf(given.based_on) };
  const doing = helpline.db.change(`staff:${c.get("member").id}`, (tx, emit) => changeService(tx, emit, change));
  if ((await unlessTaken(doing)) === null)
    return showEntry(c, helpline, found, { late: { seen: change.basedOn, wanted: "undone" } });
  return goBack(c, helpline, found, "mend", given.back);
};

/** To the place in the list where the button was pressed, or to the page of the entry. */
function goBack(c: C, helpline: Helpline, { id, versionId }: Service, did: "verify" | "mend", back = ""): Response {
  const after = ofPath(c, helpline)!.versionId;
  const saved = after === versionId ? 0 : after;
  if (back === "") return c.redirect(`/admin/directory/${id}?saved=${saved}#care`, 303);
  const row = idOf(/\brow=(\d{1,4})$/.exec(back)?.[1]);
  return c.redirect(`/admin/directory?${backTo(back, { row, saved })}&done=${id}&did=${did}#done`, 303);
}
