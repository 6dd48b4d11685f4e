import type { WSContext, WSEvents } from "hono/ws";
import { markSeenBeside, subjectOf } from "#src/conversation/colleagues.ts";
import { conversation } from "#src/conversation/conversation.ts";
import { markSeen } from "#src/conversation/reading.ts";
import { HelplineError } from "#src/errors.ts";
import type { SignedOut, Subscriber } from "#src/realtime/hub.ts";
import { overviewFor } from "#src/realtime/overview-fragments.tsx";
import { queueOfMember, topics } from "#src/realtime/sources.ts";
import { snapshot } from "#src/realtime/staff-fragments.tsx";
import { chats, queueFor } from "#src/realtime/staff-lists.tsx";
import { everybody } from "#src/realtime/staff-room.tsx";
import { comeBackToShift } from "#src/staff/availability.ts";
import { may } from "#src/staff/permissions.ts";
import { type StaffMember, staffMember } from "#src/staff/staff.ts";
import { countConsole, openChannel } from "./channel.ts";
import type { C, Helpline } from "./context.ts";
import { refuseReading } from "./limits.ts";
import { panes, readStaffFrame } from "./live-frames.ts";
import { noteSeen, noteTyping } from "./youth/chat.tsx";
import { missing } from "./youth/updates.tsx";

// The two live sockets. Down comes HTML, up go only "typing" and "seen"; a frame of any other shape closes the socket.
// Topics come from the session, never from the client.

const policyViolation = 1008;
/** The session is over: the console clears the screen. Codes from 4000 on are for applications (RFC 6455, 7.4.2). */
const signedOut = 4401;

/** GET /live?after=12&v=1f2e…: the young person's socket. Up: `t` they type, `s12` they have read 12. */
export function youthSocket(c: C, helpline: Helpline): WSEvents {
  const { id } = c.get("conversation");
  if (!helpline.limiter.take("socket", id)) throw new HelplineError("too_fast");
  refuseReading(helpline, id);
  return new YouthSocket(helpline, id, Number(c.req.query("after") ?? 0), c.req.query("v") ?? "");
}

/**
 * What both kinds of sockets have. One object for each socket and no more: there may be thousands, and what each of them
 * holds is most of the memory of the process.
 */
abstract class Live implements Subscriber {
  protected socket: WSContext | undefined;
  /** What a flood has sent already still comes in after its end. */
  protected shut = false;
  protected readonly helpline: Helpline;

  constructor(helpline: Helpline) {
    this.helpline = helpline;
  }

  send(html: string) {
    this.socket?.send(html);
  }

  /** Ends a socket that does what none of our pages does. */
  protected refuse() {
    this.shut = true;
    this.socket?.close(policyViolation);
  }
}

class YouthSocket extends Live implements WSEvents {
  readonly #id: number;
  readonly #after: number;
  readonly #version: string;
  #leave: (() => void) | undefined;

  constructor(helpline: Helpline, id: number, after: number, version: string) {
    super(helpline);
    this.#id = id;
    this.#after = after;
    this.#version = version;
  }

  onOpen(_event: unknown, socket: WSContext) {
    this.socket = socket;
    const found = conversation(this.helpline.db, this.#id);
    try {
      this.#leave = openChannel(this.helpline, this.#id, topics.youth(this.#id), this);
    } catch {
      this.refuse();
      return;
    }
    // Something must come at once, so that the page knows that this way works.
    this.send((found && missing(this.helpline, found, this.#after, this.#version)) || ".");
  }

  onMessage(event: { data: unknown }) {
    const { helpline } = this;
    if (this.shut) return;
    const frame = event.data;
    const known = typeof frame === "string" && /^(t|s\d{1,9})$/.test(frame);
    if (!known || !helpline.limiter.take("socket", this.#id)) {
      helpline.refused.note(known ? "haste" : "frame", null);
      this.refuse();
      return;
    }
    helpline.youth.touched(this.#id);
    // Whatever comes up is echoed: so a page notices within seconds that its line has died.
    this.send(".");
    if (frame === "t") {
      const now = conversation(helpline.db, this.#id);
      if (now) noteTyping(helpline, now);
      return;
    }
    noteSeen(helpline, this.#id, frame.slice(1)).catch((error) => helpline.report("seen was not stored", error));
  }

  /** The chat goes on in another browser, or what was sent failed: the page asks anew. */
  close() {
    this.refuse();
  }

  onClose() {
    this.#leave?.();
  }

  onError() {
    this.#leave?.();
  }
}

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
    this.send(snapshot(helpline, member, this.#open));
    this.#sendQueue();
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
      this.#lookFromAbove(frame.on);
      return;
    }
    if (frame.type === "lists") {
      this.#sendLists();
      return;
    }
    if (frame.type === "open") {
      this.send(snapshot(helpline, member, frame.ids));
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
