export interface Subscriber {
  send(html: string): void;
  /** The session it belongs to, if any; `close(session)` closes all of them. */
  session?: string;
  close?(why: SignedOut): void;
  rejoin?(): void;
}

export const signedOutReasons = ["closed", "password", "signed_out", "ended", "slow", "over"] as const;
export type SignedOut = (typeof signedOutReasons)[number];

export interface Hub {
  join(topic: string, subscriber: Subscriber): void;
  leave(topic: string, subscriber: Subscriber): void;
  leaveAll(subscriber: Subscriber): void;
  publish(topic: string, html: string): void;
  rejoin(): void;
  tell(session: string, html: string): void;
  close(session: string, why: SignedOut): void;
  /** Closes every subscriber of a topic, which is not theirs to hear any more. */
  shut(topic: string): void;
  heard(topic: string): boolean;
  topics(kind: string): string[];
}

/** Opens a hub, in memory. A subscriber that throws never disturbs the publisher. */
export function openHub(): Hub {
  // The arrays are replaced, never changed, so that coming or going while a piece is sent disturbs nobody.
  const topics = new Map<string, readonly Subscriber[]>();
  const joined = new Map<Subscriber, readonly string[]>();
  // Asked at nearly every event: searching the topics of thousands of chats took a quarter of all time.
  const kinds = new Map<string, Set<string>>();

  function listen(topic: string, subscribers: readonly Subscriber[]) {
    const same = kinds.get(kindOf(topic)) ?? new Set();
    kinds.set(kindOf(topic), same.add(topic));
    topics.set(topic, subscribers);
  }

  function leave(topic: string, subscriber: Subscriber) {
    const left = topics.get(topic)?.filter((one) => one !== subscriber) ?? [];
    if (left.length > 0) topics.set(topic, left);
    else {
      topics.delete(topic);
      kinds.get(kindOf(topic))?.delete(topic);
    }
    const mine = joined.get(subscriber)?.filter((one) => one !== topic) ?? [];
    if (mine.length === 0) joined.delete(subscriber);
    else joined.set(subscriber, mine);
  }

  function leaveAll(subscriber: Subscriber) {
    for (const topic of joined.get(subscriber) ?? []) leave(topic, subscriber);
  }

  /** A subscriber that fails hears nothing more until it comes back, so that nobody else misses anything. */
  function trying(subscriber: Subscriber, act: () => void) {
    try {
      act();
    } catch {
      leaveAll(subscriber);
      subscriber.close?.("over");
    }
  }

  return {
    join: (topic, subscriber) => {
      const mine = joined.get(subscriber) ?? [];
      if (mine.includes(topic)) return;
      joined.set(subscriber, [...mine, topic]);
      listen(topic, [...(topics.get(topic) ?? []), subscriber]);
    },
    leave,
    leaveAll,
    publish: (topic, html) => {
      for (const subscriber of topics.get(topic) ?? []) trying(subscriber, () => subscriber.send(html));
    },
    rejoin: () => {
      for (const subscriber of [...joined.keys()]) trying(subscriber, () => subscriber.rejoin?.());
    },
    tell: (session, html) => {
      for (const subscriber of [...joined.keys()]) {
        if (subscriber.session === session) trying(subscriber, () => subscriber.send(html));
      }
    },
    close: (session, why) => {
      for (const subscriber of [...joined.keys()]) {
        if (subscriber.session !== session) continue;
        // First, so that nothing more comes even if closing takes time.
        leaveAll(subscriber);
        try {
          subscriber.close?.(why);
        } catch {
          // It has left already.
        }
      }
    },
    shut: (topic) => {
      for (const subscriber of topics.get(topic) ?? []) {
        leaveAll(subscriber);
        trying(subscriber, () => subscriber.close?.("over"));
      }
    },
    heard: (topic) => topics.has(topic),
    topics: (kind) => [...(kinds.get(kind) ?? [])],
  };
}

const kindOf = (topic: string) => topic.slice(0, topic.indexOf(":") + 1);
