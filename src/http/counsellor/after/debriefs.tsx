import { noteEndSeen } from "#src/conversation/complaint/complaint-told.ts";
import { asStaff } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import { homeZone } from "#src/hours/lines.ts";
import { idOf } from "#src/http/frame/history.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { fields, fromScript, type Handle } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { onPage, pageOf } from "#src/http/server/pages.ts";
import {
  debriefActs,
  debriefs,
  giveDebrief,
  hasOther,
  type InboxDebrief,
  noteDebriefTold,
  settleDebrief,
  takeBackDebrief,
  weights,
} from "#src/record/debrief.ts";
import { allThanks, noteThanksTold, screenThanks, thanksActs } from "#src/record/thanks.ts";
import { settings } from "#src/settings/settings.ts";
import { Debriefs } from "#views/counsellor/after/debriefs.tsx";
import { conversationFor } from "../gate.ts";

/** GET /staff/debriefs: who needs to talk, how chats were, and thank-yous to read before they are passed on. */
export const debriefsPage: Handle = (c, helpline) => {
  const { db } = helpline;
  const member = c.get("member");
  const mayOwn = {
    debrief: !hasOther(db, member, "debrief.see"),
    thanks: !hasOther(db, member, "thanks.screen"),
  };
  const all = debriefs(db, member.language);
  const thanks = allThanks(db, member.language);
  const isOpen = (one: InboxDebrief) => !one.done && one.weight !== "light";
  const rest = [
    ...all.filter((one) => one.done && one.weight !== "light"),
    ...all.filter((one) => one.weight === "light"),
  ];
  const { from, ...place } = pageOf(Math.max(rest.length, thanks.length), c.req.query("page"));
  return page(
    c,
    <Debriefs
      frame={staffFrame(c, helpline)}
      me={member.id}
      mayOwn={mayOwn}
      open={all.filter(isOpen)}
      rest={rest.slice(from, from + onPage)}
      thanks={thanks.slice(from, from + onPage)}
      place={place}
      days={settings(db).debriefDays}
      zone={homeZone(db)}
    />,
  );
};

/** POST /staff/conversation/:id/debrief: saves how the chat was; `weight=none` takes it back. */
export const debriefChat: Handle = async (c, helpline) => {
  const { id: conversationId } = conversationFor(c, helpline, "debrief.give");
  const member = c.get("member");
  const { weight: said, note = "" } = await fields(c);
  const weight = weights.find((one) => one === said);
  if (!weight && said !== "none") throw new HelplineError("bad_input");
  await helpline.db.change(asStaff(member.id), (tx, emit) =>
    weight
      ? giveDebrief(tx, emit, { conversationId, member, weight, note })
      : takeBackDebrief(tx, emit, { conversationId, member }),
  );
  return c.redirect(`/staff/conversation/${conversationId}`, 303);
};

/** POST /staff/debriefs/:id: a supervisor takes a debrief, gives it back, closes or reopens it. */
export const settle: Handle = async (c, helpline) => {
  const member = c.get("member");
  const wished = await fields(c);
  const act = debriefActs.find((one) => one === wished.act);
  const debriefId = idOf(c.req.param("id"));
  if (!act) throw new HelplineError("bad_input");
  await helpline.db.change(asStaff(member.id), (tx, emit) => settleDebrief(tx, emit, { debriefId, member, act }));
  return c.redirect("/staff/debriefs", 303);
};

/** POST /staff/debriefs/thanks/:id: passes a thank-you on, or not, or not yet. */
export const screen: Handle = async (c, helpline) => {
  const member = c.get("member");
  const wished = await fields(c);
  const act = thanksActs.find((one) => one === wished.act);
  const conversationId = idOf(c.req.param("id"));
  if (!act) throw new HelplineError("bad_input");
  await helpline.db.change(asStaff(member.id), (tx, emit) => screenThanks(tx, emit, { conversationId, member, act }));
  return c.redirect("/staff/debriefs", 303);
};

/** POST /staff/told: puts away what came for them. */
export const putToldAway: Handle = async (c, helpline) => {
  const { id: staffId } = c.get("member");
  const { kind, id } = await fields(c);
  if (kind !== "debrief" && kind !== "thanks" && kind !== "closed") throw new HelplineError("bad_input");
  await helpline.db.change(asStaff(staffId), (tx, emit) => {
    if (kind === "debrief") return noteDebriefTold(tx, emit, { debriefId: idOf(id), staffId });
    if (kind === "thanks") return noteThanksTold(tx, emit, { conversationId: idOf(id), staffId });
    return noteEndSeen(tx, emit, { id: idOf(id), staffId });
  });
  return fromScript(c) ? c.body(null, 204) : c.redirect("/staff", 303);
};
