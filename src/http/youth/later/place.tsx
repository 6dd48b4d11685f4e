import type { DataReader } from "#src/db/db.ts";
import { cardNow } from "#src/directory/entry/card.ts";
import { blankEntry, type Entry, shownPlace } from "#src/directory/entry/entry.ts";
import { regionNames } from "#src/directory/regions.ts";
import { publicService } from "#src/directory/search/for-youth.ts";
import { partnerCard } from "#src/directory/sharing/partners.ts";
import { topicKey } from "#src/directory/topics.ts";
import { HelplineError } from "#src/errors.ts";
import { homeZone } from "#src/hours/lines.ts";
import type { Calendar } from "#src/hours/rules/calendar.ts";
import { frame } from "#src/http/frame/youth-frame.ts";
import type { C, Handle, Helpline } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { hoursTold } from "#src/http/youth/door/how.tsx";
import type { Translate } from "#src/i18n/i18n.ts";
import type { YouthFrame } from "#views/layout/youth.tsx";
import type { Looked } from "#views/parts/told/looking.tsx";
import type { LineHours } from "#views/youth/door/how.tsx";
import { PlacePage } from "#views/youth/later/place.tsx";
import { conversationOf } from "../gate.ts";

/** GET /other/:id: one place with all that is known of it; no page of ours links there. Throws `not_found` if not public. */
export const onePlace: Handle = (c, helpline) =>
  showPlace(c, helpline, frame(c, helpline, conversationOf(c, helpline)), [], c.req.param("id") ?? "");

/** Shows a place, beside what was searched for. Throws `not_found` as `onePlace` does. */
export function showPlace(c: C, helpline: Helpline, around: YouthFrame, looked: Looked, id: string): Response {
  const { db, clock } = helpline;
  const at = clock.now();
  const found = publicService(db, id, at);
  if (!found) {
    const card = partnerCard(db, id, at);
    if (!card) throw new HelplineError("not_found");
    const nothing = placeProps(db, around.t, { id, entry: blankEntry("") }, at);
    return page(c, <PlacePage frame={around} looked={looked} {...nothing} card={card} />);
  }
  return page(c, <PlacePage frame={around} looked={looked} {...placeProps(db, around.t, found, at)} />);
}

/** Returns everything that is told of a place, in a language. `at` is ms UTC. */
export function placeProps(db: DataReader, t: Translate, found: { id: string; entry: Entry }, at: number) {
  const { entry } = found;
  const own = entry.texts[t.language];
  return {
    card: cardNow(db, found, t.language, at),
    description: own?.description || entry.description,
    eligibility: own?.eligibility || entry.eligibility,
    application: entry.application,
    needsReferral: entry.needsReferral === true,
    fees: entry.fees,
    interpretation: entry.interpretation,
    access: accessTo(entry),
    topics: entry.topics.map((topic) => t(topicKey(topic))),
    regions: entry.regions.map(regionNames(db, t.language)),
    hours: hoursOf(t, entry, homeZone(db), at),
  };
}

/** If the address must not be known, the way in must not either. */
function accessTo({ channels }: Entry): string[] {
  const all = channels.flatMap(({ place }) => (place ? [shownPlace(place).accessibility] : []));
  return [...new Set(all)].filter(Boolean);
}

/** Each calendar once, named by its channels if there are several; `home` is the zone of the helpline. */
function hoursOf(t: Translate, { channels, calendar }: Entry, home: string, at: number): LineHours[] {
  const ways = channels.map((one) => ({ kind: t(`card.kind.${one.kind}`), calendar: one.calendar ?? calendar }));
  const byCalendar = Map.groupBy(ways, (one) => JSON.stringify(one.calendar));
  const all = ways.length > 0 ? [...byCalendar.values()] : [[{ kind: "", calendar }]];
  return all.flatMap((same) => {
    const held: Calendar | null = same[0]!.calendar;
    if (held === null) return [];
    const name = all.length > 1 ? [...new Set(same.map(({ kind }) => kind))].join(", ") : null;
    const [there, here] = [t.time(at, held.timeZone), t.time(at, home)];
    const elsewhere = there === here ? null : { there, here };
    return [{ ...hoursTold(held, at, t.language), name, calendar: null, elsewhere }];
  });
}
