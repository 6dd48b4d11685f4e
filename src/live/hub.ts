/** Someone who listens to topics: a socket, a poll, a stream. It gets strings, the same as everyone on the topic. */
export interface Subscriber {
  send(html: string): void;
  /** Set for what belongs to a session that may end: `close(session)` closes all of them. */
  session?: string;
  close?(why: SignedOut): void;
  /** Joins the topics it may hear now, and leaves the others. */
  rejoin?(): void;
}

/** Why a session is over, as its console is told. */
export const signedOutReasons = ["closed", "password", "signed_out", "ended", "slow", "over"] as const;
export type SignedOut = (typeof signedOutReasons)[number];

/** Topics and who listens. It knows nothing of helplines. */
export interface Hub {
  join(topic: string, subscriber: Subscriber): void;
  leave(topic: string, subscriber: Subscriber): void;
  /** Leaves every topic. */
  leaveAll(subscriber: Subscriber): void;
  publish(topic: string, html: string): void;
  /** What somebody may hear has changed: every subscriber looks for itself. */
  rejoin(): void;
  /** Sends to every subscriber of a session, and to nobody else. */
  tell(session: string, html: string): void;
  /** Closes every subscriber of a session, and says why. */
  close(session: string, why: SignedOut): void;
  /** Closes every subscriber of a topic: what comes there from now on is not theirs to hear. */
  shut(topic: string): void;
  /** Whether anybody listens: what nobody hears need not be rendered. */
  heard(topic: string): boolean;
  /** The topics of a kind that have listeners; the kind of `staff:7` is `staff:`. */
  topics(kind: string): string[];
}

/** Who listens is kept in memory. A subscriber that throws never disturbs whoever publishes. */
export function openHub(): Hub {
  // The arrays are never changed, only replaced: whoever comes or goes while a piece is sent disturbs nobody.
  const topics = new Map<string, readonly Subscriber[]>();
  const joined = new Map<Subscriber, readonly string[]>();
  // Asked at nearly every event: to look through the topics of thousands who chat took a quarter of all time.
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

  /** Does something with a subscriber. One that fails hears nothing more, until it comes back by itself: nobody else must miss anything for it. */
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
        // First, so that nothing more comes even where closing takes its time.
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
