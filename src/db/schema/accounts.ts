import type { Generated } from "kysely";

/** What the accounts of the staff have beside a password. Times are ms UTC. */
export interface AccountTables {
  staff_session: {
    id_hash: string;
    staff_id: number;
    expires_at: number;
    /** 0 = from before this was kept. */
    started_at: Generated<number>;
    used_at: Generated<number>;
    /** When the password was given last in it. */
    confirmed_at: Generated<number>;
    browser: Generated<string>;
  };
  staff_totp: {
    staff_id: number;
    /** Sealed under the master key. */
    secret: Uint8Array;
    /** null = no code has shown yet that the app has it. */
    confirmed_at: number | null;
    /** The step of the last code that was taken. */
    last_step: Generated<number>;
  };
  staff_recovery_code: { staff_id: number; number: number; hash: string; used_at: number | null };
  staff_passkey: {
    id: Generated<number>;
    staff_id: number;
    credential: string;
    public_key: Uint8Array;
    counter: number;
    browser: string;
    created_at: number;
    used_at: number | null;
  };
  staff_device: { id_hash: string; staff_id: number; used_at: number };
}
