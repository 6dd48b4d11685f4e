import type { WSContext, WSEvents } from "hono/ws";
import { conversation } from "#src/conversation/conversation.ts";
import { HelplineError } from "#src/errors.ts";
import { refuseReading } from "#src/http/limits/too-fast.ts";
import type { C, Helpline } from "#src/http/server/context.ts";
import { noteSeen, noteTyping } from "#src/http/youth/chat/chat.tsx";
import { missing, readAfter } from "#src/http/youth/chat/updates.tsx";
import { conversationOf } from "#src/http/youth/gate.ts";
import type { Subscriber } from "#src/live/hub.ts";
import { topics } from "#src/live/topics.ts";
import { openChannel } from "./channel.ts";

// The live sockets: here the young person's, in live-staff.ts that of a console. Down comes HTML, up go only "typing", "seen" and
// what is on the screen; a frame of any other shape closes the socket. Topics come from the session, never from the client.

const policyViolation = 1008;

/** GET /live?after=12&v=1f2e…: the young person's socket. Up: `t` they type, `s12` they have read 12. */
export function youthSocket(c: C, helpline: Helpline): WSEvents {
  const { id } = c.get("conversation");
  // Between being let in and now the chat may have moved to another browser: nobody would close this one later.
  if (conversationOf(c, helpline)?.id !== id) throw new HelplineError("ended");
  if (!helpline.limiter.take("socket", id)) throw new HelplineError("too_fast");
  const after = readAfter(c.req.query("after"));
  const version = c.req.query("v") ?? "";
  refuseReading(helpline, id, version === "" ? 0 : after);
  return new YouthSocket(helpline, id, after, version);
}

/**
 * What both kinds of sockets have. One object for each socket and no more: there may be thousands, and what each of them
 * holds is most of the memory of the process.
 */
export abstract class Live implements Subscriber {
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
