import { asStaff, type DataReader } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import { homeZone } from "#src/hours/lines.ts";
import {
  idOf,
  lateOf,
  readUndo,
  savedOf,
  statusOf,
  type TooLate,
  toldChanges,
  unlessTaken,
} from "#src/http/frame/history.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { type C, fields, type Handle, type Helpline } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { isLanguage, type Language, type Translate } from "#src/i18n/i18n.ts";
import { newestRepliesChange, repliesChanges } from "#src/replies/changes.ts";
import { type RepliesOf, removeReply, repliesOf } from "#src/replies/replies.ts";
import { isShippedId } from "#src/replies/shipped.ts";
import { undoReplies } from "#src/replies/undo.ts";
import { settings } from "#src/settings/settings.ts";
import { may } from "#src/staff/permissions.ts";
import { Replies, type RepliesPageProps } from "#views/admin/texts/replies.tsx";
import type { ShownChange } from "#views/parts/told/changes.tsx";

/** The list a page is about: everyone's under /admin/replies, your own under /staff/replies. */
type RepliesPlace = RepliesOf & { base: "/admin/replies" | "/staff/replies" };

/** Returns the list that the address names. */
export function repliesPlaceOf(c: C): RepliesPlace {
  const member = c.get("member");
  const isOwn = c.req.path.startsWith("/staff/");
  return isOwn
    ? { member, ownerId: member.id, base: "/staff/replies" }
    : { member, ownerId: null, base: "/admin/replies" };
}

/** GET /admin/replies and GET /staff/replies: a list of ready replies, with `?language=fr` in a language. */
export const repliesListPage: Handle = (c, helpline) => {
  const place = repliesPlaceOf(c);
  const saved = savedOf(c, newestRepliesChange(helpline.db, place.ownerId));
  return showReplies(c, helpline, { language: c.req.query("language"), saved });
};

/** POST …/undo: restores the replies of a change as they were before it. */
export const undoRepliesChange: Handle = async (c, helpline) => {
  const place = repliesPlaceOf(c);
  const { changeId, basedOn, given } = await readUndo(c);
  const undo = { ...place, changeId, basedOn };
  const undone = await unlessTaken(
    helpline.db
      .change(asStaff(place.member.id), (tx, emit) => undoReplies(tx, emit, undo))
      .catch((error: unknown) => refusedIn(c, helpline, error)),
  );
  if (typeof undone === "string") return showReplies(c, helpline, { ...given, refused: undone });
  if (undone === null) return showReplies(c, helpline, { ...given, late: { seen: basedOn, wanted: "undone" } });
  return c.redirect(listAddress(place, given.language, undone), 303);
};

/** Returns what is wrong with the resulting list, in words; rethrows any other error. */
export function refusedIn(c: C, helpline: Helpline, error: unknown): string {
  if (!(error instanceof HelplineError) || error.code !== "bad_input") throw error;
  return staffFrame(c, helpline).t(error.key, error.values);
}

/** POST …/:id/remove: removes one; the history can bring it back. */
export const removeThisReply: Handle = async (c, helpline) => {
  const place = repliesPlaceOf(c);
  const given = await fields(c);
  const basedOn = idOf(given.based_on);
  const remove = { ...place, id: c.req.param("id") ?? "", basedOn };
  const done = await unlessTaken(
    helpline.db.change(asStaff(place.member.id), (tx, emit) => removeReply(tx, emit, remove)),
  );
  if (done === null) return showReplies(c, helpline, { ...given, late: { seen: basedOn, wanted: "deleted" } });
  return c.redirect(listAddress(place, given.language, done), 303);
};

/** Returns the address of the list, with the change that was just made. */
export function listAddress({ base }: RepliesPlace, language: string | undefined, saved: number): string {
  return `${base}?${isLanguage(language ?? "") ? `language=${language}&` : ""}saved=${saved}`;
}

interface ShownReplies {
  language?: string | undefined;
  saved?: number | null;
  late?: TooLate;
  file?: RepliesPageProps["file"];
  refused?: string | null;
}

/** Shows the page of a list. */
export function showReplies(c: C, helpline: Helpline, shown: ShownReplies): Response {
  const { db } = helpline;
  const frame = staffFrame(c, helpline);
  const { base, ownerId, member } = repliesPlaceOf(c);
  const all = repliesOf(db, ownerId);
  const changes = toldReplies(frame.t, db, ownerId);
  const late = lateOf(shown.late, changes);
  const offered = settings(db).languages;
  const language = languageShown(shown.language, all, { own: c.get("member").language, offered });
  const { file = null, refused = null, saved = null } = shown;
  const props: RepliesPageProps = {
    frame,
    base,
    lists: { shared: may(member, "replies.set"), own: may(member, "replies.own") },
    language,
    // What is shipped is in every language.
    written: all.filter(({ id }) => !isShippedId(id)).map((one) => one.language),
    languages: offered.map((one) => ({
      language: one,
      n: all.filter((reply) => reply.language === one).length,
    })),
    replies: all.filter((reply) => reply.language === language),
    basedOn: newestRepliesChange(db, ownerId),
    saved,
    late,
    file,
    refused,
    history: { zone: homeZone(db), changes },
  };
  return page(c, <Replies {...props} />, statusOf(refused !== null, late));
}

function languageShown(
  asked: string | undefined,
  all: readonly { language: Language }[],
  { own, offered }: { own: Language; offered: readonly Language[] },
): Language {
  if (isLanguage(asked ?? "")) return asked as Language;
  const there = offered.filter((one) => all.some(({ language }) => language === one));
  const among = there.length > 0 ? there : offered;
  return among.includes(own) ? own : among[0]!;
}

/** Returns the changes of a list as its history tells of them. */
export function toldReplies(t: Translate, db: DataReader, ownerId: number | null): ShownChange[] {
  return toldChanges(db, repliesChanges(db, ownerId), ({ before, after }) =>
    Object.entries(after).map(([id, is]) => {
      const was = before[id] ?? null;
      const name = (is ?? was)?.name ?? "";
      if (is === null) return t("admin.replies.did.removed", { name });
      return t(was === null ? "admin.replies.did.added" : "admin.replies.did.changed", { name });
    }),
  );
}
