import type { Child } from "hono/jsx";
import { conversation } from "#src/conversation/conversation.ts";
import type { Sources } from "./sources.ts";

/** A piece of HTML and the topic whose listeners get it. It is drawn when its HTML is asked for. */
export interface Fragment {
  topic: string;
  /** What of the page it takes the place of; a later one for the same place makes it needless. */
  place?: string;
  /** A list of many that may rest a moment while much happens. One that stands beside it without this wish may not. */
  mayRest?: boolean;
  readonly html: string;
}

/** A piece for a topic, if anybody is there to see it. */
export function paint(sources: Sources, topic: string, draw: () => Child, place?: string, mayRest = false): Fragment[] {
  if (!sources.hub.heard(topic)) return [];
  return [
    {
      topic,
      ...(place === undefined ? {} : { place, mayRest }),
      get html() {
        return String(draw());
      },
    },
  ];
}

/** Of several pieces for one place only the last, where it stands. It may rest only if all of them may. */
export function newest(fragments: Fragment[]): Fragment[] {
  const last = new Map<string, Fragment>();
  for (const one of fragments) {
    if (one.place === undefined) continue;
    const before = last.get(placeOf(one));
    if (before && !before.mayRest) one.mayRest = false;
    last.set(placeOf(one), one);
  }
  return fragments.filter((one) => one.place === undefined || last.get(placeOf(one)) === one);
}

const placeOf = (one: Fragment) => `${one.topic} ${one.place}`;

/** The counsellor of a conversation; undefined while nobody has it. */
export function counsellorOf(sources: Sources, conversationId: number): number | undefined {
  return conversation(sources.db, conversationId)?.counsellorId ?? undefined;
}
