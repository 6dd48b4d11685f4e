import type { Tx } from "#src/db/db.ts";
import type { Emit } from "#src/events.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { mailReady, queueMail } from "#src/mail/outbox.ts";
import { textsFor } from "#src/settings/texts/texts.ts";
import { ownAddress } from "./accounts/own-address.ts";
import { staffMember } from "./staff.ts";

/** Mails a member only that something waits, so that someone who sees their phone learns nothing. `link`: null if not known. */
export function writeWaits(tx: Tx, emit: Emit, { staffId, link }: { staffId: number; link: string | null }): void {
  const to = ownAddress(tx, staffId)?.address ?? "";
  const member = staffMember(tx, staffId);
  if (to === "" || !member || !mailReady(tx)) return;
  // About nothing, so that the outbox leads to no person and no chat.
  queueMail(tx, emit, { to, ...waitsWords(textsFor(tx, member.language), link), purpose: "concern", about: null });
}

/** The mail's subject and text. */
export function waitsWords(t: Translate, link: string | null): { subject: string; text: string } {
  const text = [t("mail.staff.waits.text"), ...(link === null ? [] : [link])].join("\n\n");
  return { subject: t("mail.staff.waits.subject"), text };
}
