import { type Alike, alikeOf, firstAlike } from "#src/directory/care/duplicates.ts";
import { blankEntry } from "#src/directory/entry/entry.ts";
import { organization } from "#src/directory/entry/organizations.ts";
import { service, services } from "#src/directory/entry/services.ts";
import { importRun } from "#src/directory/importing/runs.ts";
import { regionNames } from "#src/directory/regions.ts";
import { pollFeed } from "#src/directory/sharing/feed.ts";
import { pollPartner, shownPartners } from "#src/directory/sharing/partners.ts";
import {
  countItems,
  editedItems,
  itemsOf,
  type SourceItem,
  serviceOf,
  sourceDifferences,
} from "#src/directory/sharing/source-items.ts";
import { countTaken, waitingStates } from "#src/directory/sharing/source-taking.ts";
import { changeSource, type Source, source } from "#src/directory/sharing/sources.ts";
import { oddHostsOf } from "#src/directory/web-address.ts";
import { HelplineError } from "#src/errors.ts";
import { tidyLine } from "#src/hours/files/imported.ts";
import { homeZone } from "#src/hours/lines.ts";
import type { Calendar } from "#src/hours/rules/calendar.ts";
import { calendarInWords } from "#src/http/admin/hours/calendar-words.ts";
import { idOf } from "#src/http/frame/history.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { act, type C, extendTimeout, fields, type Handle, type Helpline } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import type { SourceDraft, SourceProblem } from "#views/admin/importing/sharing-form.tsx";
import { type ShownItem, SourcePage } from "#views/admin/importing/source.tsx";
import { differenceInWords, toldInWords } from "#views/admin/importing/source-told.tsx";
import { sourceProblems } from "./source-form.ts";

/** How long a whole directory may take to arrive, seconds. */
const patience = 240;
const onePage = 25;

/** GET /admin/directory/sources/:id: what the source says that we do not say yet. */
export const sourcePage: Handle = async (c, helpline) => {
  const found = sourceOf(c, helpline);
  const isEdited = c.req.query("show") === "edited";
  return showSource(c, helpline, found, isEdited ? { edited: await editedItems(helpline.db, found.id) } : {});
};

/** POST /admin/directory/sources/:id: sets how it is read, or pauses it. */
export const saveSource: Handle = async (c, helpline) => {
  const { db } = helpline;
  const found = sourceOf(c, helpline);
  const form = await fields(c);
  const isPause = form.do === "pause" || form.do === "go_on";
  if (!isPause && form.do !== "save") throw new HelplineError("bad_input");
  const draft = {
    name: tidyLine(form.name ?? found.name),
    accept: form.accept === "auto" ? ("auto" as const) : ("review" as const),
    zone: tidyLine(form.zone ?? found.timeZone),
    licence: tidyLine(form.licence ?? found.licenceNote),
  };
  const problems = isPause ? [] : sourceProblems(draft);
  if (problems.length > 0) return showSource(c, helpline, found, { draft, problems });
  const { name, accept, zone: timeZone, licence: licenceNote } = draft;
  const values = isPause
    ? { ...found, enabled: form.do === "go_on" }
    : { name, accept, timeZone, licenceNote, enabled: found.enabled };
  await act(c, db, changeSource, { id: found.id, values });
  return c.redirect(`/admin/directory/sources/${found.id}?saved=1`, 303);
};

/** POST /admin/directory/sources/:id/ask: reads it now. */
export const askSource: Handle = async (c, helpline) => {
  const found = sourceOf(c, helpline);
  extendTimeout(c, patience);
  await askNow(helpline, found);
  return c.redirect(`/admin/directory/sources/${found.id}?asked=1`, 303);
};

/** Reads a source now, whenever its next turn would be. */
export async function askNow({ db, ask, clock }: Helpline, of: Source): Promise<void> {
  if (of.kind === "partner") await pollPartner(db, ask, of);
  else await pollFeed(db, ask, of, { now: clock.now(), luck: Math.random() });
}

/** Returns the source of the address. Throws `not_found`. */
export function sourceOf(c: C, { db }: Helpline): Source {
  const id = c.req.param("id") ?? "";
  const found = /^[1-9]\d{0,8}$/.test(id) ? source(db, Number(id)) : undefined;
  if (!found) throw new HelplineError("not_found");
  return found;
}

interface Shown {
  draft?: Pick<SourceDraft, "name" | "accept" | "zone" | "licence">;
  problems?: SourceProblem[];
  refused?: string;
  /** Items edited here, shown in place of those that wait. */
  edited?: SourceItem[];
}

/** Shows the page of a source as it is now, with what was typed if it could not be saved. */
export function showSource(c: C, helpline: Helpline, { id }: Source, shown: Shown): Response {
  const { db, clock } = helpline;
  const frame = staffFrame(c, helpline);
  const of = source(db, id)!;
  const { draft, problems = [], refused = null, edited } = shown;
  const after = c.req.query("after") ?? "";
  const items =
    edited?.filter(({ externalId }) => externalId > after).slice(0, onePage + 1) ??
    itemsOf(db, id, waitingStates, { after, most: onePage + 1 });
  const alike = items.some(({ state }) => state === "new") ? alikeOf(services(db)) : null;
  const { name, accept, timeZone: zone, licenceNote: licence } = of;
  const partner = shownPartners(db, clock.now()).find((one) => one.source.id === id);
  const run = importRun(db, idOf(c.req.query("run")));
  const props = {
    frame,
    source: of,
    counts: countItems(db, id),
    taken: countTaken(db, of),
    edited: edited?.length ?? null,
    items: items.slice(0, onePage).map((one) => shownItem(c, helpline, of, one, alike)),
    next: items.length > onePage ? items[onePage - 1]!.externalId : null,
    partner: partner ?? null,
    draft: draft ?? { name, accept, zone, licence },
    problems,
    refused,
    done: doneOf(c),
    run: run?.sourceId === id && run.appliedAt !== null && run.undoneAt === null ? run.id : null,
    zone: homeZone(db),
    now: clock.now(),
  };
  const status = problems.length > 0 ? 422 : refused === null ? 200 : 409;
  return page(c, <SourcePage {...props} />, status);
}

function doneOf(
  c: C,
): { what: "saved" | "asked" | "taken" | "rejected" | "undone"; n: number; refused: number } | null {
  for (const what of ["saved", "asked", "taken", "rejected", "undone"] as const) {
    const n = idOf(c.req.query(what));
    if (n >= 0) return { what, n, refused: Math.max(0, idOf(c.req.query("refused"))) };
  }
  return null;
}

function shownItem(c: C, helpline: Helpline, of: Source, one: SourceItem, alike: Alike | null): ShownItem {
  const { db } = helpline;
  const { t } = staffFrame(c, helpline);
  const { payload, state, externalId } = one;
  const found = service(db, serviceOf(db, of.id, externalId) ?? "");
  const names = {
    organization: (id: string) => organization(db, id)?.name ?? payload.by.name,
    region: regionNames(db, t.language),
    hours: (calendar: Calendar) => calendarInWords(t, calendar),
  };
  const entry = { ...(found?.entry ?? blankEntry("")), ...payload.entry };
  const known = new Set(oddHostsOf(found?.entry.channels ?? []).map(({ host }) => host));
  const differing = found ? sourceDifferences(found.entry, one) : [];
  return {
    id: externalId,
    state: state as ShownItem["state"],
    name: payload.entry.name,
    by: payload.by.name,
    told: found ? { ways: [], more: [] } : toldInWords(t, entry, names),
    odd: oddHostsOf(entry.channels).filter(({ host }) => !known.has(host)),
    serviceId: found?.id ?? null,
    alike: state === "new" && alike ? alikeShown(alike, one) : null,
    differences: differing.map((difference) => ({
      ...difference,
      words: differenceInWords(t, found!.entry, difference, names),
    })),
  };
}

function alikeShown(alike: Alike, { payload }: SourceItem): ShownItem["alike"] {
  const other = firstAlike(alike, { ...blankEntry(""), ...payload.entry });
  return other ? { id: other.id, name: other.entry.name } : null;
}
