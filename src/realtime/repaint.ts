import { steady } from "#src/db/statements.ts";
import type { Event } from "#src/events.ts";
import { fragments } from "./fragments.tsx";
import { newest } from "./paint.ts";
import type { Sources } from "./sources.ts";

/**
 * Shows the events of one commit to everyone concerned, each topic in one frame. What several of them repaint alike is
 * painted once, as it stands after all of them. What cannot be painted is reported, and keeps nothing else from being seen.
 */
export function repaint(given: Sources, events: readonly Event[], report: (what: string, error: unknown) => void) {
  const { clock, hub, youth, staff, typing } = given;
  const sources = { clock, hub, youth, staff, typing, db: steady(given.db) };
  const pieces = events.flatMap((event) => {
    try {
      return fragments(sources, event);
    } catch (error) {
      report(`${event.type} could not be shown`, error);
      return [];
    }
  });
  const frames = new Map<string, string>();
  for (const piece of newest(pieces)) {
    try {
      frames.set(piece.topic, (frames.get(piece.topic) ?? "") + piece.html);
    } catch (error) {
      report("a piece of a page could not be painted", error);
    }
  }
  for (const [topic, html] of frames) hub.publish(topic, html);
}
