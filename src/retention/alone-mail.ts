import { isPartOf } from "#src/conversation/concern-part.ts";
import type { Tx } from "#src/db/db.ts";
import type { Emit } from "#src/events.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { mailReady, queueMail } from "#src/mail/outbox.ts";
import { textsFor } from "#src/settings/texts.ts";
import { ownAddress } from "#src/staff/own-address.ts";
import { may } from "#src/staff/permissions.ts";
import { everyone } from "#src/staff/staff.ts";

/**
 * Tells every other supervisor and every admin by mail that a chat that is over was read by one alone (safeguarding 14). Of one that
 * something was said to be wrong with, nobody hears who had a part in it. Nobody is told who gave no address, or while no mail can go.
 */
export function tellReadAlone(
  tx: Tx,
  emit: Emit,
  { conversationId, by, isConcern }: { conversationId: number; by: number; isConcern: boolean },
): void {
  if (!mailReady(tx)) return;
  for (const one of everyone(tx)) {
    const hears = may(one, "chat.open") || may(one, "audit.see");
    const to = ownAddress(tx, one.id)?.address;
    if (!hears || !to || one.id === by) continue;
    if (isConcern && isPartOf(tx, conversationId, one.id)) continue;
    const words = readAloneWords(textsFor(tx, one.language));
    queueMail(tx, emit, { to, ...words, purpose: "read_alone", about: null });
  }
}

/** Its subject and text in the words of `t`: nothing of whose chat it was, and of who read it. */
export function readAloneWords(t: Translate): { subject: string; text: string } {
  return { subject: t("mail.staff.read_alone.subject"), text: t("mail.staff.read_alone.text") };
}
