import type { WSContext, WSEvents } from "hono/ws";
import { type Conversation, conversation } from "#src/conversation/conversation.ts";
import { HelplineError } from "#src/errors.ts";
import { ownLookOf } from "#src/http/frame/youth-cookie.ts";
import { refuseReading } from "#src/http/limits/too-fast.ts";
import type { C, Helpline } from "#src/http/server/context.ts";
import { noteSeen, noteTyping, sayAsYouth } from "#src/http/youth/chat/chat.tsx";
import { missing, readAfter } from "#src/http/youth/chat/updates.tsx";
import { conversationOf } from "#src/http/youth/gate.ts";
import type { Subscriber } from "#src/live/hub.ts";
import { topics } from "#src/live/topics.ts";
import { helplineLook, type OwnLook } from "#src/settings/look/own-look.ts";
import { openChannel } from "./channel.ts";
import { newsInLook } from "./own-top.tsx";

// Topics come from the session and never from the client; a frame of any unknown shape closes the socket.

const policyViolation = 1008;

/** Words that are not back by then are answered by a sign of life. A page waits four times as long. */
const answerMs = 1_000;

/** GET /live?after=12&v=1f2e…: the young person's socket. Up: `t` they type, `s12` they have read 12, `m` words behind their client id. */
export function youthSocket(c: C, helpline: Helpline): WSEvents {
  const { id } = c.get("conversation");
  // Since the gate the chat may have moved to another browser, and nobody would close this socket later.
  if (conversationOf(c, helpline)?.id !== id) throw new HelplineError("ended");
  if (!helpline.limiter.take("socket", id)) throw new HelplineError("too_fast");
  const after = readAfter(c.req.query("after"));
  const version = c.req.query("v") ?? "";
  refuseReading(helpline, id, version === "" ? 0 : after);
  return new YouthSocket(helpline, id, after, version, ownLookOf(c, helpline));
}

/** What both kinds of sockets share: one small object each, since thousands of them are most of the process's memory. */
export abstract class Live implements Subscriber {
  protected socket: WSContext | undefined;
  /** What a flood has sent already still arrives after its end. */
  protected shut = false;
  /** News before its turn is in what is drawn then; sent alone it would lack what it follows. */
  protected isDrawn = false;
  protected readonly helpline: Helpline;

  constructor(helpline: Helpline) {
    this.helpline = helpline;
  }

  send(html: string) {
    if (this.isDrawn) this.socket?.send(html);
  }

  protected refuse() {
    this.shut = true;
    this.socket?.close(policyViolation);
  }
}

class YouthSocket extends Live implements WSEvents {
  readonly #id: number;
  readonly #after: number;
  readonly #version: string;
  readonly #look: OwnLook;
  #leave: (() => void) | undefined;
  /** Drawn in this turn and not sent yet. */
  #news = "";
  /** Whether anything was sent since their last words came. */
  #hasAnswered = true;

  constructor(helpline: Helpline, id: number, after: number, version: string, look: OwnLook) {
    super(helpline);
    this.#id = id;
    this.#after = after;
    this.#version = version;
    this.#look = look;
  }

  /** What one turn draws goes as one frame: what HTTP, TLS and TCP say around a frame is more than most of them hold. */
  override send(html: string) {
    if (!this.isDrawn) return;
    if (this.#news === "") setImmediate(() => this.#flush());
    this.#news += this.#look === helplineLook ? html : newsInLook(this.helpline, this.#id, this.#look, html);
  }

  #flush() {
    const html = this.#news;
    if (html === "") return;
    this.#news = "";
    this.#hasAnswered = true;
    try {
      super.send(html);
    } catch {
      this.#leave?.();
      this.refuse();
    }
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
    this.isDrawn = true;
    // Something must come at once, so that the page knows that this way works.
    this.send((found && missing(this.helpline, found, this.#after, this.#version)) || ".");
  }

  onMessage(event: { data: unknown }) {
    const { helpline } = this;
    if (this.shut) return;
    const frame = event.data;
    const known = typeof frame === "string" && /^(t|s\d{1,9}|m[0-9a-f]{32}.+)$/s.test(frame);
    if (!known || !helpline.limiter.take("socket", this.#id)) {
      helpline.refused.note(known ? "haste" : "frame", null);
      this.refuse();
      return;
    }
    helpline.youth.touched(this.#id);
    // Every frame is answered, so that a page notices within seconds that its line has died.
    const now = conversation(helpline.db, this.#id);
    if (frame.startsWith("m")) {
      if (now) this.#say(now, frame);
      return;
    }
    this.send(".");
    if (frame === "t") {
      if (now) noteTyping(helpline, now);
      return;
    }
    noteSeen(helpline, this.#id, frame.slice(1)).catch((error) => helpline.report("seen was not stored", error));
  }

  /** The row that comes back is the answer. Nothing is said of a refusal: the page then sends the same as a form, which says why. */
  #say(found: Conversation, frame: string) {
    this.#hasAnswered = false;
    setTimeout(() => {
      if (!this.#hasAnswered) this.send(".");
    }, answerMs).unref();
    sayAsYouth(this.helpline, found, { clientId: frame.slice(1, 33), text: frame.slice(33) }).catch((error) => {
      if (!(error instanceof HelplineError)) this.helpline.report("words from a socket were not stored", error);
    });
  }

  /** What was said before goes first. */
  protected override refuse() {
    this.#flush();
    super.refuse();
  }

  /** The chat goes on in another browser, or sending failed: the page asks anew. */
  close() {
    this.refuse();
  }

  onClose() {
    this.isDrawn = false;
    this.#leave?.();
  }

  onError() {
    this.#leave?.();
  }
}
