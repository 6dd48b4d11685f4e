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

/** What fragments are made from. */
export interface Sources {
  db: DataReader;
  clock: Clock;
  hub: Hub;
  youth: YouthPresence;
  staff: StaffPresence;
  typing: Typing;
}

/** A queue as some of the staff see it. */
export interface QueueSeen {
  language: Language;
  canClaim: boolean;
  /** The lines they serve, ids in ascending order: nobody else's words are in it. */
  lineIds: number[];
  /** The languages they chat in, in a set order: whom they are offered first. */
  languages: Language[];
}

/** The queue that a member of the staff may see: the one place where that is decided for pages and sockets. */
export function queueOfMember(db: DataReader, member: StaffMember): QueueSeen {
  const canClaim = may(member, "conversation.claim", { counsellorId: null, ended: false });
  const languages = chatLanguages(db, member.id).toSorted();
  return { language: member.language, canClaim, lineIds: servedLines(db, member.id), languages };
}

/** What a queue, or how many wait in it, is called by: of a topic of another kind undefined. */
function queueIn(wanted: "queue" | "waits", topic: string): QueueSeen | undefined {
  const [kind, language, rights, lines, spoken] = topic.split(":");
  if (kind !== wanted || !isLanguage(language ?? "")) return undefined;
  const lineIds = (lines ?? "").split(".").filter(Boolean).map(Number);
  const languages = (spoken ?? "").split(".").filter(isLanguage);
  return { language: language as Language, canClaim: rights === "claim", lineIds, languages };
}

const ofStaff = "staff:";

/** The topics. Who may join one is decided where a channel is opened, from the session and never from the client. */
export const topics = {
  /** The page of a young person. */
  youth: (conversationId: number) => `youth:${conversationId}`,
  /** The streamed frame of a young person without JavaScript. */
  log: (conversationId: number) => `log:${conversationId}`,
  /** The consoles of one member of the staff. */
  staff: (staffId: number) => `${ofStaff}${staffId}`,
  /** The kind of the topics of all consoles. */
  everyStaff: ofStaff,
  /** Whose consoles a topic is; undefined for any other. */
  staffOf: (topic: string) => (topic.startsWith(ofStaff) ? Number(topic.slice(ofStaff.length)) : undefined),
  /** Who waits on some lines (ids), in one language, with or without the buttons that take someone. */
  queue: ({ language, canClaim, lineIds, languages }: QueueSeen) =>
    `queue:${language}:${canClaim ? "claim" : "see"}:${lineIds.join(".")}:${languages.join(".")}`,
  /** The kind of the topics of all queues. */
  everyQueue: "queue:",
  /** Which queue a topic is; undefined for any other. */
  queueOf: (topic: string): QueueSeen | undefined => queueIn("queue", topic),
  /** The live bar of one member, on every page of the staff but the console. */
  bar: (staffId: number) => `bar:${staffId}`,
  /** The kind of the topics of all live bars. */
  everyBar: "bar:",
  /** Whose live bar a topic is; undefined for any other. */
  barOf: (topic: string) => (topic.startsWith("bar:") ? Number(topic.slice("bar:".length)) : undefined),
  /** How many wait on some lines (ids), and not a word of theirs: for the live bars of whoever takes them. */
  waits: ({ language, lineIds }: Pick<QueueSeen, "language" | "lineIds">) =>
    `waits:${language}:claim:${lineIds.join(".")}:`,
  /** The kind of the topics of all of these. */
  everyWaits: "waits:",
  /** Of which queue a topic says how many wait; undefined for any other. */
  waitsOf: (topic: string): QueueSeen | undefined => queueIn("waits", topic),
  /** Who is on shift, in one language: the same for every console. */
  shift: (language: Language) => `shift:${language}`,
  /** The room seen from above, in one language. */
  overview: (language: Language) => `overview:${language}`,
  /** The kind of the topics of all rooms seen from above. */
  everyOverview: "overview:",
  /** In which language a room seen from above is; undefined for any other topic. */
  overviewOf: (topic: string): Language | undefined => {
    const [kind, language = ""] = topic.split(":");
    return kind === "overview" && isLanguage(language) ? language : undefined;
  },
};

/** By this a console knows that its line lives. */
export const consoleBeat = '{"type":"beat"}';
