import type { Tx } from "#src/db/db.ts";
import type { Emit } from "#src/events.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { mailReady, queueMail } from "#src/mail/outbox.ts";
import { textsFor } from "#src/settings/texts/texts.ts";
import { ownAddress } from "./accounts/own-address.ts";
import { staffMember } from "./staff.ts";

/**
 * Tells a member by mail that something waits for them and no more: who looks at the phone beside them learns nothing. `link` leads to
 * the staff's side; null where nobody knows it. Nobody is told who gave no address, or while no mail can be sent.
 */
export function writeWaits(tx: Tx, emit: Emit, { staffId, link }: { staffId: number; link: string | null }): void {
  const to = ownAddress(tx, staffId)?.address ?? "";
  const member = staffMember(tx, staffId);
  if (to === "" || !member || !mailReady(tx)) return;
  // About nothing: what lies in the outbox leads to nobody and to no chat.
  queueMail(tx, emit, { to, ...waitsWords(textsFor(tx, member.language), link), purpose: "concern", about: null });
}

/** Its subject and text in the words of `t`. */
export function waitsWords(t: Translate, link: string | null): { subject: string; text: string } {
  const text = [t("mail.staff.waits.text"), ...(link === null ? [] : [link])].join("\n\n");
  return { subject: t("mail.staff.waits.subject"), text };
}
