import { minuteMs } from "#src/clock.ts";
import { type OpenLine, openLine, openLines } from "#src/conversation/conversation.ts";
import type { Connection } from "#src/conversation/state.ts";
import type { Event } from "#src/events.ts";
import type { Helpline } from "#src/http/server/context.ts";
import { openDueTimes } from "./due-times.ts";
import { small } from "./watch.ts";

/** How long until all open chats are looked at again, in case something of one was missed. */
const againMs = minuteMs;

/** The clock of the wall may be set by this much before that; it counts for those whom this process has not heard. */
const slackMs = 1_000;

/** Returns a job that announces when the line of a young person is lost, is away, or is back. */
export function watchConnections() {
  const watches = new WeakMap<Helpline, () => Event[]>();
  return (helpline: Helpline) => {
    const changes = watches.get(helpline) ?? openConnections(helpline);
    watches.set(helpline, changes);
    // A network that breaks takes many of them at once.
    helpline.db.announce(...changes());
  };
}

function openConnections(helpline: Helpline): () => Event[] {
  const { db, clock, youth, typing } = helpline;
  let open = new Set<number>();
  /** Of those who are not connected. */
  const said = new Map<number, Connection>();
  /** By the clock of the process. */
  const times = openDueTimes();
  const heard = new Set<number>();
  const ended = new Set<number>();
  /** null: all have to be looked at. */
  let last: { looked: number; apart: number } | null = null;

  db.listen((events) => {
    for (const event of events) {
      if (small.has(event.type) || !("conversationId" in event) || event.conversationId === null) continue;
      heard.add(event.conversationId);
      if (event.type === "conversation.ended") ended.add(event.conversationId);
    }
  });

  function changes(): Event[] {
    const at = clock.elapsed();
    const apart = clock.now() - at;
    const before = last;
    // Should a look fail, all are looked at the next time.
    last = null;
    const isWhole = before === null || at - before.looked >= againMs || Math.abs(apart - before.apart) > slackMs;
    const news = new Set([...youth.takeNews(), ...heard, ...times.take(at + slackMs)]);
    const events = (isWhole ? everyOpen() : someOpen(news, at)).flatMap((one) => changed(one, at));
    heard.clear();
    ended.clear();
    last = isWhole ? { looked: at, apart } : before;
    return events;
  }

  function everyOpen(): OpenLine[] {
    const all = openLines(db);
    open = new Set(all.map(({ id }) => id));
    for (const id of said.keys()) if (!open.has(id)) said.delete(id);
    youth.keepOnly(open);
    db.crowd.keepOnly(open, clock.now());
    typing.keepOnly(open);
    return all;
  }

  /** Whoever does what they do all the time is as said, and no row is read for it. */
  function someOpen(ids: ReadonlySet<number>, at: number): OpenLine[] {
    const found: OpenLine[] = [];
    for (const id of [...ids].sort((a, b) => a - b)) {
      if (open.has(id) && !ended.has(id) && youth.knows(id) && youth.connection(id, 0) === saidOf(id)) {
        expect(id, youth.changesIn(id, 0), at);
        continue;
      }
      const one = openLine(db, id);
      if (!one) {
        forget(id);
        continue;
      }
      open.add(id);
      found.push(one);
    }
    return found;
  }

  /** At once, as a page of an ended chat counts as away by what is stored. */
  function forget(id: number) {
    open.delete(id);
    said.delete(id);
    times.forget(id);
    youth.forget(id);
    db.crowd.forget(id);
    typing.forget(id);
  }

  function changed({ id: conversationId, counsellorId: staffId, youthHereAt }: OpenLine, at: number): Event[] {
    expect(conversationId, youth.changesIn(conversationId, youthHereAt), at);
    const connection = youth.connection(conversationId, youthHereAt);
    if (connection === saidOf(conversationId)) return [];
    if (connection === "connected") said.delete(conversationId);
    else said.set(conversationId, connection);
    return [{ type: "connection.changed", conversationId, staffId, connection }];
  }

  function saidOf(id: number): Connection {
    return said.get(id) ?? "connected";
  }

  function expect(id: number, ms: number | null, at: number) {
    if (ms === null) times.forget(id);
    else times.set(id, at + ms);
  }

  return changes;
}
