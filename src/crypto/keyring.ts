import { createHmac, randomBytes } from "node:crypto";
import type { Reader, Tx, Writer } from "#src/db/db.ts";
import { k } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { MasterKey } from "./master-key.ts";
import { callbackKind, hookKind, mailKind, noteKind, type OwnKeys, openOwnKeys, staffKind } from "./own-keys.ts";
import { openBytes, openText, type Place, sealBytes, sealText } from "./seal.ts";

/** `missing`, `wrong` and `unreadable` mean locked: public pages work, no words can be opened or written. */
export type KeyState = "ready" | "missing" | "wrong" | "unreadable";

/** The keys of the conversations. Every word goes through here on its way to the disk and back. */
export interface Keyring {
  state(): KeyState;
  /** Makes the key of a new conversation and stores it wrapped. Throws HelplineError `locked` without a master key. */
  create(keys: Writer, conversationId: number): void;
  /**
   * The secret of the cookie that belongs to a start: the same form gets the same one, however often and late it comes,
   * so a copy of it that was delayed on the way shuts nobody out. Throws HelplineError `locked` without a master key.
   */
  cookieOf(startId: string): string;
  /** Throws HelplineError `locked` when the conversation's key cannot be had. */
  seal(place: Place, text: string): Uint8Array;
  /** null when it cannot be opened. */
  open(place: Place, blob: Uint8Array): string | null;
  /** Deletes the key of a conversation once the change is stored: its words can never be read again. */
  destroy(tx: Pick<Tx, "erase">, conversationId: number): void;
  /** The keys of the notes of contact records: each note has its own, and goes in its own time. */
  readonly notes: OwnKeys;
  /** The keys of mails that are on their way, gone with each. */
  readonly mails: OwnKeys;
  /** The keys of the addresses of those who asked to be written to, gone with each. */
  readonly callbacks: OwnKeys;
  /** The keys of the addresses of the staff, gone with each. */
  readonly addresses: OwnKeys;
  /** The key of the address of the web that is told what whoever is on call is told. */
  readonly hooks: OwnKeys;
  /**
   * A mark by which the same text is known again, and by which nobody finds out what it was who has not the master key.
   * Throws HelplineError `locked` without one.
   */
  markOf(text: string): string;
  /** Seals what the helpline itself must keep secret, under the master key and a name. Throws HelplineError `locked` without one. */
  sealOwn(name: string, text: string): Uint8Array;
  /** What the codes of the audit trail are made with, and the id of its master key; null without one. */
  trailKey(): TrailKey | null;
  /** null when it cannot be opened. */
  openOwn(name: string, blob: Uint8Array): string | null;
}

/** HMAC-SHA256 of pieces one behind the other, under the key of the audit trail. */
export interface TrailKey {
  masterKeyId: number;
  code(...pieces: (Uint8Array | string)[]): Uint8Array;
}

const wrapVersion = 1;
const keptInMemory = 20_000;

/** The keyring over keys.db. `master` as read from its file at start. */
export function openKeyring(keys: Reader, master: MasterKey | "unreadable" | null): Keyring {
  const known = new Map<number, Uint8Array>();
  let masterKeyId: number | undefined;

  function state(): KeyState {
    if (master === null) return "missing";
    if (master === "unreadable") return "unreadable";
    return currentMasterKeyId() === undefined ? "wrong" : "ready";
  }

  function currentMasterKeyId(): number | undefined {
    if (masterKeyId !== undefined || master === null || master === "unreadable") return masterKeyId;
    const row = keys.first(k.selectFrom("master_key").select("id").where("fingerprint", "=", master.fingerprint));
    masterKeyId = row?.id;
    return masterKeyId;
  }

  function ready(): { id: number; wrapping: Uint8Array } {
    const id = currentMasterKeyId();
    if (id === undefined || master === null || master === "unreadable") throw new HelplineError("locked");
    return { id, wrapping: master.wrapping };
  }

  function create(writer: Writer, conversationId: number) {
    const { id, wrapping } = ready();
    const key = randomBytes(32);
    const bytes = sealBytes(wrapping, label(conversationId), key);
    // An orphan of a change that was never committed may stand under this number: the new key replaces it.
    writer.run(
      k.replaceInto("wrap").values({
        conversation_id: conversationId,
        kind: "live",
        master_key_id: id,
        version: wrapVersion,
        bytes,
      }),
    );
    remember(conversationId, key);
  }

  function keyOf(conversationId: number): Uint8Array | null {
    const cached = known.get(conversationId);
    if (cached) return cached;
    const id = currentMasterKeyId();
    if (id === undefined || master === null || master === "unreadable") return null;
    const wrap = keys.first(
      k
        .selectFrom("wrap")
        .select("bytes")
        .where("conversation_id", "=", conversationId)
        .where("kind", "=", "live")
        .where("master_key_id", "=", id),
    );
    const key = wrap ? openBytes(master.wrapping, label(conversationId), wrap.bytes) : null;
    if (key) remember(conversationId, key);
    return key;
  }

  function remember(conversationId: number, key: Uint8Array) {
    if (known.size >= keptInMemory) known.clear();
    known.set(conversationId, key);
  }

  function cookieOf(startId: string): string {
    if (master === null || master === "unreadable") throw new HelplineError("locked");
    return createHmac("sha256", master.cookies).update(startId).digest("base64url");
  }

  function markOf(text: string): string {
    if (state() !== "ready" || master === null || master === "unreadable") throw new HelplineError("locked");
    return createHmac("sha256", master.marks).update(text).digest("hex");
  }

  function trailKey(): TrailKey | null {
    const masterKeyId = currentMasterKeyId();
    if (masterKeyId === undefined || master === null || master === "unreadable") return null;
    const { audit } = master;
    return {
      masterKeyId,
      code: (...pieces) => {
        const code = createHmac("sha256", audit);
        for (const piece of pieces) code.update(piece);
        return code.digest();
      },
    };
  }

  return {
    state,
    trailKey,
    notes: openOwnKeys(keys, ready, noteKind),
    mails: openOwnKeys(keys, ready, mailKind),
    callbacks: openOwnKeys(keys, ready, callbackKind),
    addresses: openOwnKeys(keys, ready, staffKind),
    hooks: openOwnKeys(keys, ready, hookKind),
    markOf,
    sealOwn: (name, text) => sealBytes(ready().wrapping, `own|${name}`, Buffer.from(text, "utf8")),
    openOwn: (name, blob) =>
      state() === "ready" ? (openBytes(ready().wrapping, `own|${name}`, blob)?.toString("utf8") ?? null) : null,
    create,
    cookieOf,
    seal: (place, text) => {
      const key = keyOf(place.conversationId);
      if (!key) throw new HelplineError("locked");
      return sealText(key, place, text);
    },
    open: (place, blob) => {
      const key = keyOf(place.conversationId);
      return key ? openText(key, place, blob) : null;
    },
    destroy: (tx, conversationId) => {
      known.delete(conversationId);
      tx.erase(k.deleteFrom("wrap").where("conversation_id", "=", conversationId));
    },
  };
}

/** Makes a master key known to keys.db. From then on new conversations are wrapped with it. */
export function acceptMasterKey(keys: Writer, master: MasterKey, at: number) {
  keys.run(k.insertInto("master_key").values({ fingerprint: master.fingerprint, created_at: at }));
}

function label(conversationId: number): string {
  return `wrap|${conversationId}|live|${wrapVersion}`;
}
