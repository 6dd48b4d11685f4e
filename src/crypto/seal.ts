import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

const version = 1;
const ivBytes = 12;
const tagBytes = 16;
const paddedTo = 256;

/** Where a sealed text stands. It opens only there: a blob that was moved to another row is refused. */
export interface SealedPlace {
  table:
    | "message"
    | "message_sent"
    | "draft"
    | "approach"
    | "ticked_reasons"
    | "goal"
    | "debrief"
    | "thank_you"
    | "chosen"
    | "handover"
    | "handover_draft"
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
    | "callback"
    | "practice";
  conversationId: number;
  /** What tells it apart in its table: a seq, an id, the staff id of a draft, the time of a concern; 0 for `chosen`. */
  number: number;
  author: string;
}

/** Seals a text, AES-256-GCM (NIST SP 800-38D): version(1) | iv(12) | ciphertext, padded to 256 to hide its length | tag(16). */
export function sealText(key: Uint8Array, place: SealedPlace, text: string): Uint8Array {
  return sealBytes(key, labelOf(place), padded(text));
}

/** Returns a text as bytes, padded to a multiple of 256. */
export function padded(text: string): Buffer {
  const bytes = Buffer.from(text, "utf8");
  const all = Buffer.alloc(Math.ceil((bytes.length + 4) / paddedTo) * paddedTo);
  all.writeUInt32BE(bytes.length, 0);
  bytes.copy(all, 4);
  return all;
}

/** Returns the text from the bytes of `padded`. */
export function unpadded(bytes: Buffer): string {
  return bytes.subarray(4, 4 + bytes.readUInt32BE(0)).toString("utf8");
}

/** Opens a text; null if the key or the place differs, or the bytes are damaged. */
export function openText(key: Uint8Array, place: SealedPlace, blob: Uint8Array): string | null {
  const bytes = openBytes(key, labelOf(place), blob);
  return bytes && unpadded(bytes);
}

/** Seals raw bytes under a label (the additional data), as `sealText` but without padding. */
export function sealBytes(key: Uint8Array, aad: string, bytes: Uint8Array): Uint8Array {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv("aes-256-gcm", key, iv);
  cipher.setAAD(Buffer.from(aad));
  return Buffer.concat([Buffer.of(version), iv, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}

/** Opens what `sealBytes` sealed; null if anything about it has changed. */
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

/** Returns the label that a text in this place is bound to. */
export function labelOf(place: SealedPlace): string {
  return `${version}|${place.table}|${place.conversationId}|${place.number}|${place.author}`;
}
