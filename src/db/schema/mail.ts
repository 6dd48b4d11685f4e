// Written by `npm run schema`, of what migrations/ say: change it there.
import type { Generated } from "kysely";
import type { MailPurpose } from "#src/events.ts";

export interface MailTables {
  /** The server that takes the mails, as an admin set it: one row, or none. */
  mail_server: {
    id: 1;
    host: string;
    port: number;
    security: "starttls" | "tls" | "none";
    login: string;
    /** Sealed under the master key; null = none. */
    password: Uint8Array | null;
    sender_address: string;
    sender_name: string;
  };
  /**
   * Mails that go out. What a mail says and to whom is sealed under a key of its own (keys.db), and gone once it is
   * settled.
   */
  mail: {
    /** Never given out twice: keys.db names it. */
    id: Generated<number>;
    purpose: MailPurpose;
    about: number | null;
    message_id: string;
    body: Uint8Array | null;
    queued_at: number;
    tries: Generated<number>;
    next_try_at: number;
    /**
     * When it was handed over last; it stays when that failed, so that trouble that is over since then holds up nobody.
     * NULL before the first time, and once it is settled.
     */
    tried_at: number | null;
    settled_at: number | null;
    outcome: "sent" | "refused" | "given_up" | "withdrawn" | null;
    /** Why the last try failed: a class of reason and the server's number, never its words. */
    error: string | null;
  };
  /** The one address of the web that is told too, for gateways. */
  on_call_hook: {
    id: 1;
    /** Sealed. */
    address: Uint8Array;
    at: number;
  };
  /** Each occurrence is told once. place: of what, so that the same is not told again at once. */
  on_call_notice: {
    id: Generated<number>;
    cause: "nobody" | "urgent" | "talk" | "emergency" | "backup" | "test";
    place: string;
    occurrence: string;
    line_id: number | null;
    at: number;
    /** Who was on call; null = nobody. */
    staff_id: number | null;
    mail: "queued" | "nobody" | "no_address" | "not_ready" | "own" | "sent" | "refused" | "given_up" | "withdrawn";
    /** The address of the web; null = there was none. due: it is told at hook_next_at. */
    hook: "due" | "sent" | "failed" | null;
    /** Why the last try failed. */
    hook_error: string | null;
    hook_tries: Generated<number>;
    hook_next_at: number | null;
  };
}
