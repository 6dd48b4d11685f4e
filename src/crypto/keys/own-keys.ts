import { randomBytes } from "node:crypto";
import type { KeysTx, Reader } from "#src/db/query.ts";
import { k } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import { openBytes, openText, type SealedPlace, sealBytes, sealText } from "../seal.ts";
import type { Masters } from "./masters.ts";

/** Keys of one text each, apart from those of the chats: every one goes in its own time. */
export interface OwnKeys {
  /** Seals a text, making its key where it has none yet. Throws HelplineError `locked` when there is no key to be had. */
  seal(tx: Pick<KeysTx, "keys">, id: number, text: string): Uint8Array;
  /** null when it cannot be opened. */
  open(id: number, blob: Uint8Array): string | null;
  /** Takes back a key that this very change has made: it never comes to the disk. */
  unmake(tx: Pick<KeysTx, "keys">, id: number): void;
  /** Deletes the key once the change is stored: the text can never be read again. */
  destroy(tx: Pick<KeysTx, "erase">, id: number): void;
}

/** Where the keys of one kind of text lie in keys.db, and where those texts stand. */
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
    | "concern_wrap";
  id:
    | "record_id"
    | "mail_id"
    | "callback_id"
    | "staff_id"
    | "hook_id"
    | "debrief_id"
    | "conversation_id"
    | "emergency_id"
    | "file_id";
  place: Pick<SealedPlace, "table" | "author">;
  /** The number under which a key stood among those of the chats, where it did: key and text are bound to it for ever. */
  formerly?: (id: number) => number;
}

/** The notes of contact records. */
export const noteKind: Kind = {
  table: "note_wrap",
  id: "record_id",
  place: { table: "record_note", author: "counsellor" },
};

/** Mails on their way. */
export const mailKind: Kind = { table: "mail_wrap", id: "mail_id", place: { table: "mail", author: "porchlight" } };

/** The addresses of those who asked to be written to. */
export const callbackKind: Kind = {
  table: "callback_wrap",
  id: "callback_id",
  place: { table: "callback", author: "youth" },
};

/** The addresses of the staff. */
export const staffKind: Kind = {
  table: "staff_wrap",
  id: "staff_id",
  place: { table: "staff_address", author: "staff" },
  formerly: (id) => -id,
};

/** The telephone numbers that members have given for emergencies. */
export const phoneKind: Kind = {
  table: "phone_wrap",
  id: "staff_id",
  place: { table: "staff_phone", author: "staff" },
};

/** The address of the web that is told what whoever is on call is told. */
export const hookKind: Kind = {
  table: "hook_wrap",
  id: "hook_id",
  place: { table: "on_call_hook", author: "staff" },
  formerly: () => -1_000_000_000,
};

/** What counsellors said of a chat of theirs: supervisors read it who do not hold the team key. */
export const debriefKind: Kind = {
  table: "debrief_wrap",
  id: "debrief_id",
  place: { table: "debrief", author: "counsellor" },
};

/** What is written of emergencies. */
export const emergencyKind: Kind = {
  table: "emergency_wrap",
  id: "emergency_id",
  place: { table: "emergency_note", author: "staff" },
};

/** What stands beside something that was wrong with a chat: it outlasts the words of that chat. */
export const concernKind: Kind = {
  table: "concern_wrap",
  id: "file_id",
  place: { table: "concern_file", author: "staff" },
};

/** Thanks of young people: they are passed on to counsellors. */
export const thanksKind: Kind = {
  table: "thanks_wrap",
  id: "conversation_id",
  place: { table: "thank_you", author: "youth" },
};

/** All of them. */
export const keyKinds: Kind[] = [
  ...[noteKind, mailKind, callbackKind, staffKind, hookKind],
  ...[debriefKind, emergencyKind, thanksKind, phoneKind, concernKind],
];

const wrapVersion = 1;

/** What a key of a kind is bound to where it lies under a master key. */
export function labelOfKey({ table, formerly }: Kind, id: number): string {
  return formerly ? `wrap|${formerly(id)}|live|${wrapVersion}` : `${table}|${id}|${wrapVersion}`;
}

/**
 * The keys of one kind in keys.db. `ready` gives the master key that wraps them, or throws `locked`; while one only `standsIn` for it,
 * no key of before is written over.
 */
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
    // What stands there can open nothing any more: of another master key, or of a change that was never committed.
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
