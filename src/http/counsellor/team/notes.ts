import { keepNoteDraft, readNote, seeNotes, writeNote } from "#src/conversation/colleagues/side-notes.ts";
import { printable, readClientId } from "#src/conversation/messages/writing.ts";
import { asStaff } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import { showConsole } from "#src/http/counsellor/console/console.tsx";
import { act, fields, fromScript, type Handle } from "#src/http/server/context.ts";
import { translate } from "#src/i18n/i18n.ts";
import { tabAddress } from "#views/counsellor/console/side-tabs.ts";
import { conversationFor } from "../gate.ts";

/** GET /staff/conversation/:id/notes: the chat, with the side notes beside it. */
export const notesPage: Handle = (c, helpline) => {
  const found = conversationFor(c, helpline, "conversation.note");
  return showConsole(c, helpline, [found], { tab: "notes" });
};

/** POST /staff/conversation/:id/notes: adds one; if refused, it stays in the field. */
export const writeSideNote: Handle = async (c, helpline) => {
  const found = conversationFor(c, helpline, "conversation.note");
  const { id: staffId, language } = c.get("member");
  const { client_id, text } = await fields(c);
  const clientId = readClientId(client_id);
  try {
    const input = { conversationId: found.id, staffId, clientId, text: readNote(text) };
    await helpline.db.change(asStaff(staffId), (tx, emit) => writeNote(tx, emit, input));
  } catch (error) {
    if (fromScript(c) || !(error instanceof HelplineError) || error.field !== "text") throw error;
    const wrong = translate(language)(error.key, error.values);
    const draft = printable(text ?? "");
    return showConsole(c, helpline, [found], { tab: "notes", refusedNote: { draft, wrong } }, 422);
  }
  return fromScript(c) ? c.body(null, 204) : c.redirect(tabAddress(found.id, "notes"), 303);
};

/** POST …/notes/draft: stores what is typed, so that it survives the page. */
export const keepSideNote: Handle = async (c, helpline) => {
  const { id: conversationId } = conversationFor(c, helpline, "conversation.note");
  const { id: staffId } = c.get("member");
  const { text = "" } = await fields(c);
  if (!helpline.limiter.take("draft", staffId)) throw new HelplineError("too_fast");
  await act(c, helpline.db, (tx) => keepNoteDraft(tx, { conversationId, staffId, text }));
  return c.body(null, 204);
};

/** POST …/notes/seen: marks notes as read up to `seq`. */
export const seeSideNotes: Handle = async (c, helpline) => {
  const { id: conversationId } = conversationFor(c, helpline, "conversation.note");
  const { id: staffId } = c.get("member");
  const { seq = "" } = await fields(c);
  if (!/^\d{1,9}$/.test(seq)) throw new HelplineError("bad_input");
  if (!helpline.limiter.take("frame", asStaff(staffId))) throw new HelplineError("too_fast");
  const input = { conversationId, staffId, seq: Number(seq) };
  await act(c, helpline.db, seeNotes, input);
  return c.body(null, 204);
};
