import { createHmac } from "node:crypto";
import type { KeysTx, Reader } from "#src/db/query.ts";
import { k } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import { openBytes, sealBytes } from "../seal.ts";
import { type FormerKeys, openFormerKeys } from "./former-keys.ts";
import type { KnownKey, MasterKey } from "./master-key.ts";

/** `missing`, `wrong` and `unreadable` mean locked: public pages work, no words can be opened or written. */
export type KeyState = "ready" | "missing" | "wrong" | "unreadable";
export type KeyTrouble = Exclude<KeyState, "ready">;

/** What is at hand beside the master key that works. */
export interface BesideMaster {
  /** Others of these data: what lies under them is moved to the one that works at the next start. */
  others?: MasterKey[];
  /** Why the one that works only stands in for the master key of these data; null where it is that one. */
  standsIn?: KeyTrouble | null;
}

/** HMAC-SHA256 of pieces one behind the other, under the key of the audit trail. */
export interface TrailKey {
  masterKeyId: number;
  code(...pieces: (Uint8Array | string)[]): Uint8Array;
}

/** What the helpline itself does with its master key. */
export interface OwnMaster {
  state(): KeyState;
  /** Why another works in the place of the master key, for now: what lies under that one stays shut, and is overwritten by nothing. */
  readonly standsIn: KeyTrouble | null;
  /** The id of a master key of these data, while anything may lie under it; null for any other. */
  idOf(master: MasterKey): number | null;
  /** The master key that works, as it stands in its file and on a recovery sheet; null without one. */
  line(): { masterKeyId: number; line: string } | null;
  /**
   * The secret of the cookie that belongs to a start: the same form gets the same one, however often and late it comes,
   * so a copy of it that was delayed on the way shuts nobody out. Throws HelplineError `locked` without a master key.
   */
  cookieOf(startId: string): string;
  /** A mark by which a text is known again, and not found out without the master key. Throws HelplineError `locked` without one. */
  markOf(text: string): string;
  /** All marks that a text may have been given: by the master key that works, and by those before it. Throws as `markOf`. */
  marksOf(text: string): string[];
  /** Seals what the helpline itself must keep secret, under the master key and a name. Throws HelplineError `locked` without one. */
  sealOwn(name: string, text: string): Uint8Array;
  /** null when it cannot be opened. */
  openOwn(name: string, blob: Uint8Array): string | null;
  /** The same under the master key that works, where it lies under another that is at hand; null where there is nothing to do. */
  resealOwn(name: string, blob: Uint8Array): Uint8Array | null;
  /** What tasks are signed with (proof-of-work.ts). Throws HelplineError `locked` without a master key. */
  taskSecret(): string;
  /** What the codes of the audit trail are made with, and the id of its master key; null without one. */
  trailKey(): TrailKey | null;
  /** The same of a master key (id) that works, or did before; null where it cannot be had. */
  trailKeyOf(masterKeyId: number): TrailKey | null;
  /**
   * Moves what lies in keys.db under others at hand to the master key that works; those are retired then. Returns how many keys that
   * were. Doing so twice changes nothing.
   */
  move(tx: Pick<KeysTx, "keys" | "at">): number;
  /** Whether any key of words lies under a master key (id). */
  isNeeded(masterKeyId: number): boolean;
}

export interface Masters extends OwnMaster {
  /** Throws HelplineError `locked` without a master key. */
  ready(): KnownKey;
  /** null without one. */
  current(): KnownKey | null;
  former: FormerKeys;
}

/** The master key over keys.db, as read from its file at start, and what is beside it. */
export function openMasters(keys: Reader, master: MasterKey | "unreadable" | null, beside: BesideMaster = {}): Masters {
  const { others = [], standsIn = null } = beside;
  let working: number | undefined;

  function current(): KnownKey | null {
    if (master === null || master === "unreadable") return null;
    working ??= workingId(keys, master);
    return working === undefined ? null : { ...master, id: working };
  }

  function ready(): KnownKey {
    const found = current();
    if (!found) throw new HelplineError("locked");
    return found;
  }

  const former = openFormerKeys(keys, current);

  function trailKeyOf(masterKeyId: number): TrailKey | null {
    const now = current();
    const audit = now?.id === masterKeyId ? now.audit : former.all().find(({ id }) => id === masterKeyId)?.audit;
    if (!audit) return null;
    return {
      masterKeyId,
      code: (...pieces) => {
        const code = createHmac("sha256", audit);
        for (const piece of pieces) code.update(piece);
        return code.digest();
      },
    };
  }

  const mark = (marks: Uint8Array, text: string) => createHmac("sha256", marks).update(text).digest("hex");
  const opened = ({ wrapping }: MasterKey, name: string, blob: Uint8Array) => openBytes(wrapping, `own|${name}`, blob);

  return {
    state: () => {
      if (master === null) return "missing";
      if (master === "unreadable") return "unreadable";
      return current() ? "ready" : "wrong";
    },
    standsIn,
    current,
    ready,
    former,
    idOf: (one) => workingId(keys, one) ?? null,
    line: () => {
      const now = current();
      return now && { masterKeyId: now.id, line: now.line };
    },
    cookieOf: (startId) => {
      if (master === null || master === "unreadable") throw new HelplineError("locked");
      return createHmac("sha256", master.cookies).update(startId).digest("base64url");
    },
    markOf: (text) => mark(ready().marks, text),
    marksOf: (text) => [ready(), ...former.all()].map(({ marks }) => mark(marks, text)),
    sealOwn: (name, text) => sealBytes(ready().wrapping, `own|${name}`, Buffer.from(text, "utf8")),
    openOwn: (name, blob) => {
      const now = current();
      return (now && opened(now, name, blob)?.toString("utf8")) ?? null;
    },
    resealOwn: (name, blob) => {
      const now = current();
      if (!now || opened(now, name, blob)) return null;
      const bytes = others.map((one) => opened(one, name, blob)).find((one) => one !== null);
      return bytes ? sealBytes(now.wrapping, `own|${name}`, bytes) : null;
    },
    taskSecret: () => Buffer.from(ready().tasks).toString("base64url"),
    trailKey: () => {
      const now = current();
      return now && trailKeyOf(now.id);
    },
    trailKeyOf,
    isNeeded: former.isNeeded,
    move: (tx) => {
      const to = current();
      if (!to) return 0;
      const from = others.flatMap((one) => {
        const row = keys.first(known(one));
        return row && row.id !== to.id ? [{ ...one, id: row.id }] : [];
      });
      return from.reduce((moved, one) => moved + former.move(tx, one, to), 0);
    },
  };
}

const known = ({ fingerprint }: MasterKey) =>
  k.selectFrom("master_key").select("id").where("fingerprint", "=", fingerprint);

/** The id of a master key that keys.db knows, and that nothing was moved away from; undefined for any other. */
export function workingId(keys: Reader, master: MasterKey): number | undefined {
  return keys.first(known(master).where("retired_at", "is", null))?.id;
}
