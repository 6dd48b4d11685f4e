import { exactDays } from "#src/audit/anew.ts";
import { concernEntries } from "#src/audit/complaint-trail.ts";
import { trailDays } from "#src/audit/keeping.ts";
import { standsStill } from "#src/audit/noted.ts";
import {
  actors,
  auditKinds,
  type EntryFilter,
  entries,
  hasOpened,
  openEntries,
  type ShownEntry,
} from "#src/audit/reading.ts";
import { fromUtc, quarterMs } from "#src/clock.ts";
import { isPartOf } from "#src/conversation/complaint/complaint-part.ts";
import { asStaff, type DataReader } from "#src/db/db.ts";
import { toldTime } from "#src/db/trail.ts";
import { service } from "#src/directory/entry/services.ts";
import { fileInTurn, rest } from "#src/directory/time-slice.ts";
import { HelplineError } from "#src/errors.ts";
import type { Actor } from "#src/events.ts";
import { byteOrderMark, separatorIn, tableLine } from "#src/hours/files/csv.ts";
import { firstInstant, localDate } from "#src/hours/instants.ts";
import { homeZone, lines, retiredLines } from "#src/hours/lines.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { act, type C, extendTimeout, fields, fileSeconds, type Handle } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { type Key, standardText, type Translate } from "#src/i18n/i18n.ts";
import { trailReaders } from "#src/staff/sign-in/trail-mail.ts";
import { aliasOf } from "#src/staff/staff.ts";
import { Audit, type AuditFilterTyped, addressOf } from "#views/admin/people/audit.tsx";

const shown = 50;

/** GET /admin/audit: who did what. Looking is noted and a GET stores nothing, so the reader first says that they look. */
export const auditPage: Handle = (c, helpline) => {
  const { db, clock, trailCheck } = helpline;
  const { id: readerId } = c.get("member");
  const frame = staffFrame(c, helpline);
  const { t } = frame;
  const zone = homeZone(db);
  const typed = typedIn((name) => c.req.query(name));
  const { filter, wrong } = readFilter(db, typed, zone, t);
  const before = Number(/^\d{1,12}$/.exec(c.req.query("before") ?? "")?.[0] ?? Number.NaN);
  const isEarlier = !Number.isNaN(before);
  const opened = hasOpened(db, readerId, clock.now());
  const found = opened ? entries(db, readerId, { ...filter, before: isEarlier ? before : null }, shown + 1) : [];
  const here = found.slice(0, shown);
  return page(
    c,
    <Audit
      frame={frame}
      zone={zone}
      check={trailCheck.found}
      days={trailDays}
      exactDays={exactDays}
      typed={typed}
      wrong={wrong}
      people={peopleOf(db, t)}
      kinds={[
        ["", t("admin.directory.heap.all")],
        ...auditKinds.map((kind) => [kind, t(`admin.audit.kind.${kind}`)] as [string, string]),
      ]}
      entries={
        opened
          ? mayRead(db, readerId, here).map((one) => ({ ...one, ...toldTime(one), words: entryInWords(db, t, one) }))
          : null
      }
      concerns={
        opened
          ? concernEntries(db, { id: readerId, hadPart: (id) => isPartOf(db, id, readerId) }, shown).map(
              ({ quarter: at, ...one }) => ({
                ...{ id: one.id, at, around: true },
                words: entryInWords(db, t, { ...one, at, exact_at: null }),
              }),
            )
          : []
      }
      earlier={found.length > shown ? addressOf(typed, here.at(-1)!.id) : null}
      isEarlier={isEarlier}
      asked={askedOf(c, db)}
      sentTo={trailReaders(db).map((id) => aliasOf(db, id) ?? "")}
    />,
    wrong.size > 0 ? 422 : 200,
  );
};

/** POST /admin/audit: the reader looks at the entries, which is noted itself. */
export const openAudit: Handle = async (c, { db }) => {
  const { id } = c.get("member");
  await act(c, db, openEntries, id);
  return c.redirect("/admin/audit", 303);
};

/** POST /admin/audit/file: the filtered entries as a CSV file, made in pieces; who took it is noted first. */
export const exportAudit: Handle = async (c, helpline) => {
  const { db, clock } = helpline;
  const { id: readerId } = c.get("member");
  const { t } = staffFrame(c, helpline);
  const given = await fields(c);
  const zone = homeZone(db);
  const { filter, wrong } = readFilter(
    db,
    typedIn((name) => given[name]),
    zone,
    t,
  );
  // Without the day the file would hold everything and be taken for one of some days.
  if (wrong.size > 0) throw new HelplineError("bad_input", "admin.entry.problem.not_a_date");
  await db.change(asStaff(readerId), (_tx, emit) => emit({ type: "audit.exported" }));
  extendTimeout(c, fileSeconds);
  const separator = separatorIn(t.language);
  const columns = (["number", "when", "who", "what"] as const).map((name) => t(`admin.audit.column.${name}`));
  const pieces = [byteOrderMark, tableLine(columns, separator)];
  await fileInTurn(async () => {
    for (let before: number | null = null; ; ) {
      const started = performance.now();
      const some: ShownEntry[] = entries(db, readerId, { ...filter, before }, shown);
      for (const one of mayRead(db, readerId, some)) {
        const row = [String(one.id), whenAsIso(one), actorInWords(db, t, one.actor), entryInWords(db, t, one)];
        pieces.push(tableLine(row, separator));
      }
      if (some.length < shown) break;
      before = some.at(-1)!.id;
      await rest(started);
    }
  });
  const name = `audit-${localDate(zone, clock.now())}.csv`;
  return c.body(pieces.join(""), 200, {
    "Content-Type": "text/csv; charset=utf-8",
    "Content-Disposition": `attachment; filename="${name}"`,
    "Cache-Control": "no-store",
  });
};

/** An ISO 8601 interval if only the quarter of the hour is known. */
function whenAsIso({ at, exact_at: exact }: ShownEntry): string {
  const minute = (ms: number) => `${new Date(ms).toISOString().slice(0, 16)}Z`;
  return exact === null ? `${minute(at)}/${minute(at + quarterMs)}` : new Date(exact).toISOString();
}

/** Nobody who had a part in a chat reads complaints about it, as far as the kept chat tells. */
function mayRead(db: DataReader, readerId: number, found: ShownEntry[]): ShownEntry[] {
  return found.filter(({ action, object }) => {
    const [, chat] = /^conversation:(\d+)$/.exec(object) ?? [];
    return !action.startsWith("concern.") || !chat || !isPartOf(db, Number(chat), readerId);
  });
}

function typedIn(given: (name: string) => string | undefined): AuditFilterTyped {
  const text = (name: string) => (given(name) ?? "").trim().slice(0, 40);
  return { who: text("who"), kind: text("kind"), from: text("from"), to: text("to") };
}

function readFilter(db: DataReader, typed: AuditFilterTyped, zone: string, t: Translate) {
  const wrong = new Map<string, string>();
  const day = (name: "from" | "to", minute: number) => {
    if (typed[name] === "") return null;
    if (/^\d{4}-\d\d-\d\d$/.test(typed[name]) && isDay(typed[name])) return firstInstant(zone, typed[name], minute);
    wrong.set(name, t("admin.entry.problem.not_a_date"));
    return null;
  };
  const filter: EntryFilter = {
    kind: auditKinds.find((one) => one === typed.kind) ?? null,
    actor: actors(db).find((one) => one === typed.who) ?? null,
    from: day("from", 0),
    to: day("to", 24 * 60),
    before: null,
  };
  return { filter, wrong };
}

function isDay(text: string): boolean {
  const at = Date.parse(`${text}T00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

function peopleOf(db: DataReader, t: Translate): [string, string][] {
  return [
    ["", t("admin.audit.filter.everybody")],
    ...actors(db).map((one): [string, string] => [one, actorInWords(db, t, one)]),
  ];
}

/** Returns an entry of the audit log as a sentence, with people's aliases. */
export function entryInWords(db: DataReader, t: Translate, entry: ShownEntry): string {
  const { action, object, after, actor } = entry;
  const key = [`${action}.${after}`, `${action}.${object}`, action]
    .map((name) => `admin.audit.did.${name}`)
    .find((name): name is Key => standardText(t.language, name) !== undefined);
  const who = actorInWords(db, t, actor);
  // An action that has no sentence yet is still shown.
  if (!key) return t("admin.audit.did.other", { who, what: `${action} ${entry.object}` });
  return t(key, { who, what: objectInWords(db, t, entry), to: staffName(db, t, after), n: Number(after) || 0 });
}

/** Returns who acted, in words. */
function actorInWords(db: DataReader, t: Translate, actor: Actor): string {
  const [kind] = actor.split(":");
  if (kind === "staff") return staffName(db, t, actor);
  if (kind === "invitation") return t("admin.audit.who.invitation");
  if (kind === "in charge") return t("admin.audit.who.in_charge");
  if (kind === "porchlight") return t("admin.history.by_porchlight");
  return kind === "command line" ? t("admin.audit.who.command_line") : t("admin.audit.who.youth");
}

function staffName(db: DataReader, t: Translate, name: string | null): string {
  const [, id] = /^staff:(\d+)$/.exec(name ?? "") ?? [];
  return (id && aliasOf(db, Number(id))) || t("admin.audit.gone_name");
}

function objectInWords(db: DataReader, t: Translate, { action, object }: ShownEntry): string {
  const [, kind, id = ""] = /^([^:]*):?(.*)$/s.exec(object)!;
  if (action === "backup.restored") return t.dateTime(fromUtc(id), homeZone(db));
  if (kind === "staff") return staffName(db, t, object);
  if (kind === "settings") return subjectInWords(t, id);
  if (kind === "line") {
    const line = [...lines(db), ...retiredLines(db)].find((one) => String(one.id) === id);
    return line?.name ?? t("admin.audit.gone_name");
  }
  if (kind === "service") return service(db, id)?.entry.name ?? t("admin.audit.gone_name");
  return id;
}

function subjectInWords(t: Translate, subject: string): string {
  const key = `admin.subject.${subject}`;
  return standardText(t.language, key) === undefined ? subject : t(key as Key);
}

/** Someone may have kept an older code elsewhere, to see whether the log was changed. */
function askedOf(c: C, db: DataReader) {
  const [id] = /^\d{1,12}$/.exec((c.req.query("entry") ?? "").trim()) ?? [];
  if (!id) return null;
  const code = (c.req.query("code") ?? "").slice(0, 64);
  return { id: Number(id), code, stands: standsStill(db, Number(id), code) };
}
