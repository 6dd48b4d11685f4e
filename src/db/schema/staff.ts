// Written by `npm run schema`, of what migrations/ say: change it there.
import type { Generated } from "kysely";

export interface StaffTables {
  staff: {
    id: Generated<number>;
    sign_in_name: string;
    real_name: string;
    alias: string;
    password_hash: string;
    language: string;
    created_at: number;
    deactivated_at: number | null;
    /** In which languages they chat, BCP 47, with a space between; '' = their own. */
    languages: Generated<string>;
    /**
     * How many somebody takes at once, at most; NULL = as everybody (setting chatsAtOnce, and one more for somebody
     * urgent).
     */
    chats_most: number | null;
    /** How far somebody is in learning to answer young people (src/learning/stages.ts). */
    stage: Generated<"training" | "shadow" | "buddy" | "alone">;
    stage_since: number | null;
    /** When somebody who answers alone is to be signed off again. */
    sign_off_due_at: number | null;
    /** Whose chats a shadow reads, or who sits beside somebody at stage "buddy". */
    buddy_id: number | null;
  };
  /**
   * Who has which roles. `lead` leads safeguarding: outside the shift, and the first to read what may be about somebody
   * of the staff.
   */
  staff_role: {
    staff_id: number;
    role: "counsellor" | "supervisor" | "admin" | "lead";
    /** Since when they have it: a role that somebody gave to themselves opens nothing of before. */
    since: Generated<number>;
    /**
     * Whoever gives accounts and roles could otherwise be two people by themselves (src/staff/hands.ts). One that was
     * given to oneself is one whose giver is its holder. NULL = the command line, or from before this was kept.
     */
    given_by: number | null;
  };
  invitation: {
    id: Generated<number>;
    token_hash: string;
    roles: string;
    first: 0 | 1;
    created_at: number;
    expires_at: number;
    used_at: number | null;
    staff_id: number | null;
    /** JSON: what was typed at the link of a new account and not yet sent; never a password. */
    draft: string | null;
    /** A new password for an account that exists; NULL = a new account. */
    for_staff_id: number | null;
    /** Who gave it out; NULL = the command line. */
    made_by: number | null;
    /** For whom it is, in the maker's words; gone with the link. */
    for_whom: string | null;
  };
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
  /** What an app makes its codes from. Sealed under the master key. */
  staff_totp: {
    staff_id: number;
    secret: Uint8Array;
    /** NULL = no code has shown yet that the app has it. */
    confirmed_at: number | null;
    /** The step (of 30 s since 1970) of the last code that was taken: each is good once. */
    last_step: Generated<number>;
  };
  /** For whoever has lost the phone: ten codes, each good once. */
  staff_recovery_code: {
    staff_id: number;
    /** 0 to 9; the first letter of the code says it. */
    number: number;
    /** Argon2id */
    hash: string;
    used_at: number | null;
  };
  staff_passkey: {
    id: Generated<number>;
    staff_id: number;
    /** base64url, as the browser names it. */
    credential: string;
    public_key: Uint8Array;
    /** How often it was used, as it says itself; one that goes back was copied. */
    counter: number;
    /** A coarse word of where it was made, as "firefox android". */
    browser: string;
    created_at: number;
    used_at: number | null;
  };
  /** Browsers in which somebody has signed in before: others cannot use up their tries. */
  staff_device: {
    id_hash: string;
    staff_id: number;
    used_at: number;
  };
  /** Where somebody is reached by mail outside of the helpline. */
  staff_address: {
    staff_id: number;
    /** Sealed with a key of their own. */
    address: Uint8Array;
    at: number;
    /** They want what became of the week. */
    digest: Generated<0 | 1>;
    /** When the last week was sent. */
    digest_at: number | null;
    /** They want the end of the audit trail each day, so that a copy of it lies outside of this machine. */
    trail: Generated<0 | 1>;
    /** When it was sent last. */
    trail_at: number | null;
  };
  /** The telephone number that somebody has given for emergencies, for whoever is in one while they are on call. */
  staff_phone: {
    staff_id: number;
    /** Sealed with a key of their own. */
    number: Uint8Array;
    at: number;
    /** It was given to be phoned after an emergency of their own, too. */
    afterwards: Generated<0 | 1>;
  };
  /** How someone wants to be called, on every browser of theirs; null = they never chose. */
  staff_signals: {
    staff_id: number;
    /** Sound for young people, and for colleagues. */
    young: 0 | 1 | null;
    colleagues: 0 | 1 | null;
    /** Notices of the desktop. */
    notices: 0 | 1 | null;
  };
  /**
   * What somebody practises: a chat with a young person who is a script, or with a colleague who plays one. It stands
   * apart from conversations, so that nothing that counts, exports, mails or calls can meet it.
   */
  practice: {
    /** Never used twice: a key that comes back with an older file is known by it. */
    id: Generated<number>;
    /** Whoever practises. */
    staff_id: number;
    /** The hash of the id of the form that began it. */
    start_id: string;
    /** The id of a scenario (src/training/scenarios.ts). */
    scenario: string;
    language: string;
    way: "guided" | "hints" | "alone" | "colleague";
    started_at: number;
    ended_at: number | null;
    /** A supervisor may read it from then on. */
    handed_in_at: number | null;
    /** The hash of what the address of the colleague holds who opened the link and plays the young person. */
    guest_token: string | null;
    /** What happened so far, JSON (src/training/practice-chat.ts), sealed with a key of its own. */
    entries: Uint8Array;
  };
  /** A helpline's own scenarios, and which of those that ship are not offered. */
  scenario: {
    id: string;
    /** As it came (docs/contributing/PRACTICE.md); NULL = it ships with the program. */
    body: string | null;
    off_at: number | null;
    changed_at: number;
  };
  /** What was seen before somebody answers young people: a day and who saw it, nothing of what it says. */
  clearance: {
    staff_id: number;
    what: "undertaking" | "references" | "certificate";
    on_day: string;
    seen_by: number;
  };
  /**
   * A sign-off: how the learner sees themselves, then a supervisor, then a second one where there is one. `done_at` is
   * when the last of them agreed.
   */
  sign_off: {
    id: Generated<number>;
    staff_id: number;
    own: string;
    own_at: number;
    first: string | null;
    first_by: number | null;
    first_at: number | null;
    second: string | null;
    second_by: number | null;
    second_at: number | null;
    done_at: number | null;
  };
  /** A scenario that somebody is writing on /admin/practice, right or not. Nobody can practise with it. */
  scenario_draft: {
    /** The id of the scenario that it becomes. */
    id: string;
    /** As it was typed, JSON (src/practice/writing/sheet.ts). */
    sheet: string;
    /** Counts up with each save: whoever saves an older one is told that a colleague was faster. */
    version: number;
    staff_id: number;
    changed_at: number;
  };
}
