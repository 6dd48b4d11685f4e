import { askLink, dueLinks, noteLink } from "#src/directory/care/link-check.ts";
import { maxFeed } from "#src/directory/sharing/feed-limits.ts";
import { dueSources, maxSources, type Source } from "#src/directory/sharing/sources.ts";
import type { Helpline } from "#src/http/server/context.ts";
import { lazily } from "#src/lazy.ts";
import { settings } from "#src/settings/settings.ts";
import { each } from "./each.ts";

const { pollFeed } = lazily(() => import("#src/directory/sharing/feed.ts"));
const { pollPartner } = lazily(() => import("#src/directory/sharing/partners.ts"));

/** Returns a job that checks a few links, one after the other: nobody waits for them. */
export function checkLinks() {
  const reached = new WeakMap<Helpline, string>();
  return async (helpline: Helpline) => {
    const { db, ask, clock, config } = helpline;
    if (!settings(db).linkCheck || config.outgoing === "off") return;
    const { links, next } = dueLinks(db, clock.now(), reached.get(helpline) ?? "");
    reached.set(helpline, next);
    await each(helpline, "a link was not checked", links, async (link) => {
      const answer = await askLink(ask, link.url);
      await db.change("porchlight", (tx) => noteLink(tx, { ...link, answer }));
    });
  };
}

/** Returns a job that asks all partners at once: each is another server, and young people wait for what they say. */
export function askPartners() {
  const start = besideEachOther(maxSources);
  return async (helpline: Helpline) => {
    const { db, ask, clock, config } = helpline;
    if (config.outgoing === "off") return;
    const due = dueSources(db, clock.now()).filter(({ kind }) => kind === "partner");
    await start(
      helpline,
      due.map((source) => [
        String(source.id),
        () => each(helpline, "a helpline was not asked", [source], () => pollPartner(db, ask, source)),
      ]),
    );
  };
}

/** Returns a job that reads feeds, one at a time from each of a few servers, so that a slow one holds up only its own. */
export function askFeeds() {
  const start = besideEachOther(maxFeed.atOnce);
  return async (helpline: Helpline) => {
    const { db, ask, clock, config } = helpline;
    if (config.outgoing === "off") return;
    const due = dueSources(db, clock.now()).filter(({ kind }) => kind !== "partner");
    const poll = (source: Source) => pollFeed(db, ask, source, { now: clock.now(), luck: Math.random() });
    const servers = Map.groupBy(due, ({ url }) => new URL(url).hostname);
    await start(
      helpline,
      [...servers].map(([host, of]) => [host, () => each(helpline, "a directory was not asked", of, poll)]),
    );
  };
}

function besideEachOther(most: number) {
  const going = new WeakMap<Helpline, Set<string>>();
  return async (helpline: Helpline, work: [name: string, () => Promise<void>][]) => {
    const busy = going.get(helpline) ?? new Set<string>();
    going.set(helpline, busy);
    const next = work.filter(([name]) => !busy.has(name)).slice(0, most - busy.size);
    const doing = next.map(async ([name, doIt]) => {
      busy.add(name);
      await doIt();
      busy.delete(name);
    });
    await Promise.all(doing);
  };
}
