import type { TrailCheck } from "#src/audit/check.ts";
import { dayMs } from "#src/clock.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import type { Emit } from "#src/events.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { mailReady, queueMail } from "#src/mail/outbox.ts";
import { textsFor } from "#src/settings/texts/texts.ts";
import { ownAddress } from "#src/staff/accounts/own-address.ts";
import { may } from "../permissions.ts";
import { staffMember } from "../staff.ts";

// Someone with the master key could make the whole trail anew (PROMISES.md S15), but does not have the mails of the day before.

/** The ids of those who may see the trail, want its end by mail and can be written to. */
export function trailReaders(db: DataReader): number[] {
  return wanting(db, null);
}

/** The ids of those whose daily mail is due (`at` is ms UTC); none while no mail can be sent. */
export function trailMailsDue(db: DataReader, at: number): number[] {
  return mailReady(db) ? wanting(db, at - dayMs) : [];
}

function wanting(db: DataReader, sentUntil: number | null): number[] {
  const all = q.selectFrom("staff_address").select("staff_id").where("trail", "=", 1);
  const due = sentUntil === null ? all : all.where((eb) => eb(eb.fn.coalesce("trail_at", eb.lit(0)), "<=", sentUntil));
  return db.all(due).flatMap(({ staff_id: id }) => {
    const member = staffMember(db, id);
    return member && may(member, "audit.see") && ownAddress(db, id)?.address ? [id] : [];
  });
}

/** Mails those who are due how far the trail goes and whether it is whole. `link`: null if not known. */
export function sendTrailMails(tx: Tx, emit: Emit, { link, check }: { link: string | null; check: TrailCheck }): void {
  for (const staffId of trailMailsDue(tx, tx.at)) {
    const words = trailWords(textsFor(tx, staffMember(tx, staffId)!.language), check, link);
    if (!words) return;
    queueMail(tx, emit, { to: ownAddress(tx, staffId)!.address, ...words, purpose: "trail", about: staffId });
    tx.run(q.updateTable("staff_address").set({ trail_at: tx.at }).where("staff_id", "=", staffId));
  }
}

/** The mail's subject and text; null without the master key, as there is no code then. */
export function trailWords(
  t: Translate,
  { head, broken }: Pick<TrailCheck, "head" | "broken">,
  link: string | null,
): { subject: string; text: string } | null {
  if (head === null) return null;
  const parts = [
    t("mail.staff.digest.trail", { id: String(head.id), code: head.code }),
    ...(broken.length === 0 ? [] : [t("mail.staff.trail.broken")]),
    ...(link === null ? [] : [link]),
  ];
  return { subject: t("mail.staff.trail.subject", { id: String(head.id) }), text: parts.join("\n\n") };
}
