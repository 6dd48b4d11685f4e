import type { DataReader } from "#src/db/db.ts";
import { localDate } from "#src/hours/instants.ts";
import type { Line } from "#src/hours/lines.ts";
import { usualWeek } from "#src/hours/rules/days.ts";
import { formatSpans } from "#src/hours/times.ts";
import { type Language, type Translate, translate } from "#src/i18n/i18n.ts";
import { settings } from "#src/settings/settings.ts";
import { textsFor } from "#src/settings/texts/texts.ts";
import { linkDays } from "./callback.ts";

export const maxMail = 1024;
export const maxTimes = 200;

interface CallbackMail {
  language: Language;
  link: string;
  last: boolean;
  line: Line;
  at: number;
}

/** The subject and text of a callback mail, neutral for others who see it. Own texts that would make it too long are not used. */
export function callbackMail(db: DataReader, mail: CallbackMail): { subject: string; text: string } {
  const { language, link, last, line, at } = mail;
  const words = { link, last, times: last ? hoursInWords(language, line, at) : "" };
  const own = callbackWords(textsFor(db, language), words);
  return Buffer.byteLength(own.text) <= maxMail ? own : callbackWords(translate(language), words);
}

/** What someone who looks into the mailbox sees of such a mail before opening it. */
export function mailSeen(db: DataReader, language: Language): { sender: string; subject: string } {
  return { sender: settings(db).callbackSenderName, subject: textsFor(db, language)("mail.callback.subject") };
}

/** The mail's subject and text; `times` is "" for none. */
export function callbackWords(t: Translate, { link, last, times }: { link: string; last: boolean; times: string }) {
  const parts = [
    t(last ? "mail.callback.last" : "mail.callback.first"),
    link,
    t("mail.callback.link", { days: linkDays }),
    times && t("mail.callback.times", { times }),
    t("mail.callback.reply"),
  ];
  return { subject: t("mail.callback.subject"), text: `${parts.filter(Boolean).join("\n\n")}\n` };
}

/** Returns "Mon–Fri 18:00–22:00; Sat 14:00–18:00" for a line's usual week; "" for none, or when it is too long to tell. */
export function hoursInWords(language: Language, { calendar }: Line, at: number): string {
  if (calendar === null) return "";
  const days: { from: number; to: number; hours: string }[] = [];
  for (const [day, spans] of usualWeek(calendar, localDate(calendar.timeZone, at)).entries()) {
    const hours = formatSpans(spans);
    const last = days.at(-1);
    if (last?.hours === hours && last.to === day - 1) last.to = day;
    else if (spans.length > 0) days.push({ from: day, to: day, hours });
  }
  const name = dayNames(language);
  const told = days.map(({ from, to, hours }) => `${from === to ? name(from) : `${name(from)}–${name(to)}`} ${hours}`);
  const times = told.join("; ");
  return times.length <= maxTimes ? times : "";
}

/** The first of January 2024 was a Monday. */
function dayNames(language: Language): (day: number) => string {
  const form = new Intl.DateTimeFormat(language, { weekday: "short", timeZone: "UTC" });
  return (day) => form.format(Date.UTC(2024, 0, 1 + day));
}
