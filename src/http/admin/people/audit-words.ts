import type { ShownEntry } from "#src/audit/reading.ts";
import type { DataReader } from "#src/db/db.ts";
import { service } from "#src/directory/entry/services.ts";
import type { Actor } from "#src/events.ts";
import { lines, retiredLines } from "#src/hours/lines.ts";
import { catalog, type Key, type Translate } from "#src/i18n/i18n.ts";
import { aliasOf } from "#src/staff/staff.ts";

/** Returns an entry of the audit log as a sentence, with people's aliases. */
export function entryInWords(db: DataReader, t: Translate, entry: ShownEntry): string {
  const { action, object, after, actor } = entry;
  const key = [`${action}.${after}`, `${action}.${object}`, action]
    .map((name) => `admin.audit.did.${name}`)
    .find((name): name is Key => Object.hasOwn(catalog(t.language), name));
  const who = actorInWords(db, t, actor);
  // An action that has no sentence yet is still shown.
  if (!key) return t("admin.audit.did.other", { who, what: `${action} ${entry.object}` });
  return t(key, { who, what: objectInWords(db, t, entry), to: staffName(db, t, after), n: Number(after) || 0 });
}

/** Returns who acted, in words. */
export function actorInWords(db: DataReader, t: Translate, actor: Actor): string {
  const [kind] = actor.split(":");
  if (kind === "staff") return staffName(db, t, actor);
  if (kind === "invitation") return t("admin.audit.who.invitation");
  if (kind === "in charge") return t("admin.audit.who.in_charge");
  if (kind === "porchlight") return t("admin.audit.who.porchlight");
  return kind === "command line" ? t("admin.audit.who.command_line") : t("admin.audit.who.youth");
}

function staffName(db: DataReader, t: Translate, name: string | null): string {
  const [, id] = /^staff:(\d+)$/.exec(name ?? "") ?? [];
  return (id && aliasOf(db, Number(id))) || t("admin.audit.gone_name");
}

function objectInWords(db: DataReader, t: Translate, { object }: ShownEntry): string {
  const at = object.indexOf(":");
  const [kind, id] = at === -1 ? [object, ""] : [object.slice(0, at), object.slice(at + 1)];
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
  return Object.hasOwn(catalog(t.language), key) ? t(key as Key) : subject;
}
