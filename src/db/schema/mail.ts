import type { Generated } from "kysely";
import type { MailOutcome, MailPurpose } from "#src/events.ts";

/** The tables of what is sent by mail. Times are ms UTC. */
export interface MailTables {
  mail_server: {
    id: 1;
    host: string;
    port: number;
    security: "starttls" | "tls" | "none";
    login: string;
    /** Sealed; null = none. */
    password: Uint8Array | null;
    sender_address: string;
    sender_name: string;
  };
  mail: {
    id: Generated<number>;
    purpose: MailPurpose;
    about: number | null;
    message_id: string;
    /** Sealed; null once it is settled. */
    body: Uint8Array | null;
    queued_at: number;
    tries: Generated<number>;
    next_try_at: number;
    /** When it was handed over last; null before the first time, and once it is settled. */
    tried_at: Generated<number | null>;
    settled_at: Generated<number | null>;
    outcome: Generated<MailOutcome | null>;
    error: Generated<string | null>;
  };
}
