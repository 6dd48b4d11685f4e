import type { Tx } from "#src/db/db.ts";
import type { Emit } from "#src/events.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { mailReady, queueMail } from "#src/mail/outbox.ts";
import { textsFor } from "#src/settings/texts/texts.ts";
import { ownAddress } from "#src/staff/accounts/own-address.ts";
import { type ReadAlone, toldOfReading } from "./read-alone.ts";

/**
 * Tells by mail that a chat that is over was read by one alone (PROMISES.md SG14) whoever is told of it (`toldOfReading`). Nobody is who gave no
 * address, or while no mail can go: it stands on their pages all the same.
 */
export function tellReadAlone(tx: Tx, emit: Emit, of: ReadAlone): void {
  if (!mailReady(tx)) return;
  for (const one of toldOfReading(tx, of)) {
    const to = ownAddress(tx, one.id)?.address;
    if (!to) continue;
    const words = readAloneWords(textsFor(tx, one.language));
    queueMail(tx, emit, { to, ...words, purpose: of.why === "concern" ? "concern" : "read_alone", about: null });
  }
}

/** Its subject and text in the words of `t`: nothing of whose chat it was, and of who read it. */
export function readAloneWords(t: Translate): { subject: string; text: string } {
  return { subject: t("mail.staff.read_alone.subject"), text: t("mail.staff.read_alone.text") };
}
