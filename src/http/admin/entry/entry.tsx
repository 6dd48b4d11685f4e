import { asStaff, type DataReader, type Tx } from "#src/db/db.ts";
import { sourceNames } from "#src/directory/care/chores.ts";
import { lookalikes } from "#src/directory/care/duplicates.ts";
import { verify } from "#src/directory/care/verification.ts";
import { checkedEntry, skipsCheck } from "#src/directory/care/verified.ts";
import { entryProblems } from "#src/directory/entry/check.ts";
import { deletedService } from "#src/directory/entry/deleting.ts";
import { blankEntry, channelKinds, type Entry, organizationNamed } from "#src/directory/entry/entry.ts";
import { blankChannel, type EntryDraft, entryDraftOf } from "#src/directory/entry/entry-draft.ts";
import { type EntryRead, readEntry, whatStands } from "#src/directory/entry/entry-reading.ts";
import { type ServiceChange, serviceChanges, undoService } from "#src/directory/entry/history.ts";
import { addOrganization, organization } from "#src/directory/entry/organizations.ts";
import {
  addService,
  changeService,
  entryOf,
  type Service,
  sameDocument,
  service,
} from "#src/directory/entry/services.ts";
import { importName } from "#src/directory/importing/runs.ts";
import { regionNames } from "#src/directory/regions.ts";
import { todayOf } from "#src/directory/search/today.ts";
import type { Actor, Emit } from "#src/events.ts";
import { homeZone } from "#src/hours/lines.ts";
import { readSpans } from "#src/hours/times.ts";
import { basedOnNow, lateOf, type NotDone, readUndo, savedOf, statusOf, unlessTaken } from "#src/http/frame/history.ts";
import { previewLanguages, previewPlace } from "#src/http/frame/preview.tsx";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { act, type C, type Handle, type Helpline } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { isLanguage, type Language, type Translate } from "#src/i18n/i18n.ts";
import { settings } from "#src/settings/settings.ts";
import { aliasOfActor } from "#src/staff/staff.ts";
import { EntryPage, type EntryPageProps } from "#views/admin/entry/entry.tsx";
import { entryInWords } from "#views/admin/entry/entry-history.tsx";
import type { ShownChange } from "#views/parts/told/changes.tsx";
import { byHand, entryChoices, exceptionsOf } from "./entry-choices.ts";
import { shownConflict, withTheirs } from "./entry-conflict.ts";
import { type EntryForm, entryChangedBy, existing, ofPath, readEntryForm } from "./entry-form.ts";
import { askedOf } from "./entry-links.ts";
import { careOf } from "./entry-standing.ts";

/** GET /admin/directory/:id: an entry, or the form of a new one. */
export const entryPage: Handle = (c, helpline) => {
  const found = ofPath(c, helpline);
  return showEntry(c, helpline, found, { saved: found ? savedOf(c, found.versionId) : null });
};

/** POST /admin/directory/:id: saves all of it at once, or nothing, with a sentence beside each wrong field. */
export const saveEntry: Handle = async (c, helpline) => {
  const { db, clock } = helpline;
  const found = typedOf(c, helpline);
  const form = await readEntryForm(c);
  const typed = readEntry(db, form.draft, drawnFrom(helpline, found, form));
  const read = withTheirs(db, found, form, typed);
  const shown = { form, unsaved: true };
  if (found && !service(db, found.id)) return showEntry(c, helpline, found, shown);
  // What is right on either side may still not fit together.
  const problems = typed.problems.length > 0 ? typed.problems : problemsOf(found, read.entry, form);
  if (problems.length > 0) return showEntry(c, helpline, found, { ...shown, problems });
  if (!found && newLookalikes(helpline, read, form).length > 0)
    return showEntry(c, helpline, found, { ...shown, held: true });
  const actor: Actor = asStaff(c.get("member").id);
  const input = {
    found,
    read,
    basedOn: form.basedOn,
    verified: form.verified,
    actor,
    today: todayOf(db, clock.now()),
  };
  const saved = await unlessTaken(db.change(actor, (tx, emit) => store(tx, emit, input)));
  if (saved === null) return showEntry(c, helpline, found, { ...shown, late: { seen: form.basedOn } });
  return c.redirect(`/admin/directory/${saved.id}?saved=${saved.versionId}`, 303);
};

function problemsOf(found: Service | null, entry: Entry, { verified }: EntryForm): EntryRead["problems"] {
  const isChecked = byHand.some((one) => one === verified);
  const isEarly = found !== null && !isChecked && skipsCheck(found.entry, entry);
  return [...entryProblems(entry), ...(isEarly ? [{ field: "visibility", problem: "check_first" } as const] : [])];
}

/** POST /admin/directory/:id/draft: the form as a button changes it. Stores nothing. */
export const draftEntry: Handle = async (c, helpline) => {
  const found = typedOf(c, helpline);
  const form = await readEntryForm(c);
  const { draft, cursor } = entryChangedBy(form);
  return showEntry(c, helpline, found, { form: { ...form, draft }, cursor, unsaved: true });
};

/** GET and POST /admin/directory/:id/preview: the entry as young people read it, stored or as the form would make it. */
export const previewEntry: Handle = async (c, helpline) => {
  const found = typedOf(c, helpline);
  const form = c.req.method === "POST" ? await readEntryForm(c) : null;
  const { preview_language: language = "", preview_scheme: scheme } = form?.wish ?? c.req.query();
  const wish = {
    language: isLanguage(language) ? language : offeredTo(helpline, staffFrame(c, helpline).t.language)[0]!,
    scheme: scheme === "light" || scheme === "dark" ? scheme : "auto",
  } as const;
  const apply = (tx: Tx, emit: Emit) => {
    const before = found?.entry ?? blankEntry("");
    if (!form) return { id: found?.id ?? "", entry: before };
    const typed = readEntry(tx, form.draft, drawnFrom(helpline, found, form));
    const { entry, newOrganization } = withTheirs(tx, found, form, typed);
    const isNew = newOrganization !== null && newOrganization !== "" && newOrganization.length <= 200;
    const organizationId = isNew ? addOrganization(tx, emit, organizationNamed(newOrganization)) : entry.organizationId;
    return { id: found?.id ?? "", entry: whatStands({ ...entry, organizationId }) };
  };
  return previewPlace(c, helpline, apply, wish);
};

/** POST /admin/directory/:id/undo: restores an entry as it was before a change, as a new change. */
export const undoEntry: Handle = async (c, helpline) => {
  const found = existing(c, helpline);
  const { changeId, basedOn } = await readUndo(c);
  const undo = { id: found.id, changeId, basedOn };
  const undoing = act(c, helpline.db, undoService, undo);
  const saved = await unlessTaken(undoing);
  if (saved === null) return showEntry(c, helpline, found, { late: { seen: basedOn, wanted: "undone" } });
  return c.redirect(`/admin/directory/${found.id}?saved=${saved}`, 303);
};

/** A form for an entry that was deleted while someone typed still finds its last version. */
function typedOf(c: C, helpline: Helpline): Service | null {
  const asked = c.req.param("id") ?? "";
  const gone = service(helpline.db, asked) ? undefined : deletedService(helpline.db, asked);
  if (!gone) return ofPath(c, helpline);
  const { id, versionId, entry, at } = gone;
  return { id, versionId, entry, sourceId: null, externalId: null, createdAt: at, changedAt: at };
}

function offeredTo({ db }: Helpline, own: Language): Language[] {
  const all = previewLanguages(settings(db));
  return all.includes(own) ? [own, ...all.filter((one) => one !== own)] : all;
}

function drawnFrom({ db }: Helpline, found: Service | null, form: Pick<EntryForm, "drawnFrom">): Entry {
  if (!found) return blankEntry("");
  const known = serviceChanges(db, found.id).some(({ id }) => id === form.drawnFrom);
  return known ? entryOf(db, form.drawnFrom) : found.entry;
}

interface Input {
  found: Service | null;
  read: EntryRead;
  basedOn: number;
  verified: string;
  actor: Actor;
  today: string;
}

function store(tx: Tx, emit: Emit, { found, read, basedOn, verified, actor, today }: Input) {
  const { newOrganization } = read;
  const organizationId =
    newOrganization === null
      ? read.entry.organizationId
      : addOrganization(tx, emit, organizationNamed(newOrganization));
  const method = byHand.find((one) => one === verified);
  const typed = { ...read.entry, organizationId };
  const entry = method ? checkedEntry(typed, today, homeZone(tx)) : typed;
  const versionId = found ? changeService(tx, emit, { id: found.id, entry, basedOn }) : 0;
  const id = found?.id ?? addService(tx, emit, { entry });
  const outcome = found && !sameDocument(read.entry, found.entry) ? "changed" : "confirmed";
  if (method) verify(tx, emit, { id, actor, method, outcome, note: "", today });
  return { id, versionId: found ? versionId : service(tx, id)!.versionId };
}

function newLookalikes({ db }: Helpline, { entry }: EntryRead, { known }: EntryForm) {
  return lookalikes(db, entry, null).filter((one) => !known.includes(one.service.id));
}

interface Shown extends NotDone {
  form?: EntryForm;
  problems?: EntryRead["problems"];
  cursor?: string | null;
  saved?: number | null;
  unsaved?: boolean;
  /** Not saved, because it looks like another entry. */
  held?: boolean;
  /** Just restored, so that what was typed can be saved. */
  back?: boolean;
}

/** Shows the page of an entry as it is now, with what was typed if it could not be saved. */
export function showEntry(c: C, helpline: Helpline, of: Service | null, shown: Shown): Response {
  const { db, clock } = helpline;
  const frame = staffFrame(c, helpline);
  const found = of && (service(db, of.id) ?? of);
  const gone = of && !service(db, of.id) ? deletedService(db, of.id) : undefined;
  const { form, problems = [], refused, held = false } = shown;
  const zone = homeZone(db);
  const stored = found?.entry ?? blankEntry("");
  const before = form ? drawnFrom(helpline, found, form) : stored;
  const by = found ? (organization(db, found.entry.organizationId) ?? null) : null;
  const draft =
    form?.draft ?? (found ? entryDraftOf(stored, by?.name ?? "", zone, frame.t.language) : firstDraft(stored, zone));
  const read = readEntry(db, draft, before);
  const alike = found || held ? lookalikes(db, read.entry, found?.id ?? null) : [];
  const changes = found ? shownEntryChanges(frame.t, db, serviceChanges(db, found.id)) : [];
  const late = lateOf(shown.late, changes);
  const from = form && form.mergeFrom < 0 && shown.late ? form.basedOn : (form?.mergeFrom ?? -1);
  const basedOn = form?.basedOn === undefined ? {} : { basedOn: form.basedOn };
  const newest = found?.versionId ?? 0;
  const props: EntryPageProps = {
    frame,
    id: found?.id ?? null,
    name: found?.entry.name ?? "",
    organization: by && { id: by.id, name: by.name },
    form: {
      draft,
      exceptions: exceptionsOf(draft, before),
      choices: entryChoices(helpline, frame.t, draft),
      verified: form?.verified ?? "",
      isNew: !found,
    },
    basedOn: basedOnNow({ ...(shown.late ? { late: shown.late } : {}), ...basedOn }, newest),
    drawnFrom: form?.drawnFrom ?? newest,
    cursor: shown.cursor ?? null,
    spans: spansOf(draft),
    problems,
    warnings: read.warnings,
    lookalikes: alike.map((one) => ({
      id: one.service.id,
      name: one.service.entry.name,
      organization: organization(db, one.service.entry.organizationId)?.name ?? "",
      why: one.why,
    })),
    held,
    saved: shown.saved ?? null,
    unsaved: shown.unsaved ?? false,
    late,
    conflict: form ? shownConflict(frame.t, db, { found, form, from, read }) : null,
    refused: refused ? frame.t(refused.key, refused.values) : null,
    gone: gone ? { at: gone.at, around: gone.around, who: aliasOfActor(db, gone.actor) } : null,
    back: shown.back ?? false,
    deleting: found && {
      basedOn: found.versionId,
      source: found.sourceId === null ? null : (sourceNames(db).get(found.sourceId) ?? ""),
    },
    care: found && { ...careOf(frame.t, helpline, found, clock.now()), asked: askedOf(c, helpline, found.id) },
    history: { zone, changes },
    offered: offeredTo(helpline, frame.t.language),
  };
  const status = statusOf(problems.length > 0 || held || refused !== undefined, late);
  return page(c, <EntryPage {...props} />, gone && status === 200 ? 409 : status);
}

/** Returns the changes of an entry as its history shows them. */
function shownEntryChanges(t: Translate, db: DataReader, changes: ServiceChange[]): ShownChange[] {
  const names = {
    organization: (id: string) => organization(db, id)?.name ?? "–",
    region: regionNames(db, t.language),
  };
  return changes.map(({ id, at, actor, runId, restored, before, after }) => {
    const file = runId === null ? null : importName(db, runId);
    const words = restored ? [t("admin.entry.did.restored")] : entryInWords(t, before, after, names, file);
    return { id, at, who: aliasOfActor(db, actor), words, first: before === null || restored };
  });
}

/** Most places have a phone number and a web page. */
function firstDraft(entry: Entry, zone: string): EntryDraft {
  const draft = entryDraftOf(entry, "", zone, "en");
  return { ...draft, channels: [blankChannel(channelKinds[1], zone), blankChannel("web", zone)] };
}

function spansOf({ hours, channels }: EntryDraft): EntryPageProps["spans"] {
  const weeks = [["week", hours.week], ...channels.map((one, i) => [`channel.${i}.week`, one.hours.week])] as [
    string,
    string[],
  ][];
  const texts = weeks.flatMap(([name, week]) => week.map((text, day) => [`${name}.${day}`, text] as const));
  return new Map(
    texts.flatMap(([name, text]) => {
      const read = text === "" ? { problem: "empty" } : readSpans(text);
      return "spans" in read ? [[name, read.spans]] : [];
    }),
  );
}
