import type { KeysTx, Reader } from "#src/db/query.ts";
import { k } from "#src/db/schema.ts";
import { verifyPassword } from "../password.ts";
import { openBytes, sealBytes } from "../seal.ts";
import type { Masters } from "./masters.ts";

/** The secret words of chats, as sealed hashes: nobody can guess against them without the master key. */
export interface SecretWords {
  isSet(conversationId: number): boolean;
  /** Takes as long, and says no, if there is none. */
  opens(conversationId: number, word: string): Promise<boolean>;
  keep(tx: Pick<KeysTx, "keys">, conversationId: number, hash: string): void;
  passOn(tx: Pick<KeysTx, "keys">, passed: { earlierId: number; conversationId: number }): void;
  destroy(tx: Pick<KeysTx, "erase">, conversationId: number): void;
}

const version = 1;

/** Opens the secret words in keys.db. */
export function openSecretWords(keys: Reader, masters: Pick<Masters, "ready" | "current">): SecretWords {
  const find = (conversationId: number) =>
    keys.first(
      k.selectFrom("secret_word").select(["master_key_id", "bytes"]).where("conversation_id", "=", conversationId),
    );

  function hashOf(conversationId: number): string | null {
    const [now, found] = [masters.current(), find(conversationId)];
    if (!now || found?.master_key_id !== now.id) return null;
    return openBytes(now.wrapping, labelOfSecret(conversationId), found.bytes)?.toString("utf8") ?? null;
  }

  function keep(tx: Pick<KeysTx, "keys">, conversationId: number, hash: string) {
    const { id, wrapping } = masters.ready();
    const bytes = sealBytes(wrapping, labelOfSecret(conversationId), Buffer.from(hash, "utf8"));
    const row = { conversation_id: conversationId, master_key_id: id, version, bytes };
    tx.keys.run(k.replaceInto("secret_word").values(row));
  }

  return {
    isSet: (conversationId) => find(conversationId) !== undefined,
    opens: (conversationId, word) => verifyPassword(word, hashOf(conversationId)),
    keep,
    passOn: (tx, { earlierId, conversationId }) => {
      const hash = hashOf(earlierId);
      if (hash !== null) keep(tx, conversationId, hash);
    },
    destroy: (tx, conversationId) =>
      tx.erase(k.deleteFrom("secret_word").where("conversation_id", "=", conversationId)),
  };
}

/** Returns the label that a secret word's hash is bound to under a master key. */
export function labelOfSecret(conversationId: number): string {
  return `secret_word|${conversationId}|${version}`;
}
