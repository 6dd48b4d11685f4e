import type { Tx } from "#src/db/db.ts";
import type { Emit } from "#src/events.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { mailReady, queueMail } from "#src/mail/outbox.ts";
import { textsFor } from "#src/settings/texts/texts.ts";
import { staffMember } from "../staff.ts";
import { ownAddress } from "./own-address.ts";

/** `browser`: someone signed in with a browser this account had not used before. */
export const accountNews = ["password", "second_step", "names", "address", "browser"] as const;
type AccountNews = (typeof accountNews)[number];

/** Mails an owner that something they sign in with has changed (OWASP ASVS 5.0, 6.3.7); `to`: their former address, if any. */
export function tellOwner(tx: Tx, emit: Emit, input: { staffId: number; news: AccountNews; to?: string }): void {
  const { staffId, news } = input;
  const to = input.to ?? ownAddress(tx, staffId)?.address ?? "";
  const member = staffMember(tx, staffId);
  if (to === "" || !member || !mailReady(tx)) return;
  queueMail(tx, emit, { to, ...accountWords(textsFor(tx, member.language), news), purpose: "account", about: staffId });
}

/** The mail's subject and text, which say nothing of who did it or where. */
export function accountWords(t: Translate, news: AccountNews): { subject: string; text: string } {
  const text = [t(`mail.staff.account.${news}`), t("mail.staff.account.closing")].join("\n\n");
  return { subject: t("mail.staff.account.subject"), text };
}
