import { asStaff } from "#src/db/db.ts";
import { uploaded } from "#src/http/admin/hours/hours-file.ts";
import { idOf, unlessTaken } from "#src/http/frame/history.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { type C, fields, type Handle, type Helpline } from "#src/http/server/context.ts";
import type { Language } from "#src/i18n/i18n.ts";
import { newestRepliesChange } from "#src/replies/changes.ts";
import { type RepliesFile, readRepliesCsv, readRepliesFile, writeRepliesCsv } from "#src/replies/csv.ts";
import { placeholders } from "#src/replies/placeholders.ts";
import { repliesOf } from "#src/replies/replies.ts";
import { compareFile, importReplies } from "#src/replies/take-file.ts";
import { settings } from "#src/settings/settings.ts";
import { listAddress, refusedIn, repliesPlaceOf, showReplies } from "./replies.tsx";

/** GET /admin/replies/file: all ready replies as a CSV file, for a spreadsheet or another helpline. */
export const repliesFile: Handle = (c, helpline) =>
  c.body(writeRepliesCsv(repliesOf(helpline.db, repliesPlaceOf(c).ownerId)), 200, {
    "Content-Type": "text/csv; charset=utf-8",
    "Content-Disposition": 'attachment; filename="replies.csv"',
  });

/** POST /admin/replies/file: looks at a file, or imports the one that was looked at, all in one change. */
export const takeRepliesFile: Handle = async (c, helpline) => {
  const file = await uploaded(c);
  const given = await fields(c);
  const { language: usual } = settings(helpline.db);
  if (given.do === "take") return take(c, helpline, given, usual);
  if (!file) return showReplies(c, helpline, { refused: staffFrame(c, helpline).t("admin.hours.file_none") });
  const read = readRepliesFile(file.bytes, usual);
  return showReplies(c, helpline, { file: looked(helpline, file.name, read, read.text) });
};

async function take(c: C, helpline: Helpline, given: Record<string, string>, usual: Language): Promise<Response> {
  const place = repliesPlaceOf(c);
  const { pending = "", file_name: name = "", based_on } = given;
  const file = readRepliesCsv(pending, usual);
  const basedOn = idOf(based_on);
  const saved = await unlessTaken(
    helpline.db
      .change(asStaff(place.member.id), (tx, emit) => importReplies(tx, emit, { ...place, file, basedOn }))
      .catch((error: unknown) => refusedIn(c, helpline, error)),
  );
  if (typeof saved === "string") return showReplies(c, helpline, { refused: saved });
  // A colleague was faster: their change is shown, and the file compared again beside it.
  if (saved === null) {
    return showReplies(c, helpline, { late: { seen: basedOn }, file: looked(helpline, name, file, pending) });
  }
  return c.redirect(listAddress(place, file.rows[0]?.values.language, saved), 303);
}

/** `text` is the whole file, for the form to carry. */
function looked(helpline: Helpline, name: string, file: RepliesFile, text: string) {
  const rows = compareFile(helpline.db, null, file);
  const basedOn = newestRepliesChange(helpline.db, null);
  return { name, rows, problems: file.problems, text, placeholders, basedOn };
}
