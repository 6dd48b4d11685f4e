import type { WSContext, WSEvents } from "hono/ws";
import { markSeenBeside, subjectOf } from "#src/conversation/colleagues/colleagues.ts";
import { conversation } from "#src/conversation/conversation.ts";
import { markSeen } from "#src/conversation/reading.ts";
import { asStaff } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import type { C, Helpline } from "#src/http/server/context.ts";
import { snapshot } from "#src/live/chat/staff-fragments.tsx";
import { wholeLiveBar } from "#src/live/console/live-bar.tsx";
import { overviewFor } from "#src/live/console/overview-fragments.tsx";
import { chats, queueFor } from "#src/live/console/staff-lists.tsx";
import { everybody } from "#src/live/console/staff-room.tsx";
import type { SignedOut } from "#src/live/hub.ts";
import { queueOfMember, topics } from "#src/live/topics.ts";
import { may } from "#src/staff/permissions.ts";
import { comeBackToShift } from "#src/staff/shift/availability.ts";
import { type StaffMember, staffMember } from "#src/staff/staff.ts";
import { countConsole } from "./channel.ts";
import { Live } from "./live.ts";
import { panes, readStaffFrame } from "./live-frames.ts";

/** The session is over: the page clears the screen, or says so. Codes from 4000 on are for applications (RFC 6455, 7.4.2). */
const signedOut = 4401;

/**
 * GET /staff/live?open=12.15: a console's socket. Up, as JSON: `{type:"typing",id}`, `{type:"seen",id,seq}`, and
 * `{type:"open",ids}` when other conversations are on the screen now, which is answered with all of them, and
 * `{type:"above",on}` when the room seen from above comes on the screen or goes, which is answered with it,
 * and `{type:"lists"}` when a row was told of that the page does not have, which is answered with all lists in full.
 * With `?bar` it is that of any other page of the staff: its live bar comes down, and nothing goes up.
 */
export function staffSocket(c: C, helpline: Helpline): WSEvents {
  const [member, session] = [c.get("member"), c.get("sessionHash")];
  // Whoever stands outside the shift has no console.
  if (c.req.query("bar") !== undefined || !may(member, "console.see")) return new BarSocket(helpline, member, session);
  const open = (c.req.query("open") ?? "")
    .split(".")
    .filter((id) => /^\d{1,15}$/.test(id))
    .slice(0, panes)
    .map(Number);
  return new ConsoleSocket(helpline, member, session, open);
}

/** What the sockets of the staff have in common: while one of a member is open, on whatever page, they are heard. */
abstract class StaffSocket extends Live {
  readonly session: string;
  protected member: StaffMember;
  #countOut: (() => void) | undefined;
  #isDrawn = false;

  constructor(helpline: Helpline, member: StaffMember, session: string) {
    super(helpline);
    this.session = session;
    this.member = member;
  }

  /** What comes to nobody but this member. */
  protected abstract ownTopic(): string;
  /** Listens to what its member may hear now, as whom they are now, and to nothing else. */
  protected abstract listen(): void;
  /** Sends all there is to see, when its turn has come. */
  protected abstract drawAll(): void;

  onOpen(_event: unknown, socket: WSContext) {
    const { helpline } = this;
    this.socket = socket;
    // Between the handshake and now the session may have ended, or the roles have changed: nobody would close this one later.
    const member = staffMember(helpline.db, this.member.id);
    if (!member || !helpline.sessions.goesOn(this.session)) {
      this.close(member ? "over" : "closed");
      return;
    }
    this.member = member;
    try {
      this.#countOut = countConsole(helpline, member.id);
    } catch {
      this.refuse();
      return;
    }
    helpline.hub.join(this.ownTopic(), this);
    this.rejoin();
    helpline.staff.opened(member.id);
    welcomeBack(helpline, member.id);
    this.when(helpline.turns.comeBack(member.id), () => {
      this.#isDrawn = true;
      this.drawAll();
    });
  }

  /** News of before its turn is in what is drawn then: sent by itself it would stand on the screen with what it follows still missing. */
  override send(html: string) {
    if (this.#isDrawn) super.send(html);
  }

  /** Draws when its turn comes. Whoever asks for more than pages do is cut off. */
  protected async when(turn: Promise<unknown>, draw: () => void) {
    const { report } = this.helpline;
    try {
      await turn;
      // It may have closed meanwhile.
      if (this.#countOut) draw();
    } catch (error) {
      if (!(error instanceof HelplineError)) report("a page of the staff was not drawn", error);
      this.refuse();
    }
  }

  /** Who they are may have changed. */
  rejoin() {
    const now = staffMember(this.helpline.db, this.member.id);
    if (!now) {
      this.helpline.hub.leaveAll(this);
      this.close("closed");
      return;
    }
    this.member = now;
    this.listen();
  }

  /** Leaves one topic for another. Returns the one it is on now. */
  protected change(from: string | undefined, to: string | undefined): string | undefined {
    if (from === to) return to;
    const { hub } = this.helpline;
    if (from !== undefined) hub.leave(from, this);
    if (to !== undefined) hub.join(to, this);
    return to;
  }

  /** Their session is over: the page says why where they sign in again. */
  close(why: SignedOut) {
    // What it has sent already counts no more either.
    this.shut = true;
    this.socket?.close(signedOut, why);
  }

  onClose() {
    if (!this.#countOut) return;
    this.#countOut();
    this.#countOut = undefined;
    this.helpline.hub.leaveAll(this);
    this.helpline.staff.closed(this.member.id);
  }

  onError() {
    this.onClose();
  }
}

/** That of any page but the console. Nobody who may not take anybody hears that somebody comes. */
class BarSocket extends StaffSocket implements WSEvents {
  #waits: string | undefined;

  ownTopic() {
    return topics.bar(this.member.id);
  }

  listen() {
    const seen = queueOfMember(this.helpline.db, this.member);
    this.#waits = this.change(this.#waits, seen.canClaim ? topics.waits(seen) : undefined);
  }

  drawAll() {
    this.send(wholeLiveBar(this.helpline, this.member));
  }

  /** No page of ours says anything by it. */
  onMessage() {
    if (this.shut) return;
    this.helpline.refused.note("frame", this.member.id);
    this.refuse();
  }
}

/** That of a console. */
class ConsoleSocket extends StaffSocket implements WSEvents {
  readonly #open: number[];
  #queue: string | undefined;
  #shift: string | undefined;
  /** The room seen from above is on the screen. */
  #looksFromAbove = false;
  #above: string | undefined;

  constructor(helpline: Helpline, member: StaffMember, session: string, open: number[]) {
    super(helpline, member, session);
    this.#open = open;
  }

  ownTopic() {
    return topics.staff(this.member.id);
  }

  /** The queue of the lines its member serves, who is on shift, and the room seen from above while they look at it. */
  listen() {
    const { member } = this;
    const seesAll = this.#looksFromAbove && may(member, "shift.see");
    this.#shift = this.change(this.#shift, topics.shift(member.language));
    this.#queue = this.change(this.#queue, topics.queue(queueOfMember(this.helpline.db, member)));
    this.#above = this.change(this.#above, seesAll ? topics.overview(member.language) : undefined);
  }

  drawAll() {
    this.#sendOpen(this.#open);
    this.#sendQueue();
  }

  /** Draws what weighs as much as a page when its turn comes, so that no console keeps the chats waiting. */
  #inTurn(draw: () => void) {
    return this.when(this.helpline.turns.wait(this.member.id), draw);
  }

  #sendOpen(ids: number[]) {
    this.send(snapshot(this.helpline, this.member, ids));
  }

  #sendQueue() {
    for (const one of queueFor(this.helpline, queueOfMember(this.helpline.db, this.member))) this.send(one.html);
  }

  #sendLists() {
    for (const one of chats(this.helpline, this.member.id)) this.send(one.html);
    this.send(everybody(this.helpline, this.member));
    this.#sendQueue();
  }

  #lookFromAbove(on: boolean) {
    this.#looksFromAbove = on;
    this.rejoin();
    if (this.#above === undefined) return;
    for (const fragment of overviewFor(this.helpline, this.member.language)) this.send(fragment.html);
  }

  onMessage(event: { data: unknown }) {
    const { helpline } = this;
    const member = this.member;
    if (this.shut) return;
    const frame = readStaffFrame(event.data);
    if (!frame || !helpline.limiter.take("socket", asStaff(member.id))) {
      helpline.refused.note(frame ? "haste" : "frame", member.id);
      this.refuse();
      return;
    }
    helpline.staff.touched(member.id);
    if (!helpline.limiter.take("frame", asStaff(member.id))) return;
    if (frame.type === "above") {
      this.#inTurn(() => this.#lookFromAbove(frame.on));
      return;
    }
    if (frame.type === "lists") {
      this.#inTurn(() => this.#sendLists());
      return;
    }
    if (frame.type === "open") {
      this.#inTurn(() => this.#sendOpen(frame.ids));
      return;
    }
    const found = conversation(helpline.db, frame.id);
    if (!found || found.endedAt !== null) return;
    const subject = subjectOf(helpline.db, found, helpline.clock.now());
    if (!may(member, frame.type === "seen" ? "conversation.read" : "conversation.write", subject)) {
      helpline.refused.note("chat", member.id);
      return;
    }
    if (frame.type === "seen") {
      const input = { conversationId: frame.id, by: "counsellor", seq: frame.seq } as const;
      // What a colleague beside the counsellor has read, the counsellor may not have.
      const isOwn = found.counsellorId === member.id;
      helpline.db
        .change(asStaff(member.id), (tx, emit) =>
          isOwn ? markSeen(tx, emit, input) : markSeenBeside(tx, emit, { ...input, staffId: member.id }),
        )
        .catch((error) => helpline.report("seen was not stored", error));
      return;
    }
    if (!helpline.typing.typed(frame.id, "counsellor")) return;
    const typing = {
      type: "typing",
      conversationId: frame.id,
      staffId: member.id,
      by: "counsellor",
      on: true,
    } as const;
    helpline.db.announce(typing);
  }
}

/** Whoever was counted out only because nothing was heard of them is counted in again. */
function welcomeBack(helpline: Helpline, staffId: number) {
  helpline.db
    .change(asStaff(staffId), (tx, emit) => comeBackToShift(tx, emit, { staffId }))
    .catch((error) => helpline.report("a return was not stored", error));
}
