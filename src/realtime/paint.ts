import type { Child } from "hono/jsx";
import { conversation } from "#src/conversation/conversation.ts";
import type { Sources } from "./sources.ts";

/** A piece of HTML and the topic whose listeners get it. */
export interface Fragment {
  topic: string;
  html: string;
}

/** Renders a piece for a topic, if anybody is there to see it. */
export function paint(sources: Sources, topic: string, draw: () => Child): Fragment[] {
  return sources.hub.heard(topic) ? [{ topic, html: String(draw()) }] : [];
}

/** The topic of a conversation's counsellor; undefined while nobody has it. */
export function counsellorOf(sources: Sources, conversationId: number): number | undefined {
  return conversation(sources.db, conversationId)?.counsellorId ?? undefined;
}
