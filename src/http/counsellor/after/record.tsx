import { printable, readClientId } from "#src/conversation/messages/writing.ts";
import { newClientId } from "#src/crypto/hash.ts";
import { HelplineError } from "#src/errors.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { act, type C, fromScript, type Handle, type Helpline } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { codedScene, formScene } from "#src/live/chat/record-data.ts";
import type { Coding } from "#src/record/coding.ts";
import { prefilled } from "#src/record/prefill.ts";
import { type ContactRecord, contactRecord, noteOf, reachOf, recordOfChat, recordOfForm } from "#src/record/reading.ts";
import { type RecordGiven, type RecordOf, reopenRecord, saveRecord } from "#src/record/record.ts";
import { settings } from "#src/settings/settings.ts";
import { staffMember } from "#src/staff/staff.ts";
import { ChatRecord } from "#views/counsellor/after/after-chat.tsx";
import { RecordPage } from "#views/counsellor/after/record.tsx";
import type { RecordFormProps } from "#views/counsellor/after/record-form.tsx";
import { conversationFor } from "../gate.ts";
import { byHandOf, codingOf, isDay, type RecordSent, readRecord } from "./record-form.ts";
import { recordTitle } from "./records.tsx";

/** POST /staff/conversation/:id/record: what a chat was about: as it is ticked (`do=draft`), for later, finished, or `undo`. */
export const recordChat: Handle = async (c, helpline) => {
  const { db } = helpline;
  const found = conversationFor(c, helpline, "conversation.read");
  const sent = await readRecord(c);
  if (sent.given.do?.at(-1) === "undo") {
    await act(c, db, reopenRecord, { member: c.get("member"), conversationId: found.id });
    return fromScript(c) ? c.body(null, 204) : c.redirect(`/staff/conversation/${found.id}`, 303);
  }
  const record = recordOfChat(db, found.id) ?? null;
  const coding = codingOf(db, sent, record, record?.coding ?? prefilled(db, found.id));
  const wrong = await save(c, helpline, { of: { conversationId: found.id }, coding, note: sent.note }, sent.wish);
  if (!wrong) return fromScript(c) ? c.body(null, 204) : c.redirect(`/staff/conversation/${found.id}`, 303);
  if (!fromScript(c)) {
    return showRecord(c, helpline, record, { wrong, typed: { ...sent, coding }, action: c.req.path });
  }
  const form = { ...formScene(db, c.get("member"), record ?? found), coding, note: sent.note && printable(sent.note) };
  const { t } = staffFrame(c, helpline);
  return c.html(String(<ChatRecord t={t} id={found.id} form={form} wrong={wrong} />), 422);
};

/** GET /staff/records/:id: one record; "new" is a contact by another way, recorded by hand. */
export const recordPage: Handle = (c, helpline) => {
  if (c.req.param("id") !== "new") return showRecord(c, helpline, recordFor(c, helpline));
  return showRecord(c, helpline, null);
};

/** POST /staff/records/:id: saves it; if refused, everything typed stays on the page. */
export const keepRecord: Handle = async (c, helpline) => {
  const { db } = helpline;
  const isNew = c.req.param("id") === "new";
  const sent = await readRecord(c);
  const known = isNew ? recordOfForm(db, readClientId(sent.given.client_id?.at(-1))) : recordFor(c, helpline);
  const coding = codingOf(db, sent, known ?? null);
  const given: Given = { of: of(sent, known), coding, note: sent.note };
  if (known?.channel !== "chat") {
    const typed = byHandOf(db, c.get("member"), helpline.clock.now(), sent.given, null);
    const day = isDay(typed) ? typed.day : (known?.day ?? typed.lastDay);
    given.contact = { channel: typed.channel, lineId: typed.lineId, day };
    if (sent.wish === "finish" && !isDay(typed)) {
      const wrong = wrongIn(c, helpline, new HelplineError("bad_input", "staff.record.day_wrong", {}, "day"));
      return showRecord(c, helpline, known ?? null, { wrong, typed: { ...sent, coding } });
    }
  }
  const wrong = await save(c, helpline, given, sent.wish);
  if (wrong) return showRecord(c, helpline, known ?? null, { wrong, typed: { ...sent, coding } });
  return fromScript(c) ? c.body(null, 204) : c.redirect("/staff/records?saved=1", 303);
};

type Given = Pick<RecordGiven, "of" | "coding" | "note" | "contact">;

function of(sent: RecordSent, known: ContactRecord | undefined): RecordOf {
  return known ? { recordId: known.id } : { clientId: readClientId(sent.given.client_id?.at(-1)) };
}

async function save(c: C, helpline: Helpline, given: Given, wish: RecordGiven["wish"]) {
  const member = c.get("member");
  if (!helpline.limiter.take("draft", member.id)) throw new HelplineError("too_fast");
  try {
    await act(c, helpline.db, saveRecord, { member, wish, ...given });
    return null;
  } catch (error) {
    if (error instanceof HelplineError && error.field !== undefined) return wrongIn(c, helpline, error);
    throw error;
  }
}

function wrongIn(c: C, helpline: Helpline, { key, values, field }: HelplineError) {
  return { field: field!, sentence: staffFrame(c, helpline).t(key, values) };
}

/** A record that does not exist and one of someone else are refused alike. */
function recordFor(c: C, helpline: Helpline): ContactRecord {
  const id = c.req.param("id") ?? "";
  const found = /^\d{1,15}$/.test(id) ? contactRecord(helpline.db, Number(id)) : undefined;
  const reach = found && reachOf(helpline.db, c.get("member"), found, helpline.clock.now());
  if (!found || !reach) throw new HelplineError("not_allowed");
  if (reach === "past") {
    throw new HelplineError("not_allowed", "staff.record.past", { days: settings(helpline.db).recordDays });
  }
  return found;
}

interface Shown {
  wrong?: RecordFormProps["wrong"];
  typed?: RecordSent & { coding: Coding };
  action?: string;
}

function showRecord(c: C, helpline: Helpline, record: ContactRecord | null, shown: Shown = {}): Response {
  const { db, clock } = helpline;
  const member = c.get("member");
  const frame = staffFrame(c, helpline);
  const { t } = frame;
  const { wrong = null, typed } = shown;
  const reach = record ? reachOf(db, member, record, clock.now()) : "change";
  const isChat = record ? record.channel === "chat" : shown.action !== undefined;
  const title = record ? recordTitle(helpline, t, record) : t(isChat ? "staff.record.title" : "staff.records.new");
  const around = { frame, title, corrects: reach === "correct" && record ? aliasOf(helpline, record) : null };
  if (record && reach === "see") {
    const why = t("staff.record.too_late", { hours: settings(db).recordHours });
    const read = { coded: codedScene(db, member, record), note: noteOf(db, record.id), why };
    return page(c, <RecordPage {...around} form={null} shown={read} />);
  }
  const scene = formScene(db, member, record);
  const form = {
    ...scene,
    coding: typed?.coding ?? scene.coding,
    note: typed?.note ? printable(typed.note) : (typed?.note ?? scene.note),
    action: shown.action ?? `/staff/records/${record?.id ?? "new"}`,
    unfinished: !record || record.finishedAt === null,
    wrong,
    byHand: isChat ? null : byHandOf(db, member, clock.now(), fieldsOf(record, typed), clientIdOf(record, typed)),
  };
  return page(c, <RecordPage {...around} form={form} shown={null} />, wrong ? 422 : 200);
}

function fieldsOf(record: ContactRecord | null, typed: Shown["typed"]): Record<string, string[]> {
  if (typed) return typed.given;
  if (!record) return {};
  return { channel: [record.channel ?? ""], line: [String(record.lineId)], day: [record.day] };
}

/** A form that comes back is still the same form. */
function clientIdOf(record: ContactRecord | null, typed: Shown["typed"]): string | null {
  if (record) return null;
  return typed ? readClientId(typed.given.client_id?.at(-1)) : newClientId();
}

function aliasOf({ db }: Helpline, { staffId }: ContactRecord): string {
  return staffMember(db, staffId)?.alias ?? "";
}
