import { randomBytes } from "node:crypto";
import type { KeysTx, Reader } from "#src/db/query.ts";
import { k } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import { openBytes, openText, type SealedPlace, sealBytes, sealText } from "../seal.ts";
import type { Masters } from "./masters.ts";

/** Keys of one text each, apart from the chats' keys, so that each can go in its own time. */
export interface OwnKeys {
  seal(tx: Pick<KeysTx, "keys">, id: number, text: string): Uint8Array;
  open(id: number, blob: Uint8Array): string | null;
  unmake(tx: Pick<KeysTx, "keys">, id: number): void;
  destroy(tx: Pick<KeysTx, "erase">, id: number): void;
}

interface Kind {
  table:
    | "note_wrap"
    | "mail_wrap"
    | "callback_wrap"
    | "staff_wrap"
    | "phone_wrap"
    | "hook_wrap"
    | "debrief_wrap"
    | "thanks_wrap"
    | "emergency_wrap"
    | "concern_wrap"
    | "practice_wrap";
  id:
    | "record_id"
    | "mail_id"
    | "callback_id"
    | "staff_id"
    | "hook_id"
    | "debrief_id"
    | "conversation_id"
    | "emergency_id"
    | "file_id"
    | "practice_id";
  place: Pick<SealedPlace, "table" | "author">;
  /** The number of a key that once lay among those of the chats: key and text stay bound to it for ever. */
  formerly?: (id: number) => number;
}

export const noteKind: Kind = {
  table: "note_wrap",
  id: "record_id",
  place: { table: "record_note", author: "counsellor" },
};

export const mailKind: Kind = { table: "mail_wrap", id: "mail_id", place: { table: "mail", author: "porchlight" } };

export const callbackKind: Kind = {
  table: "callback_wrap",
  id: "callback_id",
  place: { table: "callback", author: "youth" },
};

export const staffKind: Kind = {
  table: "staff_wrap",
  id: "staff_id",
  place: { table: "staff_address", author: "staff" },
  formerly: (id) => -id,
};

export const phoneKind: Kind = {
  table: "phone_wrap",
  id: "staff_id",
  place: { table: "staff_phone", author: "staff" },
};

export const hookKind: Kind = {
  table: "hook_wrap",
  id: "hook_id",
  place: { table: "on_call_hook", author: "staff" },
  formerly: () => -1_000_000_000,
};

/** Not sealed to the team: supervisors who do not hold the team key read these. */
export const debriefKind: Kind = {
  table: "debrief_wrap",
  id: "debrief_id",
  place: { table: "debrief", author: "counsellor" },
};

export const emergencyKind: Kind = {
  table: "emergency_wrap",
  id: "emergency_id",
  place: { table: "emergency_note", author: "staff" },
};

export const concernKind: Kind = {
  table: "concern_wrap",
  id: "file_id",
  place: { table: "concern_file", author: "staff" },
};

export const thanksKind: Kind = {
  table: "thanks_wrap",
  id: "conversation_id",
  place: { table: "thank_you", author: "youth" },
};

export const practiceKind: Kind = {
  table: "practice_wrap",
  id: "practice_id",
  place: { table: "practice", author: "staff" },
};

export const keyKinds: Kind[] = [
  ...[noteKind, mailKind, callbackKind, staffKind, hookKind],
  ...[debriefKind, emergencyKind, thanksKind, phoneKind, concernKind, practiceKind],
];

const wrapVersion = 1;

/** Returns the label that a key of this kind is bound to under a master key. */
export function labelOfKey({ table, formerly }: Kind, id: number): string {
  return formerly ? `wrap|${formerly(id)}|live|${wrapVersion}` : `${table}|${id}|${wrapVersion}`;
}

/** Opens the keys of one kind in keys.db. While a stand-in works, no earlier key is overwritten. */
export function openOwnKeys(
  keys: Reader,
  { ready, standsIn }: Pick<Masters, "ready" | "standsIn">,
  kind: Kind,
): OwnKeys {
  const { table, id: column, place, formerly } = kind;
  const placeOf = (id: number): SealedPlace => ({ ...place, conversationId: formerly?.(id) ?? 0, number: id });
  const label = (id: number) => labelOfKey(kind, id);

  function keyOf(id: number): Uint8Array | null {
    const { id: masterKeyId, wrapping } = ready();
    const of = k.selectFrom(table).select("bytes").where(column, "=", id);
    const wrap = keys.first(of.where("master_key_id", "=", masterKeyId));
    return wrap ? openBytes(wrapping, label(id), wrap.bytes) : null;
  }

  function create(tx: Pick<KeysTx, "keys">, id: number): Uint8Array {
    const { id: masterKeyId, wrapping } = ready();
    if (standsIn && keys.first(k.selectFrom(table).select("bytes").where(column, "=", id))) {
      throw new HelplineError("locked");
    }
    const key = randomBytes(32);
    const bytes = sealBytes(wrapping, label(id), key);
    // What is there opens nothing any more: it is of another master key, or of a change that was never committed.
    const row = { [column]: id, master_key_id: masterKeyId, version: wrapVersion, bytes };
    tx.keys.run(k.replaceInto(table).values(row as never));
    return key;
  }

  return {
    seal: (tx, id, text) => sealText(keyOf(id) ?? create(tx, id), placeOf(id), text),
    open: (id, blob) => {
      try {
        const key = keyOf(id);
        return key ? openText(key, placeOf(id), blob) : null;
      } catch (error) {
        if (error instanceof HelplineError) return null;
        throw error;
      }
    },
    unmake: (tx, id) => tx.keys.run(k.deleteFrom(table).where(column, "=", id)),
    destroy: (tx, id) => tx.erase(k.deleteFrom(table).where(column, "=", id)),
  };
}
