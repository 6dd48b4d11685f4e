import { dayMs } from "#src/clock.ts";
import type { DataReader } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { services } from "#src/directory/entry/services.ts";
import type { ContactReason } from "#src/events.ts";
import { settings } from "#src/settings/settings.ts";
import { type ContactDetail, contactDetailsIn } from "./contact-details.ts";

const contactReasons: readonly ContactReason[] = ["place", "agreed", "none"];

/** Returns the reason with this name, or null if there is none. */
export function asContactReason(given: string | undefined): ContactReason | null {
  return contactReasons.find((one) => one === given) ?? null;
}

/** Returns contact details in a text that are neither of a place in the directory, nor the helpline's, nor emergency numbers. */
export function strangeContacts(db: DataReader, text: string): ContactDetail[] {
  const found = contactDetailsIn(text);
  if (found.length === 0) return [];
  const known = knownContacts(db);
  return found.filter(({ kind, text: one }) =>
    kind === "phone"
      ? !known.some((value) => isSameNumber(value, one))
      : !known.some((value) => isSameAddress(value, one)),
  );
}

function knownContacts(db: DataReader): string[] {
  const ofPlaces = services(db).flatMap(({ entry }) => entry.channels.map(({ value }) => value));
  const { emergency, ...set } = settings(db);
  const ofEmergency = emergency.flatMap(({ call, sms }) => [call, sms]);
  const own = contactDetailsIn(
    Object.values(set)
      .map((value) => JSON.stringify(value))
      .join("\n"),
  ).map(({ text }) => text);
  const server = db.first(q.selectFrom("mail_server").select("sender_address"));
  return [...ofPlaces, ...ofEmergency, ...own, server?.sender_address ?? ""].filter((value) => value !== "");
}

function isSameNumber(known: string, found: string): boolean {
  const [one, other] = [known, found].map((text) => text.replace(/\D/g, "").slice(-8));
  return one === other && one !== "";
}

function isSameAddress(known: string, found: string): boolean {
  const plain = (text: string) =>
    text
      .toLowerCase()
      .replace(/^https?:\/\//, "")
      .replace(/^www\./, "")
      .replace(/[/.,;:!?)]+$/, "");
  return plain(known) === plain(found);
}

export interface ContactSent {
  conversationId: number;
  staffId: number;
  at: number;
  reason: ContactReason;
}

const shownMs = 7 * dayMs;

/** Returns the messages of the last seven days in which a counsellor sent contact details, newest first, at most 20. */
export function contactsSent(db: DataReader, now: number): ContactSent[] {
  const sent = q.selectFrom("audit").select(["object", "actor", "at", "after"]).where("action", "=", "contact.sent");
  return db
    .all(
      sent
        .where("at", ">", now - shownMs)
        .orderBy("at", "desc")
        .limit(20),
    )
    .flatMap((row) => {
      const reason = asContactReason(row.after ?? undefined);
      const [conversationId, staffId] = [row.object, row.actor].map((name) => Number(name.split(":")[1]));
      return reason && conversationId && staffId ? [{ conversationId, staffId, at: row.at, reason }] : [];
    });
}
