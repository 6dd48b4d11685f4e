import type { WSContext, WSEvents } from "hono/ws";
import { markSeenBeside, subjectOf } from "#src/conversation/colleagues/colleagues.ts";
import { conversation } from "#src/conversation/conversation.ts";
import { markSeen } from "#src/conversation/reading.ts";
import { asStaff } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import { limits } from "#src/http/limits/limits.ts";
import type { C, Helpline } from "#src/http/server/context.ts";
import { snapshot } from "#src/live/chat/staff-fragments.tsx";
import { wholeLiveBar } from "#src/live/console/bars.tsx";
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

type StaffFrame =
  | { type: "typing"; id: number }
  | { type: "seen"; id: number; seq: number }
  | { type: "open"; ids: number[] }
  | { type: "above"; on: boolean }
  | { type: "lists" };

/** How many conversations a console shows side by side. */
const panes = 2;

/** Tells the page that its session is over; codes from 4000 on are for applications (RFC 6455, 7.4.2). */
const signedOut = 4401;

/** GET /staff/live?open=12.15: a console's socket (`readStaffFrame`); with `?bar` the live bar of any other staff page. */
export function staffSocket(c: C, helpline: Helpline): WSEvents {
  const [member, session] = [c.get("member"), c.get("sessionHash")];
  // Someone outside the shift has no console.
  if (c.req.query("bar") !== undefined || !may(member, "console.see")) return new BarSocket(helpline, member, session);
  const open = (c.req.query("open") ?? "")
    .split(".")
    .filter((id) => /^\d{1,15}$/.test(id))
    .slice(0, panes)
    .map(Number);
  return new ConsoleSocket(helpline, member, session, open);
}

/** While one socket of a member is open, on whatever page, they count as heard. */
abstract class StaffSocket extends Live {
  readonly session: string;
  protected member: StaffMember;
  #countOut: (() => void) | undefined;

  constructor(helpline: Helpline, member: StaffMember, session: string) {
    super(helpline);
    this.session = session;
    this.member = member;
  }

  protected abstract ownTopic(): string;
  protected abstract listen(): void;
  protected abstract drawAll(): void;

  onOpen(_event: unknown, socket: WSContext) {
    const { helpline } = this;
    this.socket = socket;
    // Since the handshake the session may have ended or the roles changed, and nobody would close this socket later.
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
      this.isDrawn = true;
      this.drawAll();
    });
  }

  /** Cuts off someone who asks for more than pages do. */
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

  /** Their roles may have changed. */
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

  protected change(from: string | undefined, to: string | undefined): string | undefined {
    if (from === to) return to;
    const { hub } = this.helpline;
    if (from !== undefined) hub.leave(from, this);
    if (to !== undefined) hub.join(to, this);
    return to;
  }

  close(why: SignedOut) {
    // What it has already sent no longer counts either.
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

/** The socket of any page but the console; someone who takes nobody does not hear that a young person waits. */
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

  /** None of our pages sends anything here. */
  onMessage() {
    if (this.shut) return;
    this.helpline.refused.note("frame", this.member.id);
    this.refuse();
  }
}

class ConsoleSocket extends StaffSocket implements WSEvents {
  readonly #open: number[];
  #queue: string | undefined;
  #shift: string | undefined;
  #looksFromAbove = false;
  #above: string | undefined;

  constructor(helpline: Helpline, member: StaffMember, session: string, open: number[]) {
    super(helpline, member, session);
    this.#open = open;
  }

  ownTopic() {
    return topics.staff(this.member.id);
  }

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

  /** Draws in turn what weighs as much as a page, so that no console keeps the chats waiting. */
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

/** Only for someone who was counted out because nothing was heard of them. */
function welcomeBack(helpline: Helpline, staffId: number) {
  helpline.db
    .change(asStaff(staffId), (tx, emit) => comeBackToShift(tx, emit, { staffId }))
    .catch((error) => helpline.report("a return was not stored", error));
}

/** Parses a frame of a console; null for anything else. */
export function readStaffFrame(data: unknown): StaffFrame | null {
  if (typeof data !== "string" || data.length > limits.staffFrameBytes) return null;
  let frame: Partial<Record<"type" | "id" | "seq" | "ids" | "on", unknown>> | null;
  try {
    frame = JSON.parse(data);
  } catch {
    return null;
  }
  if (typeof frame !== "object" || frame === null) return null;
  const { type, id, seq, ids, on } = frame;
  if (type === "lists") return { type };
  if (type === "above" && typeof on === "boolean") return { type, on };
  if (type === "open" && Array.isArray(ids) && ids.length <= panes && ids.every(isCount)) return { type, ids };
  if (!isCount(id)) return null;
  if (type === "typing") return { type, id };
  if (type === "seen" && isCount(seq)) return { type, id, seq };
  return null;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
