import { forActing } from "#src/conversation/complaint/complaint-told.ts";
import type { DataReader } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import { homeZone } from "#src/hours/lines.ts";
import { idOf } from "#src/http/frame/history.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { act, fields, type Handle } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { type Member, may } from "#src/staff/permissions.ts";
import { answers, offNewChats, setNewChats } from "#src/staff/shift/new-chats.ts";
import { aliasOf } from "#src/staff/staff.ts";
import { NewChats, type NewChatsOf } from "#views/counsellor/team/new-chats.tsx";

/** GET /staff/new-chats: everyone else who answers, and whether each takes new chats. */
export const newChatsPage: Handle = (c, helpline) => {
  const { db } = helpline;
  const member = c.get("member");
  const people = newChatsOf(db, member, answers(db));
  return page(c, <NewChats frame={staffFrame(c, helpline)} people={people} zone={homeZone(db)} />);
};

/** POST /staff/new-chats, `staff=7&takes=no`: takes a colleague off new chats or lifts that; `concern=3` records why. */
export const newChats: Handle = async (c, { db }) => {
  const member = c.get("member");
  const { staff, takes, concern, from } = await fields(c);
  if (takes !== "yes" && takes !== "no") throw new HelplineError("bad_input");
  const change = { staffId: idOf(staff), by: member.id, takes: takes === "yes" };
  const id = concern === undefined ? null : idOf(concern);
  await act(c, db, (tx, emit) => {
    const found = id === null ? null : forActing(tx, id, member.id);
    if (!setNewChats(tx, emit, change) || found === null) return;
    const { conversationId } = found;
    emit({ type: change.takes ? "concern.let_back" : "concern.taken_off", conversationId, staffId: change.staffId });
  });
  if (id !== null) return c.redirect(`/staff/concerns/${id}`, 303);
  if (from === "member" && may(member, "staff.change")) {
    return c.redirect(`/admin/staff/${change.staffId}?saved=new_chats`, 303);
  }
  return c.redirect(`/staff/new-chats#new-chats-${change.staffId}`, 303);
};

/** Returns those of some people who answer, and whether each takes new chats; only leads see who decided. */
export function newChatsOf(db: DataReader, member: Member, people: { id: number; alias: string }[]): NewChatsOf[] {
  const off = offNewChats(db);
  const isLead = may(member, "concern.lead");
  const able = new Set(answers(db).map(({ id }) => id));
  return people
    .filter(({ id }) => id !== member.id && able.has(id))
    .map(({ id, alias }) => {
      const all = off.filter(({ staffId }) => staffId === id);
      if (all.length === 0) return { id, alias, off: null };
      const since = Math.min(...all.map((one) => one.since));
      const isOwn = isLead || all.some(({ setBy }) => setBy === member.id);
      return { id, alias, off: { since, isOwn, by: isLead ? all.map(({ setBy }) => aliasOf(db, setBy) ?? "") : null } };
    });
}
