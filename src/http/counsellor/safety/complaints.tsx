import { openConcern, settleConcern } from "#src/conversation/complaint/complaint.ts";
import { isLead } from "#src/conversation/complaint/complaint-readers.ts";
import {
  concernFor,
  concernsFor,
  concernsShown,
  concernsWaiting,
} from "#src/conversation/complaint/complaint-reading.ts";
import { keptConversation } from "#src/conversation/conversation.ts";
import { asStaff } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import { homeZone } from "#src/hours/lines.ts";
import { idOf } from "#src/http/frame/history.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { act, type C, fields, type Handle, type Helpline } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { openTeam, shutFor, withKeys } from "#src/http/session/keys.ts";
import { readableMessages } from "#src/live/youth/youth-data.ts";
import { agree, openEnded, stepOf } from "#src/retention/reading/opening.ts";
import { concernHeldDays } from "#src/settings/rules/facts.ts";
import { hasRoleSince } from "#src/staff/hands.ts";
import { may } from "#src/staff/permissions.ts";
import { everyone } from "#src/staff/staff.ts";
import { Concerns, type ConcernsProps } from "#views/counsellor/safety/complaints.tsx";
import { showConcern, shownConcern } from "./complaint.tsx";

/** GET /staff/concerns: complaints about chats in which the reader had no part; `?after=30` shows those that follow. */
export const concernsPage: Handle = (c, helpline) => showConcerns(c, helpline, null, c.req.query("after"));

/** POST /staff/concerns/:id: `done=yes` or `no`; `unanswered=yes` closes it although someone waits for an answer. */
export const settleOne: Handle = async (c, helpline) => {
  const { id: staffId } = c.get("member");
  const { done, unanswered } = await fields(c);
  if (done !== "yes" && done !== "no") throw new HelplineError("bad_input");
  const how = { done: done === "yes", unanswered: unanswered === "yes" };
  const input = { id: idOf(c.req.param("id")), staffId, ...how };
  try {
    await act(c, helpline.db, settleConcern, input);
  } catch (error) {
    // The reason is shown where it can be put right.
    if (!(error instanceof HelplineError) || error.field === undefined) throw error;
    return showConcern(c, helpline, { error });
  }
  return c.redirect("/staff/concerns", 303);
};

/** POST /staff/concerns/:id/open: the words of its chat, or a second person is asked first. A POST: opening is recorded. */
export const openOne: Handle = async (c, helpline) => {
  const member = c.get("member");
  const { id: staffId } = member;
  const id = idOf(c.req.param("id"));
  const { after } = await fields(c);
  const { db, clock } = helpline;
  const { conversationId } = concernFor(db, { id, staffId, at: clock.now() });
  const found = keptConversation(db, conversationId);
  const reads = found && stepOf(db, member, found, "concern", clock.now())?.step === "read";
  // What cannot be read must not count as opened.
  if (reads && openTeam(c, helpline).size === 0 && db.keyring.isSealed(conversationId)) {
    return showConcerns(c, helpline, { id, messages: [], shut: shutFor(c, helpline) }, after);
  }
  const isOpen = await db.change(asStaff(staffId), (tx, emit) => {
    const mayRead = openEnded(tx, emit, { conversationId, member, why: "concern" });
    if (mayRead) openConcern(tx, emit, { id, staffId });
    return mayRead;
  });
  if (!isOpen) return c.redirect(`/staff/concerns#concern-${id}`, 303);
  const messages = readableMessages(withKeys(c, helpline), staffFrame(c, helpline).t, conversationId);
  return showConcerns(c, helpline, { id, messages, shut: null }, after);
};

/** POST /staff/concerns/:id/agree: another person who may read the complaint agrees that its chat is read. */
export const agreeToConcern: Handle = async (c, helpline) => {
  const member = c.get("member");
  const id = idOf(c.req.param("id"));
  const { conversationId } = concernFor(helpline.db, { id, staffId: member.id, at: helpline.clock.now() });
  await act(c, helpline.db, agree, { conversationId, member, why: "concern" });
  return c.redirect(`/staff/concerns#concern-${id}`, 303);
};

function showConcerns(c: C, helpline: Helpline, opened: ConcernsProps["opened"], asked: string | undefined): Response {
  const { db } = helpline;
  const member = c.get("member");
  const after = Math.max(0, idOf(asked));
  const now = helpline.clock.now();
  const found = concernsFor(withKeys(c, helpline).db, member, now, after);
  const next = after + concernsShown;
  return page(
    c,
    <Concerns
      frame={staffFrame(c, helpline)}
      concerns={found.map((one) => shownConcern(helpline, member, one, now))}
      heldDays={concernHeldDays}
      hasLead={everyone(db).some(isLead)}
      after={after}
      next={concernsFor(db, member, now, next).length > 0 ? next : null}
      ofNobody={may(member, "concern.count") ? (concernsWaiting(db, now).ofNobody.get(member.id) ?? 0) : null}
      opened={opened}
      reads={may(member, "concern.lead") ? hasRoleSince(db, member.id, "lead") : null}
      at={now}
      zone={homeZone(db)}
    />,
  );
}
