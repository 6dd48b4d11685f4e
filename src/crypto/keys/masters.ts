import { createHmac } from "node:crypto";
import type { KeysTx, Reader } from "#src/db/query.ts";
import { k } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import { openBytes, sealBytes } from "../seal.ts";
import { type FormerKeys, openFormerKeys } from "./former-keys.ts";
import type { KnownKey, MasterKey } from "./master-key.ts";

/** `missing`, `wrong` and `unreadable` mean locked: public pages work, but no words can be opened or written. */
export type KeyState = "ready" | "missing" | "wrong" | "unreadable";
export type KeyTrouble = Exclude<KeyState, "ready">;

export interface BesideMaster {
  others?: MasterKey[];
  /** Why the current key is only a stand-in; null if it is the real one. */
  standsIn?: KeyTrouble | null;
}

export interface TrailKey {
  masterKeyId: number;
  code(...pieces: (Uint8Array | string)[]): Uint8Array;
}

export interface OwnMaster {
  state(): KeyState;
  readonly standsIn: KeyTrouble | null;
  idOf(master: MasterKey): number | null;
  line(): { masterKeyId: number; line: string } | null;
  /** The same cookie secret each time, so that a delayed copy of the form shuts nobody out. Throws HelplineError `locked`. */
  cookieOf(startId: string): string;
  /** A mark that recognises a text without giving it away. Throws HelplineError `locked` without a master key. */
  markOf(text: string): string;
  marksOf(text: string): string[];
  sealOwn(name: string, text: string): Uint8Array;
  openOwn(name: string, blob: Uint8Array): string | null;
  resealOwn(name: string, blob: Uint8Array): Uint8Array | null;
  taskSecret(): string;
  trailKey(): TrailKey | null;
  trailKeyOf(masterKeyId: number): TrailKey | null;
  /** Moves what lies under other keys at hand to the current one and retires them. Returns how many moved; safe to repeat. */
  move(tx: Pick<KeysTx, "keys" | "at">): number;
  isNeeded(masterKeyId: number): boolean;
}

export interface Masters extends OwnMaster {
  ready(): KnownKey;
  current(): KnownKey | null;
  former: FormerKeys;
}

/** Opens the master key, as read from its file at start, over keys.db. */
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

/** Returns the id of a master key that keys.db knows and that is not retired. */
export function workingId(keys: Reader, master: MasterKey): number | undefined {
  return keys.first(known(master).where("retired_at", "is", null))?.id;
}
