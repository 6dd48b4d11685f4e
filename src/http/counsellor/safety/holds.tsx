import { conversation, shortName } from "#src/conversation/conversation.ts";
import type { HoldReason } from "#src/conversation/state.ts";
import type { DataReader } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import { homeZone } from "#src/hours/lines.ts";
import { idOf } from "#src/http/frame/history.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { act, type C, fields, type Handle, type Helpline } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { onPage, pageOf } from "#src/http/server/pages.ts";
import { openTeam, shutFor, withKeys } from "#src/http/session/keys.ts";
import { readableMessages } from "#src/live/youth/youth-data.ts";
import { type OpeningStep, stepOf } from "#src/retention/reading/opening.ts";
import {
  agreeToHeld,
  type Hold,
  heldNow,
  holdable,
  holdChat,
  holdDays,
  holdReasons,
  holds,
  liftedMs,
  liftHold,
  openHeld,
  reasonsFor,
} from "#src/retention/safeguarding-hold.ts";
import { holdMostDays } from "#src/settings/rules/facts.ts";
import { may } from "#src/staff/permissions.ts";
import { servesLine } from "#src/staff/shift/availability.ts";
import { aliasOf, type StaffMember } from "#src/staff/staff.ts";
import { Holds, type HoldsProps } from "#views/counsellor/safety/holds.tsx";
import type { ShownStep } from "#views/counsellor/safety/open-ended.tsx";

/** How many past holds are shown, and how many ended chats can be looked through. */
const most = { past: 50, kept: 500 };

/** GET /staff/holds: which chats are held, until when, and which could be; `chat` says where that one stands. */
export const holdsPage: Handle = (c, helpline) => {
  const done = (["held", "lifted"] as const).find((one) => one === c.req.query("done")) ?? null;
  return showHolds(c, helpline, { done });
};

/** POST /staff/holds/:id (of a conversation): holds it for a reason and some days, or longer if it is held already. */
export const holdOne: Handle = async (c, helpline) => {
  const conversationId = idOf(c.req.param("id"));
  const member = c.get("member");
  const { reason: said, days = "" } = await fields(c);
  const reason = holdReasons.find((one) => one === said);
  if (!reason) throw new HelplineError("bad_input");
  const input = { conversationId, member, reason, days: /^\d{1,4}$/.test(days) ? Number(days) : 0 };
  try {
    await act(c, helpline.db, holdChat, input);
  } catch (error) {
    if (!(error instanceof HelplineError) || error.field === undefined) throw error;
    return showHolds(c, helpline, { refused: { id: conversationId, reason, error, days } });
  }
  return c.redirect(`/staff/holds?done=held#chat-${conversationId}`, 303);
};

/** POST /staff/holds/:id/lift: ends a hold. */
export const liftOne: Handle = async (c, helpline) => {
  const member = c.get("member");
  const conversationId = idOf(c.req.param("id"));
  await act(c, helpline.db, liftHold, { conversationId, member });
  return c.redirect(`/staff/holds?done=lifted#chat-${conversationId}`, 303);
};

/** POST /staff/holds/:id/open: opens a held chat or asks a second person (`alone=yes`: nobody answered). Opening is recorded. */
export const openHeldOne: Handle = async (c, helpline) => {
  const { db, clock } = helpline;
  const member = c.get("member");
  const id = idOf(c.req.param("id"));
  const alone = (await fields(c)).alone === "yes";
  const found = conversation(db, id);
  const held = heldNow(db, id);
  const step = found && held ? stepOf(db, member, found, held.reason, clock.now()) : null;
  const reads = step?.step === "read" || (step?.step === "alone" && alone);
  // What cannot be read must not count as opened.
  if (reads && openTeam(c, helpline).size === 0 && db.keyring.isSealed(id)) {
    return showHolds(c, helpline, { opened: { id, messages: [], shut: shutFor(c, helpline) } });
  }
  const isOpen = await act(c, db, openHeld, { conversationId: id, member, alone });
  if (!isOpen) return c.redirect(`/staff/holds#chat-${id}`, 303);
  const messages = readableMessages(withKeys(c, helpline), staffFrame(c, helpline).t, id);
  return showHolds(c, helpline, { opened: { id, messages, shut: null } });
};

/** POST /staff/holds/:id/agree: another supervisor agrees that it is read. */
export const agreeToOne: Handle = async (c, helpline) => {
  const member = c.get("member");
  const conversationId = idOf(c.req.param("id"));
  await act(c, helpline.db, agreeToHeld, { conversationId, member });
  return c.redirect(`/staff/holds#chat-${conversationId}`, 303);
};

interface Shown {
  done?: HoldsProps["done"];
  opened?: HoldsProps["opened"];
  refused?: { id: number; reason: HoldReason; error: HelplineError; days: string };
}

function showHolds(c: C, helpline: Helpline, { done = null, opened = null, refused }: Shown = {}): Response {
  const { db, clock } = helpline;
  const member = c.get("member");
  const frame = staffFrame(c, helpline);
  const all = holdsOf(helpline, member).map((one) => ({
    ...one,
    step: stepNow(helpline, member, one),
    reasons: reasonsNow(db, member, one),
    name: shortName(member.language, one.nameIndex),
    alias: aliasOf(db, one.staffId) ?? "",
    goesOn: goesOn(helpline, one.conversationId),
    endedBy: one.ended?.staffId == null ? null : (aliasOf(db, one.ended.staffId) ?? ""),
    againUntil: one.ended?.staffId == null || !isThere(helpline, one.conversationId) ? null : one.ended.at + liftedMs,
  }));
  const every = holdable(db, member, { from: 0, most: most.kept, at: clock.now() });
  const wanted = refused?.id ?? idOf(c.req.query("chat"));
  const at = every.findIndex(({ id }) => id === wanted);
  const { from, ...place } = pageOf(every.length, at < 0 ? c.req.query("page") : String(1 + Math.floor(at / onPage)));
  const kept = every.slice(from, from + onPage).map((one) => ({
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
      mayLift={may(member, "chat.lift")}
      place={place}
      wanted={wanted}
      reasons={holdReasons}
      days={holdDays}
      most={holdMostDays}
      done={done}
      opened={opened}
      refused={refused ? { ...refused, wrong: frame.t(refused.error.key, refused.error.values) } : null}
      at={clock.now()}
      zone={homeZone(db)}
    />,
    refused ? 422 : 200,
  );
}

/** A chat whose words are gone has no known line, so its hold shows to all. */
function holdsOf({ db }: Helpline, member: StaffMember): Hold[] {
  return holds(db, most.past).filter(({ conversationId }) => {
    const found = conversationId === null ? undefined : conversation(db, conversationId);
    return !found || servesLine(db, member.id, found.lineId);
  });
}

function stepNow(
  { db, clock }: Helpline,
  member: StaffMember,
  { conversationId, reason, ended }: Hold,
): ShownStep | null {
  const found = conversationId === null || ended !== null ? undefined : conversation(db, conversationId);
  return found ? shownStep(db, stepOf(db, member, found, reason, clock.now())) : null;
}

function reasonsNow(db: DataReader, member: StaffMember, one: Hold): readonly HoldReason[] {
  const found = one.conversationId === null ? undefined : conversation(db, one.conversationId);
  return found ? reasonsFor(db, member, found, one) : [];
}

/** Returns a step as a page shows it, with the alias of the one who asks. */
export function shownStep(db: DataReader, step: OpeningStep | null): ShownStep | null {
  return step && (step.step === "agree" ? { step: "agree", alias: aliasOf(db, step.asker) ?? "" } : step);
}

function isThere({ db }: Helpline, id: number | null): boolean {
  return id !== null && conversation(db, id) !== undefined && !heldNow(db, id);
}

/** An ended chat goes on again when its young person comes back with their code. */
function goesOn({ db }: Helpline, id: number | null): boolean {
  return id !== null && conversation(db, id)?.endedAt === null;
}
