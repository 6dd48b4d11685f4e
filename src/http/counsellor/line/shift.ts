import { printable, readClientId, tidy } from "#src/conversation/messages/writing.ts";
import { asStaff } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import { showConsole } from "#src/http/counsellor/console/console.tsx";
import { act, type C, fields, fromScript, type Handle } from "#src/http/server/context.ts";
import { translate } from "#src/i18n/i18n.ts";
import { keepShiftDraft } from "#src/staff/shift/shift-draft.ts";
import { maxShiftNote, readToAll, seeShiftNotes, takeBackToAll, writeShiftNote } from "#src/staff/shift/shift-room.ts";

/** GET /staff/shift: the console with the shift's room open. */
export const shiftPage: Handle = (c, helpline) => showConsole(c, helpline, [], { shift: { open: true } });

/** POST /staff/shift: writes a note; with `all` to everyone, until each has read it. */
export const sayOnShift: Handle = async (c, helpline) => {
  const { id: staffId, language } = c.get("member");
  const { client_id, text, all } = await fields(c);
  const clientId = readClientId(client_id);
  try {
    const input = { staffId, clientId, text: readShiftText(text), toAll: all === "1" };
    await helpline.db.change(asStaff(staffId), (tx, emit) => {
      writeShiftNote(tx, emit, input);
      keepShiftDraft(tx, { staffId, text: "" });
    });
  } catch (error) {
    if (fromScript(c) || !(error instanceof HelplineError) || error.field !== "text") throw error;
    const sentence = translate(language)(error.key, error.values);
    const refused = { text: printable(text ?? ""), sentence };
    return showConsole(c, helpline, [], { shift: { open: true, refused } }, 422);
  }
  return back(c, "/staff/shift");
};

/** POST /staff/shift/draft: stores what is typed, so that it survives the page. */
export const keepShift: Handle = async (c, helpline) => {
  const { id: staffId } = c.get("member");
  const { text: typed = "" } = await fields(c);
  const text = printable(typed.slice(0, 2 * maxShiftNote));
  if (!helpline.limiter.take("draft", staffId)) throw new HelplineError("too_fast");
  await act(c, helpline.db, (tx) => keepShiftDraft(tx, { staffId, text }));
  return c.body(null, 204);
};

/** POST /staff/shift/seen: marks notes as read up to `note`, or all; without scripts it also leads there. */
export const seeShift: Handle = async (c, helpline) => {
  const { id: staffId } = c.get("member");
  const { note = "999999999" } = await fields(c);
  if (!/^\d{1,9}$/.test(note)) throw new HelplineError("bad_input");
  if (!helpline.limiter.take("frame", asStaff(staffId))) throw new HelplineError("too_fast");
  const input = { staffId, noteId: Number(note) };
  await act(c, helpline.db, seeShiftNotes, input);
  return back(c, "/staff/shift");
};

/** POST /staff/shift/:id/read: marks a note to all as read. */
export const readShift: Handle = async (c, helpline) => {
  const { id: staffId } = c.get("member");
  const input = { staffId, noteId: noteOf(c) };
  await act(c, helpline.db, readToAll, input);
  return back(c, "/staff");
};

/** POST /staff/shift/:id/back: takes a note to all back from every console. */
export const takeShiftBack: Handle = async (c, helpline) => {
  const { id: staffId } = c.get("member");
  const input = { staffId, noteId: noteOf(c) };
  await act(c, helpline.db, takeBackToAll, input);
  return back(c, "/staff/shift");
};

function noteOf(c: C): number {
  const id = c.req.param("id") ?? "";
  if (!/^\d{1,9}$/.test(id)) throw new HelplineError("not_found");
  return Number(id);
}

function readShiftText(raw = ""): string {
  const text = tidy(raw);
  if (text === "") throw new HelplineError("bad_input", "error.empty", {}, "text");
  if (text.length > maxShiftNote) {
    throw new HelplineError("too_long", "error.too_long", { length: text.length, most: maxShiftNote }, "text");
  }
  return text;
}

function back(c: C, to: string): Response {
  return fromScript(c) ? c.body(null, 204) : c.redirect(to, 303);
}
