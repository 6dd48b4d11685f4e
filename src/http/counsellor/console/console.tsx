import { subjectOf } from "#src/conversation/colleagues/colleagues.ts";
import { noteDraft, sideNotes, unreadNotes } from "#src/conversation/colleagues/side-notes.ts";
import { type Conversation, conversation, zoneOf } from "#src/conversation/conversation.ts";
import { hasOpenEmergency } from "#src/conversation/safety/urgent.ts";
import { newClientId } from "#src/crypto/hash.ts";
import { HelplineError } from "#src/errors.ts";
import { findingBeside } from "#src/http/counsellor/chat/finding.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { act, type C, fields, type Handle, type Helpline } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { firstPage } from "#src/http/session/gate.ts";
import { emergencyScene } from "#src/live/chat/emergency-data.ts";
import { handingScene } from "#src/live/chat/handing-data.ts";
import { ticksScene } from "#src/live/chat/record-data.ts";
import { erasedScene, paneScene } from "#src/live/chat/staff-data.ts";
import { asksScene } from "#src/live/console/asks-data.ts";
import { forYouScene, toAnswerScene } from "#src/live/console/news-fragments.tsx";
import { overviewScene } from "#src/live/console/overview-data.ts";
import { shiftScene } from "#src/live/console/shift-data.ts";
import { barScene } from "#src/live/console/staff-shift.ts";
import { queueOfMember } from "#src/live/topics.ts";
import { roomFor } from "#src/queue/capacity.ts";
import { claim, claimNext } from "#src/queue/claim.ts";
import { whoLeft } from "#src/queue/door/who-left.ts";
import { offeredNow, outsideOf } from "#src/queue/handover/seats.ts";
import { ownChats, takenBack, waitingList } from "#src/queue/overview.ts";
import { leftAlone } from "#src/queue/wait/unattended.ts";
import { requestsFor } from "#src/record/address-reading.ts";
import { signalsOf } from "#src/staff/accounts/signals.ts";
import { may } from "#src/staff/permissions.ts";
import { setAvailability } from "#src/staff/shift/availability.ts";
import { unreadToAll } from "#src/staff/shift/shift-room.ts";
import { endWrapUp } from "#src/staff/shift/wrap-up.ts";
import type { Beside } from "#views/counsellor/chat/pane.ts";
import { Console } from "#views/counsellor/console/console.tsx";
import { asSideTab } from "#views/counsellor/console/side-tabs.ts";
import type { ShiftRoomProps } from "#views/counsellor/line/shift.tsx";
import type { NotesNow } from "#views/counsellor/team/notes.tsx";

/** What a request says about the tabs beside a conversation. */
type Given = Partial<Omit<Beside, "notes" | "emergency" | "ticks">> & {
  refusedNote?: Pick<NotesNow, "draft" | "wrong">;
};

interface Differs {
  shift?: Partial<ShiftRoomProps>;
  done?: string | undefined;
  /** The first chat shows its lines before this seq. */
  until?: number | undefined;
}

/** GET /staff: the console with no conversation open; someone outside the shift is led to their first page. */
export const consolePage: Handle = (c, helpline) =>
  may(c.get("member"), "console.see")
    ? showConsole(c, helpline, [], { done: helpline.done.take(c.req.query("w")) })
    : c.redirect(firstPage(helpline, c.get("member").id), 303);

/** POST /staff/available: available or away. */
export const available: Handle = async (c, helpline) => {
  const { id: staffId } = c.get("member");
  const { availability } = await fields(c);
  if (availability !== "available" && availability !== "away") throw new HelplineError("bad_input");
  await act(c, helpline.db, (tx, emit) => {
    setAvailability(tx, emit, { staffId, availability });
    // Someone who says that they are available has finished wrapping up.
    if (availability === "available") endWrapUp(tx, emit, { staffId });
  });
  return c.redirect(screenOf(c), 303);
};

/** POST /staff/ready: ends the wrap-up after a chat. */
export const ready: Handle = async (c, helpline) => {
  const { id: staffId } = c.get("member");
  await act(c, helpline.db, endWrapUp, { staffId });
  return c.redirect(screenOf(c), 303);
};

/** Without JavaScript a form must lead back to the screen it was sent from, also that of someone who left in danger. */
function screenOf(c: C): string {
  const from = c.req.header("referer") ?? "";
  const { pathname, search } = URL.canParse(from) ? new URL(from) : { pathname: "", search: "" };
  if (/^\/staff\/danger\/\d{1,15}$/.test(pathname)) return pathname;
  const [, tab = "about"] = /^\/staff\/conversation\/\d{1,15}(?:\/([a-z]+)|\?(?:beside|before)=\d{1,15})?$/.exec(
    pathname + search,
  ) ?? ["", "none"];
  return asSideTab(tab) ? pathname + search : "/staff";
}

/** POST /staff/claim: takes the next person. */
export const takeNext: Handle = async (c, helpline) => {
  const member = c.get("member");
  const id = await act(c, helpline.db, claimNext, { member });
  return c.redirect(`/staff/conversation/${id}`, 303);
};

/** POST /staff/conversation/:id/claim: takes this person. */
export const takePerson: Handle = async (c, helpline) => {
  const member = c.get("member");
  const id = c.req.param("id") ?? "";
  if (!/^\d{1,15}$/.test(id)) throw new HelplineError("not_found");
  const input = { conversationId: Number(id), member };
  await act(c, helpline.db, claim, input);
  return c.redirect(`/staff/conversation/${id}`, 303);
};

/** Shows the console with up to two conversations, or the overview; `until`, `beside`, `shift` and `done` say what differs. */
export function showConsole(
  c: C,
  helpline: Helpline,
  open: Conversation[],
  { shift, done, until, ...beside }: Given & Differs = {},
  status: 200 | 422 = 200,
  fromAbove = false,
): Response {
  const { db, clock, youth, staff } = helpline;
  const member = c.get("member");
  const frame = staffFrame(c, helpline);
  const seen = queueOfMember(db, member);
  const now = clock.now();
  const panes = open.map((one, n) => {
    const found = conversation(db, one.id) ?? one;
    if (!may(member, "conversation.read", subjectOf(db, found, now)))
      return { outside: outsideOf(db, found, member, now) };
    if (found.erasedAt !== null) {
      return { erased: erasedScene(helpline, found, member), asks: n === 0 && beside.asks === true };
    }
    const chat = paneScene(helpline, found, member, n === 0 ? until : undefined);
    return { chat, clientId: newClientId(), beside: besideOf(c, helpline, one, n === 0 ? beside : {}) };
  });
  return page(
    c,
    <Console
      frame={frame}
      done={done ?? null}
      bar={barScene(helpline, member)}
      signals={signalsOf(db, member.id)}
      waiting={waitingList(db, youth, member.language, seen.lineIds, seen.languages, seen.canClaim)}
      leftAlone={leftAlone(db, staff, { ...seen, now: clock.now() })}
      whoLeft={whoLeft(db, member.language, now).filter(({ lineId }) => seen.lineIds.includes(lineId))}
      takenBack={takenBack(db, member.id, member.language, clock.now())}
      room={roomFor(db, member.id)}
      chats={ownChats(db, youth, member.id, member.language, now)}
      panes={panes}
      toAnswer={toAnswerScene(db, member)}
      forYou={forYouScene(db, member)}
      openings={requestsFor(db, member, now)}
      asks={asksScene(db, member, now)}
      above={fromAbove ? overviewScene(helpline, member.language) : null}
      offered={offeredNow(db, member)}
      shift={shiftScene(helpline, member, now, shift)}
      toAll={unreadToAll(db, member.id, now)}
      canClaim={seen.canClaim}
      now={now}
      zone={zoneOf(db, open[0]?.id ?? 0)}
    />,
    status,
  );
}

/** As this member left them, changed by what the request gives. */
function besideOf(c: C, helpline: Helpline, one: Conversation, given: Given): Beside {
  const { refusedNote, ...rest } = given;
  const reading = { readerId: c.get("member").id, at: helpline.clock.now() };
  const finding = given.finding ?? findingBeside(c, helpline, one);
  return {
    // An emergency opens its steps beside the chat until its outcome is recorded.
    tab: hasOpenEmergency(helpline.db, one.id) ? "emergency" : "about",
    refused: null,
    refusedApproach: null,
    ready: null,
    ...rest,
    finding,
    emergency: emergencyScene(helpline, one, c.get("member")),
    handing: given.handing ?? handingScene(helpline.db, one, reading),
    notes: { ...notesBeside(c, helpline, one), ...refusedNote },
    ticks: rest.tab === "reasons" ? ticksScene(helpline, one, c.get("member")) : null,
  };
}

function notesBeside(c: C, { db, clock }: Helpline, one: Conversation): NotesNow {
  const member = c.get("member");
  const of = { conversationId: one.id, staffId: member.id };
  const writes = one.endedAt === null && may(member, "conversation.note", subjectOf(db, one, clock.now()));
  return {
    notes: sideNotes(db, one.id),
    draft: noteDraft(db, of),
    unread: unreadNotes(db, of),
    writes,
    wrong: null,
    me: member.id,
    clientId: newClientId(),
  };
}
