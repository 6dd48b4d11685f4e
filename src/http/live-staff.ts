import type { WSContext, WSEvents } from "hono/ws";
import { markSeenBeside, subjectOf } from "#src/conversation/colleagues.ts";
import { conversation } from "#src/conversation/conversation.ts";
import { markSeen } from "#src/conversation/reading.ts";
import { HelplineError } from "#src/errors.ts";
import type { SignedOut } from "#src/realtime/hub.ts";
import { overviewFor } from "#src/realtime/overview-fragments.tsx";
import { queueOfMember, topics } from "#src/realtime/sources.ts";
import { snapshot } from "#src/realtime/staff-fragments.tsx";
import { chats, queueFor } from "#src/realtime/staff-lists.tsx";
import { everybody } from "#src/realtime/staff-room.tsx";
import { comeBackToShift } from "#src/staff/availability.ts";
import { may } from "#src/staff/permissions.ts";
import { type StaffMember, staffMember } from "#src/staff/staff.ts";
import { countConsole } from "./channel.ts";
import type { C, Helpline } from "./context.ts";
import { Live } from "./live.ts";
import { panes, readStaffFrame } from "./live-frames.ts";

/** The session is over: the console clears the screen. Codes from 4000 on are for applications (RFC 6455, 7.4.2). */
const signedOut = 4401;

/**
 * GET /staff/live?open=12.15: a console's socket. Up, as JSON: `{type:"typing",id}`, `{type:"seen",id,seq}`, and
 * `{type:"open",ids}` when other conversations are on the screen now, which is answered with all of them, and
 * `{type:"above",on}` when the room seen from above comes on the screen or goes, which is answered with it,
 * and `{type:"lists"}` when a row was told of that the page does not have, which is answered with all lists in full.
 */
export function staffSocket(c: C, helpline: Helpline): WSEvents {
  const open = (c.req.query("open") ?? "")
    .split(".")
    .filter((id) => /^\d{1,15}$/.test(id))
    .slice(0, panes)
    .map(Number);
  return new StaffSocket(helpline, c.get("member"), c.get("sessionHash"), open);
}

class StaffSocket extends Live implements WSEvents {
  readonly session: string;
  #member: StaffMember;
  readonly #open: number[];
  #countOut: (() => void) | undefined;
  #queue: string | undefined;
  #shift: string | undefined;
  /** The room seen from above is on the screen. */
  #looksFromAbove = false;
  #above: string | undefined;
  #isDrawn = false;

  constructor(helpline: Helpline, member: StaffMember, session: string, open: number[]) {
    super(helpline);
    this.session = session;
    this.#member = member;
    this.#open = open;
  }

  onOpen(_event: unknown, socket: WSContext) {
    const { helpline } = this;
    this.socket = socket;
    // Between the handshake and now the session may have ended, or the roles have changed: nobody would close this one later.
    const member = staffMember(helpline.db, this.#member.id);
    if (!member || !helpline.sessions.goesOn(this.session)) {
      this.close(member ? "over" : "closed");
      return;
    }
    this.#member = member;
    try {
      this.#countOut = countConsole(helpline, member.id);
    } catch {
      this.refuse();
      return;
    }
    helpline.hub.join(topics.staff(member.id), this);
    this.rejoin();
    helpline.staff.opened(member.id);
    welcomeBack(helpline, member.id);
    const { turns } = helpline;
    this.#when(turns.comeBack(member.id), () => {
      this.#isDrawn = true;
      this.#sendOpen(this.#open);
      this.#sendQueue();
    });
  }

  /** News of before its turn is in what is drawn then: sent by itself it would stand on the screen with what it follows still missing. */
  override send(html: string) {
    if (this.#isDrawn) super.send(html);
  }

  /** Draws what weighs as much as a page when its turn comes, so that no console keeps the chats waiting. Whoever asks for more than pages do is cut off. */
  #inTurn(draw: () => void) {
    return this.#when(this.helpline.turns.wait(this.#member.id), draw);
  }

  async #when(turn: Promise<unknown>, draw: () => void) {
    const { report } = this.helpline;
    try {
      await turn;
      // It may have closed meanwhile.
      if (this.#countOut) draw();
    } catch (error) {
      if (!(error instanceof HelplineError)) report("a console was not drawn", error);
      this.refuse();
    }
  }

  #sendOpen(ids: number[]) {
    this.send(snapshot(this.helpline, this.#member, ids));
  }

  #sendQueue() {
    for (const one of queueFor(this.helpline, queueOfMember(this.helpline.db, this.#member))) this.send(one.html);
  }

  #sendLists() {
    for (const one of chats(this.helpline, this.#member.id)) this.send(one.html);
    this.send(everybody(this.helpline, this.#member));
    this.#sendQueue();
  }

  /** Listens to the queue of the lines its member serves now, as whom they are now, and to no other. */
  rejoin() {
    const { hub, db } = this.helpline;
    const now = staffMember(db, this.#member.id);
    if (!now) {
      hub.leaveAll(this);
      this.close("closed");
      return;
    }
    this.#member = now;
    const seesAll = this.#looksFromAbove && may(now, "shift.see");
    this.#shift = this.#change(this.#shift, topics.shift(now.language));
    this.#queue = this.#change(this.#queue, topics.queue(queueOfMember(db, now)));
    this.#above = this.#change(this.#above, seesAll ? topics.overview(now.language) : undefined);
  }

  /** Leaves one topic for another. Returns the one it is on now. */
  #change(from: string | undefined, to: string | undefined): string | undefined {
    if (from === to) return to;
    const { hub } = this.helpline;
    if (from !== undefined) hub.leave(from, this);
    if (to !== undefined) hub.join(to, this);
    return to;
  }

  #lookFromAbove(on: boolean) {
    this.#looksFromAbove = on;
    this.rejoin();
    if (this.#above === undefined) return;
    for (const fragment of overviewFor(this.helpline, this.#member.language)) this.send(fragment.html);
  }

  onMessage(event: { data: unknown }) {
    const { helpline } = this;
    const member = this.#member;
    if (this.shut) return;
    const frame = readStaffFrame(event.data);
    if (!frame || !helpline.limiter.take("socket", `staff:${member.id}`)) {
      helpline.refused.note(frame ? "haste" : "frame", member.id);
      this.refuse();
      return;
    }
    helpline.staff.touched(member.id);
    if (!helpline.limiter.take("frame", `staff:${member.id}`)) return;
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
        .change(`staff:${member.id}`, (tx, emit) =>
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

  /** Their session is over: the page says why where they sign in again. */
  close(why: SignedOut) {
    this.socket?.close(signedOut, why);
  }

  onClose() {
    if (!this.#countOut) return;
    this.#countOut();
    this.#countOut = undefined;
    this.helpline.hub.leaveAll(this);
    this.helpline.staff.closed(this.#member.id);
  }

  onError() {
    this.onClose();
  }
}

/** Whoever was counted out only because nothing was heard of them is counted in again. */
function welcomeBack(helpline: Helpline, staffId: number) {
  helpline.db
    .change(`staff:${staffId}`, (tx, emit) => comeBackToShift(tx, emit, { staffId }))
    .catch((error) => helpline.report("a return was not stored", error));
}
