import { randomBytes } from "node:crypto";
import type { Reader, Tx } from "#src/db/db.ts";
import { k } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import { openBytes, openText, sealBytes, sealText } from "./seal.ts";

/** The keys of the notes of contact records, one for each. */
export interface NoteKeys {
  /** Seals a note, making its key where it has none yet. Throws HelplineError `locked` when there is no key to be had. */
  seal(tx: Pick<Tx, "keys">, recordId: number, text: string): Uint8Array;
  /** null when it cannot be opened. */
  open(recordId: number, blob: Uint8Array): string | null;
  /** Deletes the key once the change is stored: the note can never be read again. */
  destroy(tx: Pick<Tx, "erase">, recordId: number): void;
}

const wrapVersion = 1;

/** The keys of notes in keys.db. `ready` gives the master key that wraps them, or throws `locked`. */
export function openNoteKeys(keys: Reader, ready: () => { id: number; wrapping: Uint8Array }): NoteKeys {
  function keyOf(recordId: number): Uint8Array | null {
    const { id, wrapping } = ready();
    const of = k.selectFrom("note_wrap").select("bytes").where("record_id", "=", recordId);
    const wrap = keys.first(of.where("master_key_id", "=", id));
    return wrap ? openBytes(wrapping, label(recordId), wrap.bytes) : null;
  }

  function create(tx: Pick<Tx, "keys">, recordId: number): Uint8Array {
    const { id, wrapping } = ready();
    const key = randomBytes(32);
    const bytes = sealBytes(wrapping, label(recordId), key);
    // What stands there can open nothing any more: of another master key, or of a change that was never committed.
    tx.keys.run(
      k.replaceInto("note_wrap").values({ record_id: recordId, master_key_id: id, version: wrapVersion, bytes }),
    );
    return key;
  }

  return {
    seal: (tx, recordId, text) => sealText(keyOf(recordId) ?? create(tx, recordId), placeOf(recordId), text),
    open: (recordId, blob) => {
      try {
        const key = keyOf(recordId);
        return key ? openText(key, placeOf(recordId), blob) : null;
      } catch (error) {
        if (error instanceof HelplineError) return null;
        throw error;
      }
    },
    destroy: (tx, recordId) => tx.erase(k.deleteFrom("note_wrap").where("record_id", "=", recordId)),
  };
}

/** The conversation of a note is none: it is the record's, however it came. */
function placeOf(recordId: number) {
  return { table: "record_note", conversationId: 0, number: recordId, author: "counsellor" } as const;
}

function label(recordId: number): string {
  return `note_wrap|${recordId}|${wrapVersion}`;
}
