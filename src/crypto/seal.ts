import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

const version = 1;
const ivBytes = 12;
const tagBytes = 16;
const paddedTo = 256;

/** Where a sealed text stands. It only opens in its own place: a blob moved to another row is refused. */
export interface SealedPlace {
  table:
    | "message"
    | "message_sent"
    | "draft"
    | "approach"
    | "debrief"
    | "thank_you"
    | "chosen"
    | "handover"
    | "concern"
    | "concern_file"
    | "help_wanted"
    | "side_note"
    | "note_draft"
    | "shift_note"
    | "shift_draft"
    | "record_note"
    | "emergency_note"
    | "address"
    | "mail"
    | "staff_address"
    | "staff_phone"
    | "on_call_hook"
    | "callback";
  conversationId: number;
  /**
   * The seq of a message or note, the staff id of a draft, the number of a hand-over or of help that is wanted, when a
   * concern was said, the id of a contact record, an emergency, a mail or a callback; 0 of what was chosen.
   */
  number: number;
  author: string;
}

/**
 * Seals a text with AES-256-GCM (NIST SP 800-38D): version(1) | iv(12) | ciphertext padded to 256 bytes | tag(16).
 * The padding hides the exact length of what somebody wrote.
 */
export function sealText(key: Uint8Array, place: SealedPlace, text: string): Uint8Array {
  return sealBytes(key, labelOf(place), padded(text));
}

/** A text as bytes whose number says little of its length. */
export function padded(text: string): Buffer {
  const bytes = Buffer.from(text, "utf8");
  const all = Buffer.alloc(Math.ceil((bytes.length + 4) / paddedTo) * paddedTo);
  all.writeUInt32BE(bytes.length, 0);
  bytes.copy(all, 4);
  return all;
}

/** The text that `padded` made bytes of. */
export function unpadded(bytes: Buffer): string {
  return bytes.subarray(4, 4 + bytes.readUInt32BE(0)).toString("utf8");
}

/** The text again; null when the key is another, the bytes are damaged or stand in another place. */
export function openText(key: Uint8Array, place: SealedPlace, blob: Uint8Array): string | null {
  const bytes = openBytes(key, labelOf(place), blob);
  return bytes && unpadded(bytes);
}

/** Seals raw bytes under a label (the additional data). Form as in `sealText`, without padding. */
export function sealBytes(key: Uint8Array, aad: string, bytes: Uint8Array): Uint8Array {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv("aes-256-gcm", key, iv);
  cipher.setAAD(Buffer.from(aad));
  return Buffer.concat([Buffer.of(version), iv, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}

/** What `sealBytes` sealed; null when anything about it is not as it was. */
export function openBytes(key: Uint8Array, aad: string, blob: Uint8Array): Buffer | null {
  if (blob.length < 1 + ivBytes + tagBytes || blob[0] !== version) return null;
  const decipher = createDecipheriv("aes-256-gcm", key, blob.subarray(1, 1 + ivBytes));
  decipher.setAAD(Buffer.from(aad));
  decipher.setAuthTag(blob.subarray(blob.length - tagBytes));
  try {
    return Buffer.concat([decipher.update(blob.subarray(1 + ivBytes, blob.length - tagBytes)), decipher.final()]);
  } catch {
    return null;
  }
}

/** The place of a text, as what it is sealed with names it. */
export function labelOf(place: SealedPlace): string {
  return `${version}|${place.table}|${place.conversationId}|${place.number}|${place.author}`;
}
