import {
  countHeaps,
  findAmong,
  type Heap,
  heaps,
  keptServices,
  ofHeap,
  ofThisWeek,
  type ServiceChores,
  sourceNames,
} from "#src/directory/care/chores.ts";
import { linkChecks } from "#src/directory/care/link-check.ts";
import { openReports } from "#src/directory/care/reports.ts";
import { verifications } from "#src/directory/care/verification.ts";
import { weekOf } from "#src/directory/care/week.ts";
import { togetherWith, undoTogether } from "#src/directory/entry/bulk.ts";
import { type Card, cardOf, type Way } from "#src/directory/entry/card.ts";
import type { Entry } from "#src/directory/entry/entry.ts";
import { organization } from "#src/directory/entry/organizations.ts";
import { service } from "#src/directory/entry/services.ts";
import { todayOf } from "#src/directory/search/today.ts";
import { homeZone } from "#src/hours/lines.ts";
import { byHand } from "#src/http/admin/entry/entry-choices.ts";
import { asksLinks } from "#src/http/admin/entry/entry-links.ts";
import { shownReport, shownVerification, standingOf } from "#src/http/admin/entry/entry-standing.ts";
import { idOf } from "#src/http/frame/history.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { act, type C, fields, type Handle, type Helpline } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { backTo, pageOf } from "#src/http/server/pages.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { may } from "#src/staff/permissions.ts";
import { Directory, type DirectoryProps } from "#views/admin/directory/directory.tsx";
import type { ShownPlace } from "#views/admin/directory/directory-row.tsx";
import { verificationInWords } from "#views/admin/entry/entry-care.tsx";
import { bulkChoices } from "./directory-bulk.tsx";
import { shownStarter } from "./starter.tsx";

const onPage = 25;

/** GET /admin/directory: what there is to do, or the entries that a search finds. */
export const directoryPage: Handle = (c, helpline) => {
  const { db, clock } = helpline;
  const at = clock.now();
  const frame = staffFrame(c, helpline);
  const kept = keptServices(db, at);
  const counts = countHeaps(kept);
  const words = (c.req.query("q") ?? "").trim().slice(0, 200);
  const heap = words === "" ? heapOf(c, counts) : null;
  const { verified, changed, reported } = weekOf(db, at);
  const sure = verified.filter(({ outcome }) => outcome === "confirmed" || outcome === "changed").length;
  const all = heap === null ? findAmong(db, kept, words, at) : inHeap(kept, heap, sure);
  const done = doneOf(c, frame.t, helpline);
  const rest = all.filter(({ service: { id } }) => id !== done?.id);
  const { page: shown, pages, from } = pageOf(rest.length, c.req.query("page"), onPage);
  const sources = sourceNames(db);
  const props: DirectoryProps = {
    frame,
    heap,
    words,
    counts,
    thisWeek: heap === "week" ? all.length : null,
    places: rest.slice(from, from + onPage).map((one) => shownPlace(frame.t, helpline, one, sources)),
    page: shown,
    pages,
    query: queryOf(heap, words, shown),
    methods: byHand,
    zone: homeZone(db),
    bulk: bulkChoices(helpline, frame.t),
    week: { verified: verified.length, changed: changed.length, reported: reported.length },
    mayShare: may(c.get("member"), "directory.share"),
    asksLinks: asksLinks(helpline),
    done,
    told: toldOf(c, frame.t, helpline),
  };
  return page(c, <Directory {...props} />);
};

/** POST /admin/directory/undo: takes back what was done with one press, to one entry or several. */
export const undoDirectory: Handle = async (c, helpline) => {
  const given = await fields(c);
  const undo = { versionId: idOf(given.change) };
  const { back, stayed } = await act(c, helpline.db, undoTogether, undo);
  return c.redirect(`/admin/directory?${backTo(given.back, { back, stayed })}#told`, 303);
};

function inHeap(kept: ServiceChores[], heap: Heap, checkedSince: number): ServiceChores[] {
  return heap === "week" ? ofThisWeek(kept, checkedSince) : ofHeap(kept, heap);
}

function heapOf(c: C, counts: Record<Heap, number>): Heap {
  const asked = heaps.find((one) => one === c.req.query("show"));
  if (counts.to_check > 0) return asked ?? "week";
  return asked ?? heaps.find((one) => (one === "due" || one === "unchecked") && counts[one] > 0) ?? "all";
}

function queryOf(heap: Heap | null, words: string, shown: number): string {
  const of = heap === null ? { q: words } : { show: heap };
  return new URLSearchParams({ ...of, ...(shown > 1 ? { page: String(shown) } : {}) }).toString();
}

function doneOf(c: C, t: Translate, { db }: Helpline): DirectoryProps["done"] {
  const found = service(db, c.req.query("done") ?? "");
  if (!found) return null;
  const saved = idOf(c.req.query("saved"));
  const [last] = c.req.query("did") === "verify" ? verifications(db, found.id) : [];
  const words = last ? verificationInWords(t, shownVerification(db, last), homeZone(db)) : t("admin.form.saved");
  const isUndoable = saved > 0 && togetherWith(db, saved)?.changes.some(({ id }) => id === found.id);
  return {
    row: Math.max(0, idOf(c.req.query("row"))),
    name: found.entry.name,
    id: found.id,
    words,
    saved: isUndoable ? saved : 0,
  };
}

function toldOf(c: C, t: Translate, { db }: Helpline): DirectoryProps["told"] {
  const [back, stayed, together] = ["back", "stayed", "together"].map((name) => idOf(c.req.query(name)));
  if (back! >= 0) {
    const left = stayed! > 0 ? ` ${t("admin.directory.undone_stayed", { n: stayed! })}` : "";
    return { words: t("admin.directory.undone", { n: back! }) + left, saved: 0 };
  }
  const found = together! > 0 ? togetherWith(db, together!) : undefined;
  if (c.req.query("asked") === "1") return { words: t("admin.directory.links_all_asked"), saved: 0 };
  return found ? { words: t("admin.directory.bulk_done", { n: found.changes.length }), saved: together! } : null;
}

/** The channels by which someone checks an entry, phone first. */
const sureBy = ["phone", "email", "web"];

function waysToCheck({ ways }: Card, { visibility }: Entry): Way[] {
  const isNew = visibility === "to_check";
  return ways.filter(({ kind }) => isNew || sureBy.includes(kind)).slice(0, 4);
}

function shownPlace(t: Translate, helpline: Helpline, kept: ServiceChores, sources: Map<number, string>): ShownPlace {
  const { db, clock } = helpline;
  const { service: found, freshness, used } = kept;
  const { id, versionId, entry, sourceId } = found;
  const at = clock.now();
  const card = cardOf(db, id, entry, t.language, todayOf(db, at));
  const [last] = verifications(db, id);
  const isOpen = last && (last.outcome === "no_answer" || last.outcome === "closed");
  return {
    id,
    versionId,
    name: entry.name,
    organization: { id: entry.organizationId, name: organization(db, entry.organizationId)?.name ?? "" },
    summary: entry.summary,
    status: entry.status,
    visibility: entry.visibility,
    emergency: entry.emergency,
    standing: standingOf(t, found, at),
    isDue: freshness !== "fresh",
    used,
    source: sourceId === null ? null : (sources.get(sourceId) ?? ""),
    ways: waysToCheck(card, entry),
    reports: kept.reports === 0 ? [] : openReports(db, id).map((one) => shownReport(db, one)),
    links: kept.links === 0 ? [] : linkChecks(db, id),
    lastTry: isOpen ? shownVerification(db, last) : null,
    toCheck: freshness === "fresh" ? null : shownStarter(id, entry),
  };
}
