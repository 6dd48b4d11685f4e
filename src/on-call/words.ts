import type { DataReader } from "#src/db/db.ts";
import { line, lines } from "#src/hours/lines.ts";
import type { Language, Translate } from "#src/i18n/i18n.ts";
import { textsFor } from "#src/settings/texts/texts.ts";
import { nobodyMinutes } from "./causes.ts";
import type { OnCallCause } from "./notice.ts";

/** Returns a notice in a language: nothing of a chat, and nobody's name. `at` is ms UTC. */
export function newsOf(
  db: DataReader,
  { cause, lineId, at, language }: { cause: OnCallCause; lineId: number | null; at: number; language: Language },
) {
  const t = textsFor(db, language);
  const of = lineId === null ? undefined : line(db, lineId);
  const time = t.time(at, (of ?? lines(db)[0]!).timeZone);
  return { ...newsWords(t, cause, { time, line: of?.name ?? "" }), line: of?.name ?? null };
}

/** Returns the same in the words of `t`. */
export function newsWords(t: Translate, cause: OnCallCause, values: { time: string; line: string }) {
  return {
    title: t(`mail.staff.on_call.${cause}.subject`),
    text: t(`mail.staff.on_call.${cause}.text`, { ...values, minutes: nobodyMinutes }),
  };
}

/** Returns subject and text of the mail. `why`: they are on call, or a supervisor who is called beside them. */
export function onCallWords(
  t: Translate,
  { title, text, why = "closing" }: { title: string; text: string; why?: "closing" | "closing_supervisor" },
  link: string | null,
) {
  const whole = [text, t(`mail.staff.on_call.${why}`), ...(link === null ? [] : [link])].join("\n\n");
  return { subject: title, text: whole };
}
