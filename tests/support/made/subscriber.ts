import { readConfig } from "#src/config.ts";
import { services } from "#src/directory/entry/services.ts";
import { pollFeed } from "#src/directory/sharing/feed.ts";
import { countItems } from "#src/directory/sharing/source-items.ts";
import { takeItems } from "#src/directory/sharing/source-taking.ts";
import { addSource, type Source, source } from "#src/directory/sharing/sources.ts";
import { asking } from "#tests/support/browser/elsewhere.ts";
import { fakeClock, house } from "#tests/support/house/helpline.ts";
import { publisher } from "./publisher.ts";

export type Subscriber = Awaited<ReturnType<typeof subscriber>>;

/** Returns a helpline that publishes its directory on a real port (`there`), and ours that reads it (`here`). */
export async function subscriber() {
  const there = await publisher();
  const here = await house({ clock: fakeClock(), config: readConfig({ OUTGOING_ALLOW: "127.0.0.1" }, []) });
  const { db, clock } = here.helpline;
  const ask = asking(undefined, "127.0.0.1");
  const of = (id: number): Source => source(db, id)!;
  const theirs = {
    name: "Other Line",
    kind: "hsds",
    url: `${there.origin}/hsds/services`,
    accept: "review",
    timeZone: "Europe/Brussels",
    licenceNote: "",
  } as const;
  return {
    there,
    here,
    of,
    ask,
    /** Subscribes to the directory there. Returns the id of the source. */
    subscribe: (more: Partial<Parameters<typeof addSource>[2]> = {}): Promise<number> =>
      db.change("command line", (tx, emit) => addSource(tx, emit, { ...theirs, ...more })),
    poll: (id: number) => pollFeed(db, ask, of(id), { now: clock.now(), luck: 0 }),
    takeAllOf: (id: number) => takeItems(db, of(id), { actor: "command line", ids: "all" }),
    names: () => services(db).map(({ entry }) => entry.name),
    states: (id: number) => countItems(db, id),
  };
}
