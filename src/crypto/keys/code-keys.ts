import { createHmac, randomBytes } from "node:crypto";
import type { KeysTx, Reader, Writer } from "#src/db/query.ts";
import { k } from "#src/db/schema.ts";
import { keyOfPassword, newPasswordSalt } from "../password.ts";
import { openBytes, openText, type SealedPlace, sealBytes } from "../seal.ts";

export interface CodeLock {
  salt: Uint8Array;
  key: Uint8Array;
}

/** The keys of conversations again, each sealed so that a return code alone opens it. */
export interface CodeKeys {
  /** What a code is found by: without the master key nobody can try codes against it. Throws HelplineError `locked`. */
  locatorOf(code: string): string;
  locatorsOf(code: string): string[];
  /** Takes as long for null, and so does `opens`, so that timing tells nothing. */
  lockFor(code: string, conversationId: number | null): Promise<CodeLock>;
  opens(conversationId: number | null, lock: CodeLock): boolean;
  seal(tx: Pick<KeysTx, "keys">, conversationId: number, sealed: { codeId: number; lock: CodeLock }): boolean;
  drop(tx: Pick<KeysTx, "erase">, codeId: number): void;
  giveBack(tx: Pick<KeysTx, "keys" | "erase">, conversationId: number, lock: CodeLock): boolean;
  openWith(lock: CodeLock, place: SealedPlace, blob: Uint8Array): string | null;
  passOn(tx: Pick<KeysTx, "keys">, passed: { earlierId: number; conversationId: number; lock: CodeLock }): boolean;
  openEarlier(conversationId: number, place: SealedPlace, blob: Uint8Array): string | null;
  takeBack(tx: Pick<KeysTx, "erase">, conversationId: number): void;
  destroy(tx: Pick<KeysTx, "erase">, conversationId: number): void;
}

const wrapVersion = 1;

/** Opens the code keys in keys.db. `keyOf` reads a key that lies under the master key, `wrap` puts one there. */
export function openCodeKeys(
  keys: Reader,
  own: {
    keyOf: (conversationId: number) => Uint8Array | null;
    wrap: (writer: Writer, conversationId: number, key: Uint8Array) => void;
    /** Newest first. */
    locating: () => Uint8Array[];
  },
): CodeKeys {
  const nobodys = sealBytes(randomBytes(32), label(0), randomBytes(32));

  function sealed(conversationId: number | null) {
    if (conversationId === null) return undefined;
    return keys.first(k.selectFrom("code_wrap").selectAll().where("conversation_id", "=", conversationId));
  }

  function open(conversationId: number | null, { key }: CodeLock): Uint8Array | null {
    return openBytes(key, label(conversationId ?? 0), sealed(conversationId)?.bytes ?? nobodys);
  }

  const locatorsOf = (code: string) =>
    own.locating().map((key) => createHmac("sha256", key).update(code).digest("hex"));

  return {
    locatorOf: (code) => locatorsOf(code)[0]!,
    locatorsOf,
    lockFor: async (code, conversationId) => {
      const salt = sealed(conversationId)?.salt ?? newPasswordSalt();
      return { salt, key: await keyOfPassword(code, salt) };
    },
    opens: (conversationId, lock) => open(conversationId, lock) !== null,
    seal: (tx, conversationId, { codeId, lock }) => {
      const key = own.keyOf(conversationId);
      if (!key) return false;
      const bytes = sealBytes(lock.key, label(conversationId), key);
      const row = { conversation_id: conversationId, code_id: codeId, salt: lock.salt, version: wrapVersion, bytes };
      tx.keys.run(k.replaceInto("code_wrap").values(row));
      return true;
    },
    drop: (tx, codeId) => tx.erase(k.deleteFrom("code_wrap").where("code_id", "=", codeId)),
    giveBack: (tx, conversationId, lock) => {
      if (own.keyOf(conversationId)) return true;
      const key = open(conversationId, lock);
      if (!key) return false;
      own.wrap(tx.keys, conversationId, key);
      tx.erase(k.deleteFrom("team_sealed").where("conversation_id", "=", conversationId));
      return true;
    },
    openWith: (lock, place, blob) => {
      const key = open(place.conversationId, lock);
      return key ? openText(key, place, blob) : null;
    },
    passOn: (tx, { earlierId, conversationId, lock }) => {
      const [to, key] = [own.keyOf(conversationId), open(earlierId, lock)];
      if (!to || !key) return false;
      const bytes = sealBytes(to, earlierLabel(conversationId, earlierId), key);
      const row = { conversation_id: conversationId, earlier_id: earlierId, version: wrapVersion, bytes };
      tx.keys.run(k.replaceInto("earlier_wrap").values(row));
      return true;
    },
    openEarlier: (conversationId, place, blob) => {
      const to = own.keyOf(conversationId);
      const passed = k.selectFrom("earlier_wrap").select("bytes").where("conversation_id", "=", conversationId);
      const wrap = keys.first(passed.where("earlier_id", "=", place.conversationId));
      const key = to && wrap && openBytes(to, earlierLabel(conversationId, place.conversationId), wrap.bytes);
      return key ? openText(key, place, blob) : null;
    },
    takeBack,
    destroy: (tx, conversationId) => {
      takeBack(tx, conversationId);
      tx.erase(k.deleteFrom("earlier_wrap").where("earlier_id", "=", conversationId));
      tx.erase(k.deleteFrom("code_wrap").where("conversation_id", "=", conversationId));
    },
  };
}

function takeBack(tx: Pick<KeysTx, "erase">, conversationId: number) {
  tx.erase(k.deleteFrom("earlier_wrap").where("conversation_id", "=", conversationId));
}

function earlierLabel(conversationId: number, earlierId: number): string {
  return `earlier|${conversationId}|${earlierId}|${wrapVersion}`;
}

function label(conversationId: number): string {
  return `code|${conversationId}|${wrapVersion}`;
}
