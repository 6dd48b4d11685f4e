import { minuteMs } from "#src/clock.ts";
import { type Conversation, stateOf, urgentSince } from "#src/conversation/conversation.ts";
import { chosenIn } from "#src/conversation/messages/intake.ts";
import { dangerBeside, dangerIn, tapsOf } from "#src/conversation/safety/danger.ts";
import { emergencyNumbers } from "#src/conversation/safety/emergency-numbers.ts";
import type { DataReader } from "#src/db/db.ts";
import { canChatElsewhere } from "#src/directory/search/for-youth.ts";
import { line } from "#src/hours/lines.ts";
import { isCalledFor } from "#src/on-call/notices.ts";
import { answeredOtherwise } from "#src/queue/line/answered-in.ts";
import { emergencyLines } from "#src/settings/rules/rules.ts";
import { saidLines } from "#src/settings/rules/said.ts";
import { settings } from "#src/settings/settings.ts";
import type { CallAfter, InDanger } from "#views/youth/danger/danger.tsx";
import type { YouthSources } from "./youth-data.ts";

/** After this time someone in danger is told not to wait (PROMISES.md SG3). */
const lateMs = 3 * minuteMs;

/** Returns what someone in danger is told: all while they wait, else (or if watched) only whom to call. null for others. */
export function dangerShown({ db, clock }: Pick<YouthSources, "db" | "clock">, found: Conversation): InDanger | null {
  const said = dangerIn(db, found) ?? dangerBeside(db, found);
  if (said === null) return null;
  const shown = { ...said, ...numbersFor(db, found) };
  if (stateOf(found) !== "waiting" || found.watchedAfter !== null) {
    return { ...shown, brief: true, taps: [], late: false, called: false, answered: [] };
  }
  const since = urgentSince(found);
  const late = clock.now() - since >= lateMs;
  const called = !late && isCalledFor(db, { lineId: found.lineId, since });
  const answered = answeredOtherwise(db, line(db, found.lineId)!, found.language);
  return { ...shown, brief: false, taps: tapsOf(said), late, called, answered };
}

/** Returns whom to call for someone who left in danger or deleted their chat, by what they said was happening. */
export function callAfter({ db, clock }: Pick<YouthSources, "db" | "clock">, found: Conversation): CallAfter {
  const kind = chosenIn(db, found.id)?.danger?.kind ?? null;
  return { brief: false, kind, ...numbersFor(db, found), chats: canChatElsewhere(db, found.language, clock.now()) };
}

function numbersFor(db: DataReader, { lineId, language }: Conversation): Pick<InDanger, "number" | "police" | "ways"> {
  const { call: number, police } = emergencyNumbers(db, lineId);
  const names = new Intl.DisplayNames(language, { type: "region" });
  const ways = saidLines(language, emergencyLines(settings(db).emergency).slice(1));
  const inWords = (country: string | null) => country && (names.of(country) ?? country);
  return { number, police: police.map((one) => ({ number: one.number, country: inWords(one.country) })), ways };
}
