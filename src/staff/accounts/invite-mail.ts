import type { Tx } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit, Role } from "#src/events.ts";
import type { Language, Translate } from "#src/i18n/i18n.ts";
import { readAddress } from "#src/mail/address.ts";
import { mailReady, queueMail } from "#src/mail/outbox.ts";
import { settings } from "#src/settings/settings.ts";
import { textsFor } from "#src/settings/texts/texts.ts";
import { invitation, invitationHours, invite, type Maker } from "./invitation.ts";

/** Mails a link for a new account; the address is kept only until it has gone. Throws as `invite`, and `bad_input`. */
export function inviteByMail(
  tx: Tx,
  emit: Emit,
  input: Maker & { roles: Role[]; address: string; language: Language; linkOf(token: string): string },
): void {
  const { address, language, linkOf, ...link } = input;
  const to = readAddress(address);
  if (!mailReady(tx)) throw new HelplineError("bad_input", "admin.invite.no_mail", {}, "address");
  const token = invite(tx, emit, { ...link, first: false });
  const t = textsFor(tx, language);
  const helpline = settings(tx).name;
  const about = invitation(tx, token, tx.at)!.id;
  queueMail(tx, emit, { to, ...inviteWords(t, { helpline, link: linkOf(token) }), purpose: "invite", about });
}

/** The mail's subject and text, without anyone's name. */
export function inviteWords(t: Translate, { helpline, link }: { helpline: string; link: string }) {
  const text = [t("mail.staff.invite.text", { helpline, hours: invitationHours }), link].join("\n\n");
  return { subject: t("mail.staff.invite.subject"), text };
}
