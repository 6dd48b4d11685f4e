import type { Clock } from "#src/clock.ts";
import type { YouthPresence } from "#src/conversation/presence.ts";
import type { Typing } from "#src/conversation/typing.ts";
import type { DataReader } from "#src/db/db.ts";
import type { StaffPresence } from "#src/staff/presence.ts";
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

/** The topics. Who may join one is decided where a channel is opened, from the session and never from the client. */
export const topics = {
  /** The page of a young person. */
  youth: (conversationId: number) => `youth:${conversationId}`,
  /** The streamed frame of a young person without JavaScript. */
  log: (conversationId: number) => `log:${conversationId}`,
  /** The consoles of one member of the staff. */
  staff: (staffId: number) => `staff:${staffId}`,
  /** What the topics of all consoles begin with. */
  everyStaff: "staff:",
  /** Whose consoles a topic is; undefined for any other. */
  staffOf: (topic: string) => (topic.startsWith("staff:") ? Number(topic.slice("staff:".length)) : undefined),
  /** The queue, in one language, with or without the buttons that take someone. */
  queue: (language: string, canClaim: boolean) => `queue:${language}:${canClaim ? "claim" : "see"}`,
  /** Which queue a topic is; undefined for any other. */
  queueOf: (topic: string) => {
    const [kind, language, rights] = topic.split(":");
    return kind === "queue" && language !== undefined ? { language, canClaim: rights === "claim" } : undefined;
  },
};

/** By this a console knows that its line lives. */
export const consoleBeat = '{"type":"beat"}';
