import type { TrailCheck } from "#src/audit/check.ts";
import { dayMs } from "#src/clock.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { weekOf } from "#src/directory/care/week.ts";
import type { Emit } from "#src/events.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { mailReady, queueMail } from "#src/mail/outbox.ts";
import { textsFor } from "#src/settings/texts/texts.ts";
import { ownAddress } from "#src/staff/accounts/own-address.ts";
import { may } from "../permissions.ts";
import { staffMember } from "../staff.ts";

type TrailEnd = NonNullable<TrailCheck["head"]>;

const weekMs = 7 * dayMs;

/** The ids of admins whose weekly mail about the directory is due; `at` is ms UTC. */
export function digestsDue(db: DataReader, at: number): number[] {
  if (!mailReady(db)) return [];
  const wanted = q.selectFrom("staff_address").select("staff_id").where("digest", "=", 1);
  const due = wanted.where((eb) => eb(eb.fn.coalesce("digest_at", "at"), "<=", at - weekMs));
  return db.all(due).flatMap(({ staff_id: id }) => {
    const member = staffMember(db, id);
    return member && may(member, "directory.share") && ownAddress(db, id)?.address ? [id] : [];
  });
}

/** Mails each due admin the week's numbers and the audit trail's end, so a copy is kept elsewhere. `link`: null if not known. */
export function sendDigests(tx: Tx, emit: Emit, { link, end }: { link: string | null; end: TrailEnd | null }): void {
  for (const staffId of digestsDue(tx, tx.at)) {
    const t = textsFor(tx, staffMember(tx, staffId)!.language);
    const { verified, changed, deleted, reported, dueNext, unchecked } = weekOf(tx, tx.at);
    const counts = {
      verified: verified.length,
      changed: changed.length + deleted.length,
      reported: reported.length,
      due: dueNext.length,
      unchecked,
    };
    const { address: to } = ownAddress(tx, staffId)!;
    queueMail(tx, emit, { to, ...digestWords(t, counts, { link, end }), purpose: "digest", about: staffId });
    tx.run(q.updateTable("staff_address").set({ digest_at: tx.at }).where("staff_id", "=", staffId));
  }
}

/** The mail's subject and text. */
export function digestWords(
  t: Translate,
  counts: Record<"verified" | "changed" | "reported" | "due" | "unchecked", number>,
  { link, end }: { link: string | null; end: TrailEnd | null },
) {
  const parts = [
    t("mail.staff.digest.text", counts),
    ...(end === null ? [] : [t("mail.staff.digest.trail", { id: String(end.id), code: end.code })]),
    ...(link === null ? [] : [link]),
  ];
  const text = parts.join("\n\n");
  return { subject: t("mail.staff.digest.subject"), text };
}
