import { randomBytes } from "node:crypto";
import type { KeysTx, Reader, Writer } from "#src/db/query.ts";
import { k } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import { labelOf, openBytes, openText, padded, type SealedPlace, sealBytes, sealText, unpadded } from "../seal.ts";
import { type AddressKeys, openAddressKeys } from "./address-keys.ts";
import { type CodeKeys, openCodeKeys } from "./code-keys.ts";
import { labelOfWrap } from "./former-keys.ts";
import { type KeySheets, openKeySheets } from "./key-sheets.ts";
import type { MasterKey } from "./master-key.ts";
import { type BesideMaster, type OwnMaster, openMasters } from "./masters.ts";
import {
  callbackKind,
  concernKind,
  debriefKind,
  emergencyKind,
  hookKind,
  mailKind,
  noteKind,
  type OwnKeys,
  openOwnKeys,
  phoneKind,
  staffKind,
  thanksKind,
} from "./own-keys.ts";
import { openSecretWords, type SecretWords } from "./secret-words.ts";
import { type OpenTeam, openTeamKeys, type TeamKeys } from "./team-keys.ts";
import { openSealed, sealTo } from "./team-seal.ts";

/** The keys of the conversations. Every word goes through here on its way to the disk and back. */
export interface Keyring extends OwnMaster {
  /** Makes the key of a new conversation and stores it wrapped. Throws HelplineError `locked` without a master key. */
  create(keys: Writer, conversationId: number): void;
  /**
   * Words of a conversation whose key the team alone has are sealed to the team. Throws HelplineError `locked` when there is no
   * key to be had.
   */
  seal(place: SealedPlace, text: string): Uint8Array;
  /** null when it cannot be opened. */
  open(place: SealedPlace, blob: Uint8Array): string | null;
  /** Deletes the key of a conversation once the change is stored: its words can never be read again. */
  destroy(tx: Pick<KeysTx, "erase">, conversationId: number): void;
  /**
   * Leaves the key of a conversation that is over to the team alone: sealed to the team key, and once the change is stored no
   * more under the master key. False before there is a team key, and where its key cannot be had.
   */
  sealToTeam(tx: Pick<KeysTx, "keys" | "erase">, conversationId: number): boolean;
  /** The conversations (ids) whose keys lie under the master key that works. */
  live(): number[];
  /** Whether only the team key opens its words. */
  isSealed(conversationId: number): boolean;
  /** The same keys, with which those of the team open too. */
  withTeam(open: OpenTeam): Keyring;
  /** The team keys, and who holds them. */
  readonly team: TeamKeys;
  /** The recovery sheets that open them. */
  readonly sheets: KeySheets;
  /** The keys of conversations as the codes of young people open them. */
  readonly codes: CodeKeys;
  /** The words by which young people keep others who have their phone out of their chats. */
  readonly secrets: SecretWords;
  /** The keys of the notes of contact records: each note has its own, and goes in its own time. */
  readonly notes: OwnKeys;
  /** The keys of mails that are on their way, gone with each. */
  readonly mails: OwnKeys;
  /** The keys of the addresses of those who asked to be written to. */
  readonly callbacks: OwnKeys;
  /** The keys of the addresses of the staff, gone with each. */
  readonly addresses: OwnKeys;
  /** The keys of the telephone numbers that members have given for emergencies, gone with each. */
  readonly phones: OwnKeys;
  /** The key of the address of the web that is told what whoever is on call is told. */
  readonly hooks: OwnKeys;
  /** The keys of what counsellors said of their chats, gone with each. */
  readonly debriefs: OwnKeys;
  /** The keys of where people write from, which two of the staff open together. */
  readonly places: AddressKeys;
  /** The keys of what is written of emergencies, gone with each. */
  readonly emergencies: OwnKeys;
  /** The keys of what stands beside something that was wrong with a chat, gone with each. */
  readonly concerns: OwnKeys;
  /** The keys of thanks of young people, gone with each. */
  readonly thanks: OwnKeys;
  /** Whether the key of a conversation lies under a master key that is not at hand, and one stands in for it. */
  isElsewhere(conversationId: number): boolean;
}

const wrapVersion = 1;
/** The first byte of words that are sealed to the team; those under the key of a conversation begin with 1. */
const toTeam = 2;
const keptInMemory = 20_000;

/** The keyring over keys.db. `master` as read from its file at start, and what is `beside` it. */
export function openKeyring(keys: Reader, master: MasterKey | "unreadable" | null, beside: BesideMaster = {}): Keyring {
  const known = new Map<number, Uint8Array>();
  const masters = openMasters(keys, master, beside);
  const { ready, former, current: _current, ...own } = masters;

  function create(writer: Writer, conversationId: number) {
    wrap(writer, conversationId, randomBytes(32));
    // That of such an orphan would be asked of somebody who never chose it.
    writer.run(k.deleteFrom("secret_word").where("conversation_id", "=", conversationId));
  }

  function wrap(writer: Writer, conversationId: number, key: Uint8Array) {
    const { id, wrapping } = ready();
    const bytes = sealBytes(wrapping, labelOfWrap(conversationId), key);
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
    const now = masters.current();
    const wrap = now && wrapOf(conversationId);
    const isOpen = wrap && wrap.master_key_id === now.id;
    const key = isOpen ? openBytes(now.wrapping, labelOfWrap(conversationId), wrap.bytes) : null;
    // One that is left to the team is about to be deleted, and stays in nobody's memory.
    if (key && !sealedKey(conversationId)) remember(conversationId, key);
    return key;
  }

  function wrapOf(conversationId: number) {
    const of = k.selectFrom("wrap").select(["master_key_id", "bytes"]).where("conversation_id", "=", conversationId);
    return keys.first(of.where("kind", "=", "live"));
  }

  function isElsewhere(conversationId: number): boolean {
    return own.standsIn !== null && keyOf(conversationId) === null && wrapOf(conversationId) !== undefined;
  }

  function remember(conversationId: number, key: Uint8Array) {
    if (known.size >= keptInMemory) known.clear();
    known.set(conversationId, key);
  }

  function sealToTeam(tx: Pick<KeysTx, "keys" | "erase">, conversationId: number): boolean {
    const to = team.current();
    const key = keyOf(conversationId);
    if (!to || !key) return false;
    const bytes = sealTo(to.publicKey, sealedLabel(conversationId), key);
    const row = { conversation_id: conversationId, team_key_id: to.id, version: wrapVersion, bytes };
    tx.keys.run(k.replaceInto("team_sealed").values(row));
    tx.erase(k.deleteFrom("wrap").where("conversation_id", "=", conversationId));
    known.delete(conversationId);
    return true;
  }

  /** version(1) | id of the team key(4) | as `sealTo`: for words that are written when a conversation is over. */
  function sealTextToTeam(place: SealedPlace, text: string): Uint8Array {
    const to = team.current();
    if (isElsewhere(place.conversationId)) throw new HelplineError("locked", "youth.refused.shut");
    if (!to || !sealedKey(place.conversationId)) throw new HelplineError("locked");
    const head = Buffer.alloc(5, toTeam);
    head.writeUInt32BE(to.id, 1);
    return Buffer.concat([head, sealTo(to.publicKey, labelOf(place), padded(text))]);
  }

  function openTextByTeam(open: OpenTeam, place: SealedPlace, blob: Uint8Array): string | null {
    const pair = blob.length > 5 ? open.get(Buffer.from(blob).readUInt32BE(1)) : undefined;
    const bytes = pair && openSealed(pair, labelOf(place), blob.subarray(5));
    return bytes ? unpadded(bytes) : null;
  }

  function sealedKey(conversationId: number) {
    const of = k.selectFrom("team_sealed").select(["team_key_id", "bytes"]);
    return keys.first(of.where("conversation_id", "=", conversationId));
  }

  /** The key of a conversation that is over, for whoever has opened the team key. It is kept nowhere. */
  function keyByTeam(open: OpenTeam, conversationId: number): Uint8Array | null {
    const sealed = sealedKey(conversationId);
    const pair = sealed && open.get(sealed.team_key_id);
    return pair ? openSealed(pair, sealedLabel(conversationId), sealed.bytes) : null;
  }

  const team = openTeamKeys(keys);

  const keyring: Keyring = {
    ...own,
    isElsewhere,
    team,
    sheets: openKeySheets(keys),
    codes: openCodeKeys(keys, { keyOf, wrap, locating: () => [ready(), ...former.all()].map((one) => one.locating) }),
    secrets: openSecretWords(keys, masters),
    sealToTeam,
    live: () => {
      const of = k.selectFrom("wrap").select("conversation_id as id").where("conversation_id", ">", 0);
      return keys.all(of.where("master_key_id", "=", masters.current()?.id ?? 0)).map(({ id }) => id);
    },
    isSealed: (conversationId) => keyOf(conversationId) === null && sealedKey(conversationId) !== undefined,
    withTeam: (open) => ({
      ...keyring,
      open: (place, blob) => {
        if (blob[0] === toTeam) return openTextByTeam(open, place, blob);
        const key = keyOf(place.conversationId) ?? keyByTeam(open, place.conversationId);
        return key ? openText(key, place, blob) : null;
      },
    }),
    debriefs: openOwnKeys(keys, masters, debriefKind),
    places: openAddressKeys(keys),
    emergencies: openOwnKeys(keys, masters, emergencyKind),
    concerns: openOwnKeys(keys, masters, concernKind),
    thanks: openOwnKeys(keys, masters, thanksKind),
    notes: openOwnKeys(keys, masters, noteKind),
    mails: openOwnKeys(keys, masters, mailKind),
    callbacks: openOwnKeys(keys, masters, callbackKind),
    addresses: openOwnKeys(keys, masters, staffKind),
    phones: openOwnKeys(keys, masters, phoneKind),
    hooks: openOwnKeys(keys, masters, hookKind),
    create,
    seal: (place, text) => {
      const key = keyOf(place.conversationId);
      return key ? sealText(key, place, text) : sealTextToTeam(place, text);
    },
    open: (place, blob) => {
      const key = keyOf(place.conversationId);
      return key ? openText(key, place, blob) : null;
    },
    destroy: (tx, conversationId) => {
      known.delete(conversationId);
      tx.erase(k.deleteFrom("wrap").where("conversation_id", "=", conversationId));
      tx.erase(k.deleteFrom("team_sealed").where("conversation_id", "=", conversationId));
      keyring.codes.destroy(tx, conversationId);
      keyring.secrets.destroy(tx, conversationId);
    },
  };
  return keyring;
}

/** Makes a master key known to keys.db. From then on new conversations are wrapped with it. */
export function acceptMasterKey(keys: Writer, master: MasterKey, at: number) {
  keys.run(k.insertInto("master_key").values({ fingerprint: master.fingerprint, created_at: at, retired_at: null }));
}

function sealedLabel(conversationId: number): string {
  return `sealed|${conversationId}|${wrapVersion}`;
}
