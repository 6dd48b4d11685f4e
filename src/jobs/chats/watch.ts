import { type Conversation, conversation, openConversations } from "#src/conversation/conversation.ts";
import type { DataReader } from "#src/db/db.ts";
import type { Event } from "#src/events.ts";
import type { Helpline } from "#src/http/server/context.ts";
import { openDueTimes } from "./due-times.ts";

/** What a job finds in an open chat. */
interface Found {
  isDue: boolean;
  /**
   * Nothing is due before this (ms UTC) unless something of the chat is heard; null: ever. Of what is due and may fail it is a
   * time that has come, so that the chat is looked at again.
   */
  next: number | null;
}

export type Look = (one: Conversation) => Found;

/** Which open chats a job has to look at: it never looks at all of them just because time passes. */
export interface ChatWatch {
  /** Returns the chats in which something is due now, by id. `over` is told which chats go on no more. */
  due(looking: (db: DataReader, now: number) => Look, over?: (conversationId: number) => void): Conversation[];
}

/** The clock of the wall may be set by this much until everything is looked at anew; each chat is looked at earlier by it. */
const slackMs = 1_000;

/** Besides, a job looks at so many chats each time, those first that it has not looked at for longest; none in some tests. */
export const secondLook = { chats: 4 };

/** What changes nothing that a job waits for: who has seen what, and what jobs say themselves. */
export const small: ReadonlySet<Event["type"]> = new Set([
  "message.seen",
  "note.seen",
  "help.seen",
  "length.noted",
  "connection.changed",
]);
const talk = ["message.written", "message.rewritten", "note.written", "typing"] as const;

/** Returns a job's watch of each helpline. It looks at a chat anew after any event of it; `isDeaf`: but for what is written. */
export function chatWatch({ isDeaf = false } = {}): (helpline: Helpline) => ChatWatch {
  const watches = new WeakMap<Helpline, ChatWatch>();
  const unheard = isDeaf ? new Set<Event["type"]>([...small, ...talk]) : small;
  return (helpline) => {
    const known = watches.get(helpline) ?? openWatch(helpline, unheard);
    watches.set(helpline, known);
    return known;
  };
}

function openWatch(helpline: Helpline, unheard: ReadonlySet<Event["type"]>): ChatWatch {
  const { db, clock } = helpline;
  const times = openDueTimes();
  /** When something is due in each open chat at the earliest; in the order in which they were looked at. */
  const expected = new Map<number, number>();
  const heard = new Set<number>();
  /** How far the clock of the wall was from the process's own when all chats were looked at; null: they have to be. */
  let apart: number | null = null;

  db.listen((events) => {
    for (const event of events) {
      if (event.type === "settings.changed") apart = null;
      if (unheard.has(event.type) || !("conversationId" in event) || event.conversationId === null) continue;
      heard.add(event.conversationId);
    }
  });

  function due(looking: (db: DataReader, now: number) => Look, over: (conversationId: number) => void = () => {}) {
    const now = clock.now();
    const apartNow = now - clock.elapsed();
    const before = apart;
    // Should a look fail, all are looked at the next time.
    apart = null;
    // After a sleep, or when somebody sets it, what is stored may even be still to come.
    const isWhole = before === null || Math.abs(apartNow - before) > slackMs;
    const chats = isWhole ? everyOpen(over) : someOpen(now, over);
    const found: Conversation[] = [];
    const look = chats.length > 0 ? looking(db, now) : null;
    for (const one of chats) {
      const { isDue, next } = look!(one);
      if (isDue) found.push(one);
      if (isDue && !isWhole && isLate(one.id, now)) helpline.report("what was due in a chat was found late");
      expect(one.id, next ?? Number.POSITIVE_INFINITY);
    }
    heard.clear();
    apart = isWhole ? apartNow : before;
    return found;
  }

  function everyOpen(over: (conversationId: number) => void): Conversation[] {
    const all = openConversations(db);
    const open = new Set(all.map(({ id }) => id));
    for (const id of [...expected.keys(), ...heard]) if (!open.has(id)) forget(id, over);
    return all;
  }

  function someOpen(now: number, over: (conversationId: number) => void): Conversation[] {
    const again = [...expected.keys().take(secondLook.chats)];
    const ids = new Set([...heard, ...times.take(now + slackMs), ...again]);
    return [...ids]
      .sort((a, b) => a - b)
      .flatMap((id) => {
        const one = conversation(db, id);
        if (one && one.endedAt === null) return [one];
        forget(id, over);
        return [];
      });
  }

  function forget(id: number, over: (conversationId: number) => void) {
    expected.delete(id);
    times.forget(id);
    over(id);
  }

  function isLate(id: number, now: number): boolean {
    return !heard.has(id) && (expected.get(id) ?? now) > now + slackMs;
  }

  function expect(id: number, at: number) {
    expected.delete(id);
    expected.set(id, at);
    if (Number.isFinite(at)) times.set(id, at);
    else times.forget(id);
  }

  return { due };
}
