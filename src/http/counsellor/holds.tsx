import { conversation } from "#src/conversation/conversation.ts";
import { shortName } from "#src/conversation/names.ts";
import { HelplineError } from "#src/errors.ts";
import { lines } from "#src/hours/lines.ts";
import { readableMessages } from "#src/realtime/youth-scene.ts";
import {
  heldNow,
  holdable,
  holdChat,
  holdDays,
  holdReasons,
  holds,
  liftedMs,
  liftHold,
  openHeld,
} from "#src/retention/holding.ts";
import { holdMostDays } from "#src/settings/facts.ts";
import { aliasOf } from "#src/staff/staff.ts";
import { Holds, type HoldsProps } from "#views/counsellor/holds.tsx";
import { type C, fields, type Handle, type Helpline } from "../context.ts";
import { idOf } from "../history.ts";
import { page } from "../page.ts";
import { openTeam, shutFor, withKeys } from "../session/keys.ts";
import { staffFrame } from "../staff-frame.ts";

/** How many chats that are over, and holds that were, are shown. */
const shown = 50;

/** GET /staff/holds: which chats are held for safeguarding, until when, and which could be. */
export const holdsPage: Handle = (c, helpline) => showHolds(c, helpline);

/** POST /staff/holds/:id, of a conversation: held for a reason and some days; held already, for longer. */
export const holdOne: Handle = async (c, helpline) => {
  const conversationId = idOf(c.req.param("id"));
  const member = c.get("member");
  const { reason: said, days = "" } = await fields(c);
  const reason = holdReasons.find((one) => one === said);
  if (!reason) throw new HelplineError("bad_input");
  const input = { conversationId, member, reason, days: /^\d{1,4}$/.test(days) ? Number(days) : 0 };
  try {
    await helpline.db.change(`staff:${member.id}`, (tx, emit) => holdChat(tx, emit, input));
  } catch (error) {
    if (!(error instanceof HelplineError) || error.field === undefined) throw error;
    return showHolds(c, helpline, { refused: { id: conversationId, error, days } });
  }
  return c.redirect("/staff/holds", 303);
};

/** POST /staff/holds/:id/lift: held no longer. */
export const liftOne: Handle = async (c, helpline) => {
  const member = c.get("member");
  const input = { conversationId: idOf(c.req.param("id")), member };
  await helpline.db.change(`staff:${member.id}`, (tx, emit) => liftHold(tx, emit, input));
  return c.redirect("/staff/holds", 303);
};

/** POST /staff/holds/:id/open: the words of a chat that is held. A POST, since that they were opened is kept. */
export const openHeldOne: Handle = async (c, helpline) => {
  const { db } = helpline;
  const member = c.get("member");
  const id = idOf(c.req.param("id"));
  // What cannot be read was not opened.
  if (heldNow(db, id) && openTeam(c, helpline).size === 0 && db.keyring.isSealed(id)) {
    return showHolds(c, helpline, { opened: { id, messages: [], shut: shutFor(c, helpline) } });
  }
  await db.change(`staff:${member.id}`, (tx, emit) => openHeld(tx, emit, { conversationId: id, member }));
  const messages = readableMessages(withKeys(c, helpline), staffFrame(c, helpline).t, id);
  return showHolds(c, helpline, { opened: { id, messages, shut: null } });
};

interface Shown {
  opened?: HoldsProps["opened"];
  refused?: { id: number; error: HelplineError; days: string };
}

function showHolds(c: C, helpline: Helpline, { opened = null, refused }: Shown = {}): Response {
  const { db, clock } = helpline;
  const member = c.get("member");
  const frame = staffFrame(c, helpline);
  const all = holds(db, shown).map((one) => ({
    ...one,
    name: shortName(member.language, one.nameIndex),
    alias: aliasOf(db, one.staffId) ?? "",
    endedBy: one.ended?.staffId == null ? null : (aliasOf(db, one.ended.staffId) ?? ""),
    againUntil: one.ended?.staffId == null || !isThere(helpline, one.conversationId) ? null : one.ended.at + liftedMs,
  }));
  const kept = holdable(db, member, { from: 0, most: shown }).map((one) => ({
    id: one.id,
    name: shortName(member.language, one.nameIndex),
    at: one.endedAt ?? 0,
    alias: aliasOf(db, one.counsellorId ?? 0) ?? "",
    risk: one.risk,
  }));
  return page(
    c,
    <Holds
      frame={frame}
      now={all.filter(({ ended }) => ended === null)}
      past={all.filter(({ ended }) => ended !== null)}
      kept={kept}
      reasons={holdReasons}
      days={holdDays}
      most={holdMostDays}
      opened={opened}
      refused={
        refused ? { id: refused.id, days: refused.days, wrong: frame.t(refused.error.key, refused.error.values) } : null
      }
      at={clock.now()}
      zone={lines(db)[0]!.timeZone}
    />,
    refused ? 422 : 200,
  );
}

/** Whether a chat is still there and not held anew. */
function isThere({ db }: Helpline, id: number | null): boolean {
  return id !== null && conversation(db, id) !== undefined && !heldNow(db, id);
}
