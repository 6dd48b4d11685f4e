import type { Tx } from "#src/db/db.ts";
import type { Emit } from "#src/events.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { mailReady, queueMail } from "#src/mail/outbox.ts";
import { textsFor } from "#src/settings/texts/texts.ts";
import { ownAddress } from "#src/staff/accounts/own-address.ts";
import { type ReadAlone, toldOfReading } from "./read-alone.ts";

/** Mails everyone in `toldOfReading` that a chat was read alone (PROMISES.md SG14). Their pages say so without mail too. */
export function tellReadAlone(tx: Tx, emit: Emit, of: ReadAlone): void {
  if (!mailReady(tx)) return;
  for (const one of toldOfReading(tx, of)) {
    const to = ownAddress(tx, one.id)?.address;
    if (!to) continue;
    const words = readAloneWords(textsFor(tx, one.language));
    queueMail(tx, emit, { to, ...words, purpose: of.why === "concern" ? "concern" : "read_alone", about: null });
  }
}

/** Returns subject and text, which say neither whose chat it was nor who read it. */
export function readAloneWords(t: Translate): { subject: string; text: string } {
  return { subject: t("mail.staff.read_alone.subject"), text: t("mail.staff.read_alone.text") };
}
