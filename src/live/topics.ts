import type { Clock } from "#src/clock.ts";
import type { Typing } from "#src/conversation/messages/typing.ts";
import type { YouthPresence } from "#src/conversation/presence.ts";
import type { DataReader } from "#src/db/db.ts";
import { isLanguage, type Language } from "#src/i18n/i18n.ts";
import { may } from "#src/staff/permissions.ts";
import { servedLines } from "#src/staff/shift/availability.ts";
import type { StaffPresence } from "#src/staff/shift/presence.ts";
import { chatLanguages, type StaffMember } from "#src/staff/staff.ts";
import type { Hub } from "./hub.ts";

export interface Sources {
  db: DataReader;
  clock: Clock;
  hub: Hub;
  youth: YouthPresence;
  staff: StaffPresence;
  typing: Typing;
}

export interface QueueSeen {
  language: Language;
  canClaim: boolean;
  /** Ids, ascending, so that equal queues share one topic. */
  lineIds: number[];
  /** Sorted; people are offered those who speak these first. */
  languages: Language[];
}

/** Returns the queue a member may see: the one place that decides it for pages and sockets. */
export function queueOfMember(db: DataReader, member: StaffMember): QueueSeen {
  const canClaim = may(member, "conversation.claim", { counsellorId: null, ended: false });
  const languages = chatLanguages(db, member.id).toSorted();
  return { language: member.language, canClaim, lineIds: servedLines(db, member.id), languages };
}

function queueIn(wanted: "queue" | "waits", topic: string): QueueSeen | undefined {
  const [kind, language, rights, lines, spoken] = topic.split(":");
  if (kind !== wanted || !isLanguage(language ?? "")) return undefined;
  const lineIds = (lines ?? "").split(".").filter(Boolean).map(Number);
  const languages = (spoken ?? "").split(".").filter(isLanguage);
  return { language: language as Language, canClaim: rights === "claim", lineIds, languages };
}

const ofStaff = "staff:";

/** Who may join a topic is decided where a channel is opened, from the session and never from the client. */
export const topics = {
  youth: (conversationId: number) => `youth:${conversationId}`,
  log: (conversationId: number) => `log:${conversationId}`,
  staff: (staffId: number) => `${ofStaff}${staffId}`,
  everyStaff: ofStaff,
  /** undefined for other topics, as in `queueOf`, `barOf`, `waitsOf` and `overviewOf`. */
  staffOf: (topic: string) => (topic.startsWith(ofStaff) ? Number(topic.slice(ofStaff.length)) : undefined),
  queue: ({ language, canClaim, lineIds, languages }: QueueSeen) =>
    `queue:${language}:${canClaim ? "claim" : "see"}:${lineIds.join(".")}:${languages.join(".")}`,
  everyQueue: "queue:",
  queueOf: (topic: string): QueueSeen | undefined => queueIn("queue", topic),
  bar: (staffId: number) => `bar:${staffId}`,
  everyBar: "bar:",
  barOf: (topic: string) => (topic.startsWith("bar:") ? Number(topic.slice("bar:".length)) : undefined),
  waits: ({ language, lineIds }: Pick<QueueSeen, "language" | "lineIds">) =>
    `waits:${language}:claim:${lineIds.join(".")}:`,
  everyWaits: "waits:",
  waitsOf: (topic: string): QueueSeen | undefined => queueIn("waits", topic),
  shift: (language: Language) => `shift:${language}`,
  overview: (language: Language) => `overview:${language}`,
  everyOverview: "overview:",
  overviewOf: (topic: string): Language | undefined => {
    const [kind, language = ""] = topic.split(":");
    return kind === "overview" && isLanguage(language) ? language : undefined;
  },
};

export const consoleBeat = '{"type":"beat"}';
