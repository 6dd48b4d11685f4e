import type { Event } from "#src/events.ts";
import { fragments } from "./fragments.tsx";
import { newest } from "./paint.ts";
import type { Sources } from "./sources.ts";

/**
 * Shows the events of one commit to everyone concerned. What several of them repaint alike is painted once, as it stands
 * after all of them. What cannot be painted is reported, and keeps nothing else from being seen.
 */
export function repaint(sources: Sources, events: readonly Event[], report: (what: string, error: unknown) => void) {
  const pieces = events.flatMap((event) => {
    try {
      return fragments(sources, event);
    } catch (error) {
      report(`${event.type} could not be shown`, error);
      return [];
    }
  });
  for (const piece of newest(pieces)) {
    try {
      sources.hub.publish(piece.topic, piece.html);
    } catch (error) {
      report("a piece of a page could not be painted", error);
    }
  }
}
