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
  practiceKind,
  staffKind,
  thanksKind,
} from "./own-keys.ts";
import { openSecretWords, type SecretWords } from "./secret-words.ts";
import { type OpenTeam, openTeamKeys, type TeamKeys } from "./team-keys.ts";
import { openSealed, sealTo } from "./team-seal.ts";

/** The keys of the conversations. Every word passes through here on its way to the disk and back. */
export interface Keyring extends OwnMaster {
  create(keys: Writer, conversationId: number): void;
  /** Seals words, to the team if only the team has the conversation's key. Throws HelplineError `locked` without a key. */
  seal(place: SealedPlace, text: string): Uint8Array;
  open(place: SealedPlace, blob: Uint8Array): string | null;
  /** Deletes the key once the change is stored: the words can never be read again. */
  destroy(tx: Pick<KeysTx, "erase">, conversationId: number): void;
  /** Leaves an ended conversation's key to the team alone, once the change is stored. False if either key is not available. */
  sealToTeam(tx: Pick<KeysTx, "keys" | "erase">, conversationId: number): boolean;
  live(): number[];
  isSealed(conversationId: number): boolean;
  withTeam(open: OpenTeam): Keyring;
  readonly team: TeamKeys;
  readonly sheets: KeySheets;
  readonly codes: CodeKeys;
  readonly secrets: SecretWords;
  readonly notes: OwnKeys;
  readonly mails: OwnKeys;
  readonly callbacks: OwnKeys;
  /** Email addresses of the staff; where young people write from is in `places`. */
  readonly addresses: OwnKeys;
  readonly phones: OwnKeys;
  readonly hooks: OwnKeys;
  readonly debriefs: OwnKeys;
  readonly places: AddressKeys;
  readonly emergencies: OwnKeys;
  readonly concerns: OwnKeys;
  readonly thanks: OwnKeys;
  readonly practices: OwnKeys;
  isElsewhere(conversationId: number): boolean;
}

const wrapVersion = 1;
/** The first byte of words sealed to the team; those under a conversation's key begin with 1. */
const toTeam = 2;
const keptInMemory = 20_000;

/** Opens the keyring over keys.db with the master key that was read at start. */
export function openKeyring(keys: Reader, master: MasterKey | "unreadable" | null, beside: BesideMaster = {}): Keyring {
  const known = new Map<number, Uint8Array>();
  const masters = openMasters(keys, master, beside);
  const { ready, former, current: _current, ...own } = masters;

  function create(writer: Writer, conversationId: number) {
    wrap(writer, conversationId, randomBytes(32));
    // An orphan's secret word would be asked of someone who never chose it.
    writer.run(k.deleteFrom("secret_word").where("conversation_id", "=", conversationId));
  }

  function wrap(writer: Writer, conversationId: number, key: Uint8Array) {
    const { id, wrapping } = ready();
    const bytes = sealBytes(wrapping, labelOfWrap(conversationId), key);
    // A change that was never committed may have left an orphan under this number: the new key replaces it.
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
    // A key that is left to the team is about to be deleted, so it stays in nobody's memory.
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

  // version(1) | id of the team key(4) | as `sealTo`: for words written once the conversation is over.
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
    sheets: openKeySheets(keys, masters),
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
    practices: openOwnKeys(keys, masters, practiceKind),
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

/** Makes a master key known to keys.db; new conversations are wrapped with it from then on. */
export function acceptMasterKey(keys: Writer, master: MasterKey, at: number) {
  keys.run(k.insertInto("master_key").values({ fingerprint: master.fingerprint, created_at: at, retired_at: null }));
}

function sealedLabel(conversationId: number): string {
  return `sealed|${conversationId}|${wrapVersion}`;
}
