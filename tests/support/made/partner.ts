import { partnersOpenNow, pollPartner } from "#src/directory/sharing/partners.ts";
import { addSource, type Source, source } from "#src/directory/sharing/sources.ts";
import { OutgoingError } from "#src/outgoing/error.ts";
import type { AskServer, OutgoingAnswer } from "#src/outgoing/outgoing.ts";
import { type FakeClock, fakeClock, type House, house } from "#tests/support/house/helpline.ts";

/** The address of the other helpline, “Lamp line”. */
export const lampUrl = "https://chat.lamp.example/.well-known/helpline.json";

/** Returns one of its lines as in helpline.json, open until ten. */
export const lampLine = (more: object = {}) => ({
  id: 1,
  name: "Main line",
  languages: ["en", "fr"],
  age_from: 10,
  age_to: 25,
  time_zone: "Europe/Brussels",
  chat: "https://chat.lamp.example/?line=1",
  state: "open",
  accepts_new: true,
  since: "2026-11-24T18:00:00+01:00",
  until: "2026-11-24T22:00:00+01:00",
  next_opening: null,
  ...more,
});

/** Returns its helpline.json with these lines, or with one. */
export const lampSays = (...lines: object[]) => ({
  format: "helpline",
  version: 1,
  name: "Lamp",
  chat: "https://chat.lamp.example/",
  updated_at: "2026-11-24T17:00:00Z",
  lines: lines.length > 0 ? lines : [lampLine()],
});

export interface Partnered {
  home: House;
  clock: FakeClock;
  db(): House["helpline"]["db"];
  source(): Source;
  /** Its next answer. */
  there: { status: number; text: string; etag: string | null } | OutgoingError;
  answers(said: object): void;
  asked: (string | null | undefined)[];
  poll(): Promise<void>;
  /** What young people who read English see of it. */
  cards(): ReturnType<typeof partnersOpenNow>;
}

/** Returns a helpline of ours that asks another one, whose answers a test sets. */
export async function partnered(): Promise<Partnered> {
  const clock = fakeClock();
  const home = await house({ clock });
  const { db } = home.helpline;
  const ask: AskServer = async (address, asking = {}) => {
    at.asked.push(asking.etag);
    if (at.there instanceof OutgoingError) throw at.there;
    const { status, text, etag } = at.there;
    const body = new TextEncoder().encode(text);
    const rest = { address, movedTo: address, lastModified: null, contentType: "application/json", retryAfter: null };
    return { ...rest, status, etag, body } satisfies OutgoingAnswer;
  };
  const given = { name: "Lamp line", kind: "partner", accept: "review", timeZone: "UTC", licenceNote: "" } as const;
  const id = await db.change("command line", (tx, emit) => addSource(tx, emit, { ...given, url: lampUrl }));
  const at: Partnered = {
    home,
    clock,
    db: () => db,
    source: () => source(db, id)!,
    there: { status: 200, text: JSON.stringify(lampSays()), etag: '"7"' },
    answers: (said) => {
      at.there = { status: 200, text: JSON.stringify(said), etag: '"7"' };
    },
    asked: [],
    poll: () => pollPartner(db, ask, at.source()),
    cards: () => partnersOpenNow(db, "en", clock.now()),
  };
  return at;
}
